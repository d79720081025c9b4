import type { Builtins } from '../../builtins.ts'
import type { Code } from '../../catalogue.ts'
import { diagnose } from '../../diagnose.ts'
import type { Diagnostic, Fix, Label, Span } from '../../diagnostic.ts'
import type { Program } from '../../syntax/ast.ts'
import { textOf } from '../context.ts'
import { modeOfName } from '../modes.ts'
import { ruleOperands } from '../operands.ts'
import type { Definition, Parameter, Rule, TypedExpr, TypedProgram } from '../typed.ts'
import { contradiction, isImpossible, narrowedBy, type Part, partsOf } from './conditions.ts'
import { idleParameters } from './idle.ts'
import type { Knowledge } from './knowledge.ts'
import { pricesOf } from './premises.ts'
import { canBeTrue } from './range.ts'
import { type KnownRanges, nothingKnown, settledRanges } from './ranges.ts'
import { definitionsOf, parametersOf } from './reads.ts'
import { identities } from './same.ts'
import { unreadLets } from './unread.ts'

/** What a whole program is looked at with. */
interface Advisor {
  readonly program: TypedProgram
  readonly tree: Program
  readonly source: string
  readonly knowledge: Knowledge
  /** Conditions that may hold, as an earlier check has found. */
  readonly possible: WeakSet<TypedExpr>
  /** Of an account that has not held anything yet. */
  readonly untouched: (rules: readonly Rule[]) => Knowledge
  /** All that was told so far, this included. */
  readonly told: Diagnostic[]
}

/**
 * What cannot be meant and shows only in the whole of a program: rules that never fire, states that
 * are never entered, parameters that change no order. Each is a proof, and none is told of what an
 * earlier message is about already.
 * @param told what the checker has told of the program
 * @returns the warnings beyond those
 */
export function adviseProgram(
  program: TypedProgram,
  tree: Program,
  source: string,
  builtins: Builtins,
  told: readonly Diagnostic[],
  known: KnownRanges = nothingKnown(),
): readonly Diagnostic[] {
  const { definitions } = program
  const prices = pricesOf(tree)
  const ranges = settledRanges(builtins, { prices, account: 'any' }, definitions, known)
  const identity = identities(decisive(program))
  const untouched = (rules: readonly Rule[]): Knowledge => {
    const read = definitionsOf(rules.map(({ when }) => when))
    return { ranges: settledRanges(builtins, { prices, account: 'untouched' }, read), identity }
  }
  const knowledge = { ranges, identity }
  const { possible } = known
  const advisor: Advisor = {
    program,
    tree,
    source,
    knowledge,
    possible,
    untouched,
    told: [...told],
  }
  adviseModes(advisor)
  const firing = program.rules.filter((rule) => adviseRule(advisor, rule))
  adviseOpening(advisor, firing)
  adviseTogether(advisor, firing)
  for (const rule of firing) adviseEntries(advisor, rule)
  for (const { names, span } of unreadLets(tree, source)) {
    const name = names.map(({ text }) => text).join(', ')
    const fix = { title: `Remove \`${name}\``, span: wholeLines(source, span), replacement: '' }
    tell(advisor, 'unused-definition', names[0]!.span, { name }, { fix })
  }
  adviseParameters(advisor, idleParameters(program, firing, knowledge.ranges, builtins))
  return advisor.told.slice(told.length)
}

/** The definitions that rules and the states of modes are decided by. */
function decisive({ rules, definitions }: TypedProgram): readonly Definition[] {
  const modes = definitions.filter(({ name }) => modeOfName(name) !== undefined)
  const exprs = [...rules.map(({ when }) => when), ...modes.map(({ expr }) => expr)]
  return [...new Set([...modes, ...definitionsOf(exprs)])]
}

function tell(
  { told }: Advisor,
  code: Code,
  span: Span,
  values: Readonly<Record<string, string>>,
  extra: { readonly labels?: readonly Label[]; readonly fix?: Fix } = {},
): void {
  told.push(diagnose(code, span, values, extra))
}

/** Whether one of these places has a message of its own. */
function isTold({ told }: Advisor, places: readonly Span[]): boolean {
  return told.some(({ span }) =>
    places.some(({ start, end }) => span.start < end && start < span.end),
  )
}

/** The places that decide a condition: its own, and those of all definitions behind it. */
function placesOf(when: TypedExpr): readonly Span[] {
  const definitions = definitionsOf([when])
  return [when.span, ...definitions.flatMap(({ expr, span }) => [expr.span, span])]
}

/** Of parameters that change nothing those whose readers have no message themselves. */
function adviseParameters(advisor: Advisor, idle: readonly Parameter[]): void {
  const { definitions, rules } = advisor.program
  const untold = idle.filter(({ span }) => !isTold(advisor, [span]))
  if (untold.length === 0) return
  const isExplained = overlapping(advisor.told.map(({ span }) => span))
  const explained = parametersOf([
    ...definitions
      .filter(({ expr, span }) => isExplained(expr.span) || isExplained(span))
      .map(({ expr }) => expr),
    ...rules.filter(({ span }) => isExplained(span)).flatMap(ruleOperands),
  ])
  for (const parameter of untold) {
    const { name, span } = parameter
    if (!explained.has(parameter)) tell(advisor, 'idle-parameter', span, { name })
  }
}

/** Whether a place shares something with one of many. */
function overlapping(places: readonly Span[]): (place: Span) => boolean {
  const sorted = [...places].sort((a, b) => a.start - b.start)
  // The furthest end of each place and all before it.
  const ends: number[] = []
  for (const { end } of sorted) ends.push(Math.max(end, ends.at(-1) ?? end))
  return ({ start, end }) => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]!.start < end) low = middle + 1
      else high = middle
    }
    return low > 0 && ends[low - 1]! > start
  }
}

/** A statement with the line breaks behind it. */
function wholeLines(source: string, { start, end }: Span): Span {
  return { start, end: end + /^[ \t]*\r?\n?/.exec(source.slice(end))![0].length }
}

// ── What never happens ─────────────────────────────────────────────────────────────────────────

/** Why a condition is never true; undefined where it may be. */
function impossible(
  advisor: Advisor,
  when: TypedExpr,
  knowledge: Knowledge,
): { readonly reason: string; readonly labels: readonly Label[] } | undefined {
  const parts = partsOf(when)
  const core = contradiction(parts, knowledge)
  if (core === undefined) {
    const reason = 'no part of its condition can hold'
    return canBeTrue(knowledge.ranges.of(when)) ? undefined : { reason, labels: [] }
  }
  const texts = core.map((part) => partText(advisor, part))
  const labels = core.map(({ expr }, at) => ({ span: expr.span, message: `${texts[at]}` }))
  return { reason: reasonText(texts), labels: labels.filter(({ span }) => span !== when.span) }
}

function partText(advisor: Advisor, { expr, holds }: Part): string {
  const text = textOf(advisor.source, expr.span)
  return holds ? `\`${text}\`` : `not \`${text}\``
}

function reasonText(texts: readonly string[]): string {
  const [first, ...rest] = [...new Set(texts)]
  if (rest.length === 0) return `${first} is never true`
  return `${[first, ...rest.slice(0, -1)].join(', ')} and ${rest.at(-1)} exclude each other`
}

/** Arcs on conditions that never hold. */
function adviseModes(advisor: Advisor): void {
  for (const statement of advisor.tree.statements) {
    if (statement.kind !== 'mode') continue
    const { name, arcs } = statement
    for (const [index, arc] of arcs.entries()) {
      const made = advisor.program.definitions.find(
        (one) => one.name === `${name.text}.when ${index + 1}`,
      )
      if (made?.expr.kind !== 'if' || isTold(advisor, placesOf(made.expr.condition))) continue
      const never = impossible(advisor, made.expr.condition, advisor.knowledge)
      if (never === undefined) continue
      const { reason, labels } = never
      const values = { from: arc.from.text, to: arc.to.text, reason }
      tell(advisor, 'arc-impossible', arc.when.span, values, { labels })
    }
  }
}

/** Tells of a rule that never fires; whether it may. What is written `false` is switched off. */
function adviseRule(advisor: Advisor, rule: Rule): boolean {
  const { when, kind, side } = rule
  if (advisor.possible.has(when)) return true
  const never = impossible(advisor, when, advisor.knowledge)
  if (never === undefined) {
    advisor.possible.add(when)
    return true
  }
  if (isSwitch(when) || isTold(advisor, placesOf(when))) return false
  const { reason, labels } = never
  const what = kind === 'enter' || kind === 'exit' ? `${kind} ${side}` : kind
  tell(advisor, 'rule-never-fires', when.span, { rule: what, reason }, { labels })
  return false
}

/** Written out, or a number compared with a number. */
function isSwitch(when: TypedExpr): boolean {
  return partsOf(when).some(({ expr }) => expr.kind === 'bool' || expr.color === 'constant')
}

/** Entries that all wait for what only an entry brings. */
function adviseOpening(advisor: Advisor, firing: readonly Rule[]): void {
  const entries = firing.filter(({ kind }) => kind === 'enter')
  const [first] = entries
  // What does not read the account is as possible as it was.
  if (first === undefined || !entries.every(({ when }) => when.color === 'account')) return
  const untouched = advisor.untouched(entries)
  if (!entries.every(({ when }) => isImpossible(when, untouched))) return
  const { labels, reason } = impossible(advisor, first.when, untouched)!
  if (isTold(advisor, placesOf(first.when))) return
  tell(advisor, 'nothing-opens', first.when.span, { reason }, { labels })
}

// ── Rules beside one another ───────────────────────────────────────────────────────────────────

/** An entry and an exit, or a long and a short, on one and the same condition. */
function adviseTogether(advisor: Advisor, firing: readonly Rule[]): void {
  const { identity } = advisor.knowledge
  const market = firing.filter(({ order }) => order.kind === 'market' || order.kind === 'close')
  for (const [at, rule] of market.entries()) {
    const other = market
      .slice(0, at)
      .find((one) => areOpposed(one, rule) && identity(one.when) === identity(rule.when))
    if (other === undefined || isTold(advisor, [rule.when.span, other.when.span])) continue
    const message = `\`${other.kind} ${other.side}\` fires on the same bars`
    const labels = [{ span: other.when.span, message }]
    const both = rule.kind === 'enter' && other.kind === 'enter'
    const code: Code = both ? 'sides-together' : 'entry-with-exit'
    tell(advisor, code, rule.when.span, { side: rule.side }, { labels })
  }
}

function areOpposed(one: Rule, other: Rule): boolean {
  const [enter, exit] = one.kind === 'enter' ? [one, other] : [other, one]
  if (enter.kind !== 'enter') return false
  if (exit.kind === 'enter') return enter.side !== exit.side
  if (exit.kind !== 'exit' || exit.portion !== undefined || exit.side !== enter.side) return false
  return exit.tag === undefined || exit.tag === enter.tag
}

/** `up to 3 entries` of a rule that fires only while nothing is open. */
function adviseEntries(advisor: Advisor, rule: Rule): void {
  const { kind, side, when, entries } = rule
  if (kind !== 'enter' || advisor.knowledge.ranges.of(entries).low <= 1) return
  const position = positionIn(when)
  const held = position && narrowedBy(partsOf(when), advisor.knowledge)?.(position)
  if (held === undefined || (side === 'long' ? held.high > 0 : held.low < 0)) return
  const text = textOf(advisor.source, entries.span)
  tell(advisor, 'entries-unreached', entries.span, { side, text })
}

/** What a condition asks of the position. */
function positionIn(when: TypedExpr): TypedExpr | undefined {
  const sides = partsOf(when).flatMap(({ expr }) =>
    expr.kind === 'compare' ? [expr.left, expr.right] : [],
  )
  return sides.find((one) => one.kind === 'account' && one.name === 'position')
}
