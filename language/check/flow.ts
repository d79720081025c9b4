import { evaluateConstant, literal } from './constants.ts'
import { type Checker, report } from './context.ts'
import { neededNow } from './cycles.ts'
import { components } from './dependencies.ts'
import {
  ANY_SIZE,
  addTicks,
  allReady,
  arithmeticFact,
  bothFact,
  callFact,
  choiceFact,
  coalesceFact,
  type Fact,
  leafFact,
  logicFact,
  NEVER,
  type Ready,
  sampledFact,
  type Ticks,
} from './facts.ts'
import { recallFacts } from './memory.ts'
import { unreachable } from './node.ts'
import { operands } from './operands.ts'
import type { Definition, TypedExpr } from './typed.ts'
import { isOversized, NONE, sameWarmup, ticksOf } from './warmup.ts'

/** What is known of definitions while their group is being solved. */
interface Group {
  /** Of the value one tick ago, as assumed. */
  readonly assumed: ReadonlyMap<Definition, Fact>
  /** Of the value now, as computed. */
  readonly facts: Map<Definition, Fact>
}

/**
 * Fills in warm-up and optionality of every node: first all definitions, those that refer to
 * themselves by induction over ticks, then whatever else reads them (`settle`).
 */
export function settleDefinitions(checker: Checker): (expr: TypedExpr) => Fact {
  const { memory, definitions } = checker
  if (memory !== undefined) recallFacts(memory, checker.parameters)
  const facts = new Map<Definition, Fact>()
  const all = { assumed: new Map<Definition, Fact>(), facts }
  const open = new Set<Definition>()
  for (const definition of definitions) {
    const known = memory?.facts.get(definition)
    if (known === undefined) open.add(definition)
    else facts.set(definition, known)
  }
  const neededOpen = (one: Definition) => needed(one).filter((other) => open.has(other))
  for (const members of components([...open], neededOpen)) {
    const [only] = members
    if (members.length === 1 && !needed(only!).includes(only!)) {
      facts.set(only!, settle(checker, only!.expr, all))
    } else settleGroup(checker, members, facts)
    for (const member of members) {
      if (boundFormula(checker, member, facts)) memory?.facts.set(member, facts.get(member)!)
    }
  }
  return (expr) => settle(checker, expr, all)
}

/**
 * Refuses a definition whose warm-up has too many parts; what follows from it is not told. Whether
 * it is right.
 */
function boundFormula(
  checker: Checker,
  definition: Definition,
  facts: Map<Definition, Fact>,
): boolean {
  const fact = facts.get(definition)!
  if (![fact.warmup, fact.gate].some((ticks) => ticks !== NEVER && isOversized(ticks))) return true
  report(checker, undefined, 'too-large', definition.span)
  facts.set(definition, { ...fact, warmup: NONE, gate: NONE, exact: false })
  return false
}

/** Every definition that one mentions, under `prev` too. */
export function needed({ expr }: Definition): readonly Definition[] {
  return mentionedIn(expr)
}

/** By expression: what is in one never changes, and it is asked for again and again. */
const mentioned = new WeakMap<TypedExpr, readonly Definition[]>()

/** Every definition that an expression mentions, each once. */
export function mentionedIn(expr: TypedExpr): readonly Definition[] {
  const known = mentioned.get(expr)
  if (known !== undefined) return known
  const found = new Set<Definition>()
  const visit = (part: TypedExpr): void => {
    if (part.kind === 'reference') found.add(part.definition)
    for (const operand of operands(part)) visit(operand)
  }
  visit(expr)
  const all = [...found]
  mentioned.set(expr, all)
  return all
}

const ROUNDS = 6

/**
 * Definitions that reach themselves through `prev`. A warm-up is guessed, first as if the past
 * were never known, then from what that gave, until it repeats itself. By induction over ticks a
 * warm-up that repeats itself is one: what it says of the tick before, it says of this one. The
 * same way "known exactly from there on" is proved; where it does not follow the values are
 * optional.
 */
function settleGroup(
  checker: Checker,
  members: readonly Definition[],
  facts: Map<Definition, Fact>,
): void {
  const set = new Set(members)
  const ordered = components(members, (member) =>
    neededNow(checker, member).filter((other) => set.has(other)),
  ).flat()
  const run = (assume: (member: Definition) => Fact): void => {
    const assumed = new Map(members.map((member) => [member, assume(member)]))
    for (const member of ordered) facts.delete(member)
    for (const member of ordered) {
      facts.set(member, settle(checker, member.expr, { assumed, facts }))
    }
  }
  let guess = new Map<Definition, Guess>(
    members.map((member) => [member, { warmup: NEVER, gate: NEVER }]),
  )
  const repeats = (member: Definition): boolean => {
    const before = guess.get(member)!
    const after = facts.get(member)!
    return sameTicks(before.warmup, after.warmup) && sameTicks(before.gate, after.gate)
  }
  let ready: readonly Ready[] = []
  for (let round = 1; ; round++) {
    run((member) => ({ ...guess.get(member)!, ready, exact: true, gain: 1, size: 0 }))
    ready = allReady(members.map((member) => facts.get(member)!))
    if (members.every(repeats)) break
    const found = round === ROUNDS ? () => UNKNOWN : (member: Definition) => facts.get(member)!
    guess = new Map(members.map((member) => [member, found(member)]))
    if (round === ROUNDS) break
  }
  const size = boundedSize(members.map((member) => facts.get(member)!))
  run((member) => ({ ...guess.get(member)!, ready, exact: true, gain: 0, size }))
  if (members.every((member) => facts.get(member)!.exact && repeats(member))) return
  run((member) => ({ ...guess.get(member)!, ready, exact: false, gain: 0, size: ANY_SIZE }))
}

interface Guess {
  readonly warmup: Ticks
  readonly gate: Ticks
}

/** A warm-up that always holds. */
const UNKNOWN: Guess = { warmup: NONE, gate: NONE }

/**
 * Size of values that grow by a bounded amount a tick: 2^32 ticks are more than there will be.
 * Values that may multiply from tick to tick have no bound.
 */
function boundedSize(facts: readonly Fact[]): number {
  if (facts.some(({ gain }) => gain > 1 + 1e-9)) return ANY_SIZE
  return Math.min(ANY_SIZE, Math.max(...facts.map(({ size }) => size)) * 2 ** 32)
}

function sameTicks(a: Ticks, b: Ticks): boolean {
  if (a === NEVER || b === NEVER) return a === b
  return sameWarmup(a, b)
}

/** Computes the fact of an expression and writes it into its nodes. */
function settle(checker: Checker, expr: TypedExpr, group: Group, past?: 'past'): Fact {
  const fact = factOf(checker, expr, group, past)
  const open: { -readonly [K in 'warmup' | 'optional']: TypedExpr[K] } = expr
  open.warmup = fact.warmup === NEVER ? NONE : fact.warmup
  open.optional = !fact.exact
  return fact
}

function factOf(checker: Checker, expr: TypedExpr, group: Group, past?: 'past'): Fact {
  const of = (part: TypedExpr): Fact => settle(checker, part, group, past)
  switch (expr.kind) {
    case 'number':
    case 'bool':
    case 'parameter':
    case 'stream':
    case 'account':
    case 'past':
    case 'fill':
    case 'arrived':
    case 'ticks':
      return leafFact(expr)
    case 'at':
      return sampledFact(expr.clock, of(expr.source))
    case 'reference': {
      const assumed = past === undefined ? undefined : group.assumed.get(expr.definition)
      return assumed ?? group.facts.get(expr.definition)!
    }
    case 'lag': {
      const inner = past ?? (checker.previous.has(expr) ? 'past' : undefined)
      const source = settle(checker, expr.source, group, inner)
      of(expr.ticks)
      const ticks = ticksOf(expr.ticks)
      const { warmup, gate } = source
      return { ...source, warmup: addTicks(warmup, ticks), gate: addTicks(gate, ticks) }
    }
    case 'negate':
    case 'not':
      return of(expr.operand)
    case 'known':
      of(expr.operand)
      return { warmup: NONE, gate: NONE, ready: [], exact: true, gain: 0, size: 0 }
    case 'arithmetic':
      return arithmeticFact(expr, of(expr.left), of(expr.right))
    case 'compare':
      return { ...bothFact(of(expr.left), of(expr.right)), gain: 0, size: 0 }
    case 'and':
    case 'or': {
      const fact = logicFact(of(expr.left), of(expr.right))
      return isDecided(expr) ? { ...fact, warmup: NONE, exact: true } : fact
    }
    case 'if': {
      const [condition, whenTrue, whenFalse] = [expr.condition, expr.whenTrue, expr.whenFalse].map(
        of,
      )
      const taken = branchTaken(expr.condition)
      if (taken !== undefined) return taken ? whenTrue! : whenFalse!
      return choiceFact(condition!, whenTrue!, whenFalse!)
    }
    case 'coalesce':
      return coalesceFact(of(expr.left), of(expr.right))
    case 'call':
      for (const param of expr.params) of(param)
      return callFact(checker.builtins, expr, expr.inputs.map(of))
    default:
      return unreachable(expr)
  }
}

/** `if 2 == 1`, as a function's constant arguments make it: the other branch is never waited for. */
function branchTaken(condition: TypedExpr): boolean | undefined {
  if (condition.kind !== 'compare') return undefined
  const [left, right] = [literal(condition.left), literal(condition.right)]
  if (left === undefined || right === undefined) return undefined
  return evaluateConstant(condition, NO_PARAMETERS) === 1
}

const NO_PARAMETERS = new Float64Array()

/** `… or true`: known from the start, though it waits for what it reads. */
function isDecided({ kind, left, right }: Extract<TypedExpr, { kind: 'and' | 'or' }>): boolean {
  return [left, right].some((side) => side.kind === 'bool' && side.value === (kind === 'or'))
}
