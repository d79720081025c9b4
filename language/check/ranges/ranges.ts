import type { Builtins } from '../../builtins.ts'
import { components } from '../dependencies.ts'
import { needed } from '../flow.ts'
import { unreachable } from '../node.ts'
import { neverAbove } from '../ordering.ts'
import type { Definition, TypedExpr } from '../typed.ts'
import type { Premises } from './premises.ts'
import {
  ANY,
  between,
  bothHold,
  calculated,
  canBeFalse,
  canBeTrue,
  common,
  compared,
  contrary,
  EITHER,
  either,
  exactly,
  isNever,
  NEVER,
  NOT_NEGATIVE,
  negated,
  oneHolds,
  POSITIVE,
  type Range,
  sameRange,
} from './range.ts'

/** The ranges of streams, whatever the market does and whatever the parameters are. */
export interface Ranges {
  of(expr: TypedExpr): Range
  ofDefinition(definition: Definition): Range
  /** What is said of a definition stands for it from now on. */
  assume(definition: Definition, range: Range): void
}

/** So many names for one another are followed: a chain of them may be longer than the stack. */
const NAMES = 200

/** Each definition is looked at once; one that refers to itself is anything, unless assumed. */
export function rangesOf(builtins: Builtins, premises: Premises): Ranges {
  const found = new Map<Definition, Range>()
  let names = 0
  const ofDefinition = (definition: Definition): Range => {
    const known = found.get(definition)
    if (known !== undefined) return known
    const expr = definition.expr as TypedExpr | undefined
    // One that is still being worked out will be known later.
    if (expr === undefined || expr.type.kind === 'error' || names === NAMES) return ANY
    found.set(definition, ANY)
    names++
    const range = of(expr)
    names--
    found.set(definition, range)
    return range
  }
  const of = (expr: TypedExpr): Range => {
    switch (expr.kind) {
      case 'number':
        return expr.type.kind === 'error' ? ANY : exactly(expr.value)
      case 'bool':
        return exactly(expr.value ? 1 : 0)
      case 'parameter': {
        const { min = ANY.low, max = ANY.high } = expr.parameter
        return between(min, max)
      }
      case 'stream':
        return streamRange(expr.name, premises)
      case 'account':
        return premises.account === 'untouched' ? untouched(expr.name) : accountRange(expr.name)
      case 'fill':
        return expr.name === 'R' ? NOT_NEGATIVE : ANY
      case 'past':
        return ANY
      case 'arrived':
      case 'ticks':
        return NOT_NEGATIVE
      case 'reference':
        return ofDefinition(expr.definition)
      case 'at':
      case 'lag':
        return of(expr.source)
      case 'negate':
        return negated(of(expr.operand))
      case 'arithmetic': {
        const result = calculated(expr.op, of(expr.left), of(expr.right))
        const rises = expr.op === '-' && neverAbove(expr.right, expr.left)
        return rises ? common(result, NOT_NEGATIVE) : result
      }
      case 'compare':
        return compared(expr.op, of(expr.left), of(expr.right))
      case 'not':
        return contrary(of(expr.operand))
      case 'and':
        return bothHold(of(expr.left), of(expr.right))
      case 'or':
        return oneHolds(of(expr.left), of(expr.right))
      case 'known':
        return isNever(of(expr.operand)) ? exactly(0) : EITHER
      case 'coalesce':
        return either(of(expr.left), of(expr.right))
      case 'if': {
        const condition = of(expr.condition)
        const whenTrue = canBeTrue(condition) ? of(expr.whenTrue) : NEVER
        const whenFalse = canBeFalse(condition) ? of(expr.whenFalse) : NEVER
        return either(whenTrue, whenFalse)
      }
      case 'call':
        return callRange(expr)
      default:
        return unreachable(expr)
    }
  }
  const callRange = ({ primitive, inputs, params, type }: Call): Range => {
    const given = inputs.map(of)
    if (given.some(isNever)) return NEVER
    const bounds = builtins.primitives.get(primitive)?.range?.(given, params.map(of))
    if (bounds !== undefined) return between(bounds.low, bounds.high)
    return type.kind === 'bool' ? EITHER : ANY
  }
  return { of, ofDefinition, assume: (definition, range) => void found.set(definition, range) }
}

type Call = Extract<TypedExpr, { kind: 'call' }>
type NameOf<K extends TypedExpr['kind']> = Extract<TypedExpr, { kind: K; name: unknown }>['name']

const DAY = 86_400_000

/** What bars and calendars are by definition (`stdlib/bars.ts`). */
function streamRange(name: NameOf<'stream'>, { prices }: Premises): Range {
  switch (name) {
    case 'open':
    case 'high':
    case 'low':
    case 'close':
      return prices === 'positive' ? POSITIVE : ANY
    case 'volume':
    case 'bar_index':
      return NOT_NEGATIVE
    case 'hour':
      return between(0, 23)
    case 'minute':
      return between(0, 59)
    case 'weekday':
      return between(1, 7)
    case 'month':
      return between(1, 12)
    case 'time_of_day':
    case 'session_open':
      return between(0, DAY)
    case 'is_first_bar_of_day':
      return EITHER
    case 'time':
    case 'within':
    case 'minutes_to_close':
      return ANY
    default:
      return unreachable(name)
  }
}

function accountRange(name: NameOf<'account'>): Range {
  switch (name) {
    case 'bars_in_trade':
    case 'trades_today':
    case 'losses_in_a_row':
    case 'drawdown':
    case 'entries':
    case 'exits':
    case 'R':
    case 'R_in_money':
      return NOT_NEGATIVE
    case 'position':
    case 'cash':
    case 'equity':
    case 'entry_price':
    case 'last_entry_price':
    case 'open_profit':
    case 'day_profit':
    case 'day_loss':
    case 'last_trade_profit':
      return ANY
    default:
      return unreachable(name)
  }
}

/** Before the first fill: nothing held, nothing won or lost, no price paid. */
function untouched(name: NameOf<'account'>): Range {
  switch (name) {
    case 'entry_price':
    case 'last_entry_price':
    case 'last_trade_profit':
    case 'R':
      return NEVER
    case 'position':
    case 'bars_in_trade':
    case 'open_profit':
    case 'trades_today':
    case 'losses_in_a_row':
    case 'entries':
    case 'exits':
      return exactly(0)
    default:
      return accountRange(name)
  }
}

/** After so many rounds what still grows is taken to grow without end. */
const ROUNDS = 6

/** What was found before, under the same premises and for the same parameters. */
export interface KnownRanges {
  readonly ranges: WeakMap<Definition, Range>
  /** Conditions that may hold. */
  readonly possible: WeakSet<TypedExpr>
}

/** Before anything was found. */
export function nothingKnown(): KnownRanges {
  return { ranges: new WeakMap(), possible: new WeakSet() }
}

/**
 * The ranges of a whole program. Definitions that refer to themselves by induction over ticks:
 * first they are never known, then what follows from that, until nothing new does.
 */
export function settledRanges(
  builtins: Builtins,
  premises: Premises,
  definitions: readonly Definition[],
  { ranges: known }: KnownRanges = nothingKnown(),
): Ranges {
  const ranges = rangesOf(builtins, premises)
  const open = new Set<Definition>()
  for (const definition of definitions) {
    const range = known.get(definition)
    if (range === undefined) open.add(definition)
    else ranges.assume(definition, range)
  }
  const neededOpen = (one: Definition) => needed(one).filter((other) => open.has(other))
  for (const members of components([...open], neededOpen)) {
    for (const member of members) ranges.assume(member, NEVER)
    for (let round = 0; ; round++) {
      let changed = false
      for (const member of members) {
        const before = ranges.ofDefinition(member)
        const after = either(before, ranges.of(member.expr))
        if (sameRange(before, after)) continue
        changed = true
        ranges.assume(member, round < ROUNDS ? after : widened(before, after))
      }
      if (!changed) break
    }
    for (const member of members) known.set(member, ranges.ofDefinition(member))
  }
  return ranges
}

/** Points alone grow to an end: there are few. */
function widened(before: Range, after: Range): Range {
  if (after.low >= before.low && after.high <= before.high) return after
  return {
    low: after.low < before.low ? ANY.low : after.low,
    high: after.high > before.high ? ANY.high : after.high,
  }
}
