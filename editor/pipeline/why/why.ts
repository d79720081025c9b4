import { FROZEN_SLOTS, type Interpreted } from '../../../compiler/interpret/interpret.ts'
import type { AccountStream, Rule, TypedExpr, TypedProgram } from '../../../language/check/typed.ts'
import type { OrderRecord, RunResult } from '../../../runtime/core/result.ts'
import type { RunReport } from '../../../runtime/report/run-report.ts'
import { ruleLabel } from '../../../runtime/report/words.ts'
import type { Bars, SessionColumns } from '../../../stdlib/bars.ts'
import { interpretedRun } from '../interpreted-run.ts'
import { type Asked, type Part, partOf } from './parts.ts'
import { conditionOf, waitText } from './waits.ts'

/** Why a run did what it did at one bar's close, and why it did not. */
export interface Why {
  /** Goes up when a field changes its meaning. */
  readonly version: 1
  readonly bar: number
  /** Start of the bar, ms UTC. */
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  /** At the close, after the bar's fills: what rules saw. Null: unknown. */
  readonly account: Readonly<Record<AccountName, number | null>>
  readonly rules: readonly RuleWhy[]
  /** Of orders given, filled or ended at this bar, and of those that waited over it. */
  readonly orders: readonly OrderWhy[]
}

const ACCOUNT = [
  ...(['position', 'entry_price', 'equity', 'cash', 'open_profit', 'drawdown'] as const),
  'bars_in_trade',
] as const satisfies readonly AccountStream[]

type AccountName = (typeof ACCOUNT)[number]

/**
 * `fired`: the condition was true and the rule acted. `idle`: true, but there was nothing to do.
 * `early`: what the rule reads could not be known yet.
 */
export type RuleOutcome = 'fired' | 'idle' | 'not' | 'unknown' | 'early'

export interface RuleWhy {
  readonly rule: number
  readonly label: string
  /** From 1, in the source. */
  readonly line: number
  readonly outcome: RuleOutcome
  /** A sentence. */
  readonly because: string
  readonly when: Part
  /** Of a rule whose condition was true: its size and prices at this bar. */
  readonly clauses: readonly Clause[]
  /** From what the size of its order was worked out; null where there was no order of it. */
  readonly sizing: Sizing | null
}

/** The engine's rule is in `runtime/core/sizing.ts`; these are the numbers that it saw. */
export interface Sizing {
  readonly kind: 'equity' | 'risk' | 'shares' | 'money'
  /** A fraction of equity, shares, or money; null: unknown. */
  readonly value: number | null
  readonly equity: number
  /** Where the order was expected to fill: its own price, else the close. */
  readonly price: number | null
  /** The protective stop for that; null where there is none, or it is unknown. */
  readonly stop: number | null
}

export interface Clause {
  readonly name: 'size' | 'price' | 'limit' | 'stop' | 'target'
  readonly part: Part
}

export interface OrderWhy {
  readonly order: number
  /** Of the rule behind it; null where none stands behind it. */
  readonly label: string | null
  readonly purpose: OrderRecord['purpose']
  readonly side: OrderRecord['side']
  readonly type: OrderRecord['type']
  readonly quantity: number
  /** Null for market orders. */
  readonly price: number | null
  readonly decided: BarTime
  readonly outcome: OrderRecord['outcome']
  readonly ended: BarTime | null
  readonly reason: string
  readonly fill: { readonly price: number; readonly commission: number } | null
  /** What happened to it at this bar. */
  readonly here: 'decided' | 'filled' | 'ended' | 'waited'
}

interface BarTime {
  readonly bar: number
  /** ms UTC. */
  readonly time: number
}

/**
 * Asks the reference interpreter, run up to a bar of the run that a report tells of; what became of
 * the orders is the report's. Takes the time of an interpreted run up to that bar.
 */
export function whyAt(program: TypedProgram, source: string, report: RunReport, bar: number): Why {
  const { parameters, options, bars } = report
  const { run } = interpretedRun(program, source, { parameters, options, bars: upTo(bars, bar) })
  const asked: Asked = { source, run, bars, bar }
  const fired = report.result.decisions.find((one) => one.bar === bar)?.fired ?? 0
  const rules = program.rules.map((rule): RuleWhy => {
    const outcome = outcomeOf(rule, asked, fired)
    const { label, line } = rulePlace(report, rule)
    const because = sentence(rule, outcome, asked, report)
    const when = partOf(asked, conditionOf(rule).condition)
    return {
      rule: rule.index,
      label,
      line,
      outcome,
      because,
      when,
      clauses: clausesOf(asked, rule, outcome),
      sizing: sizingOf(asked, rule, outcome, report),
    }
  })
  const { open, high, low, close, volume, time } = bars
  return {
    version: 1,
    bar,
    time: time[bar]!,
    ...{ open: open[bar]!, high: high[bar]!, low: low[bar]!, close: close[bar]! },
    volume: volume[bar]!,
    account: accountAt(run, bar),
    rules,
    orders: ordersAt(report, bar),
  }
}

function upTo(bars: Bars, bar: number): Bars {
  const cut = (columns: object) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [
        name,
        column instanceof Float64Array ? column.subarray(0, bar + 1) : column,
      ]),
    )
  const own = { ...cut(bars), length: bar + 1 } as Bars
  return bars.sessions === undefined
    ? own
    : { ...own, sessions: cut(bars.sessions) as SessionColumns }
}

function rulePlace({ meta }: RunReport, { index }: Rule): { label: string; line: number } {
  const rule = meta.rules[index]!
  return { label: ruleLabel(rule), line: rule.line }
}

// ── Rules ──────────────────────────────────────────────────────────────────────────────────────

function outcomeOf(rule: Rule, asked: Asked, fired: number): RuleOutcome {
  const { run, bar } = asked
  if (bar < run.gates[rule.index]! || waitText(rule, asked) !== undefined) return 'early'
  const held = run.value(rule.when, bar)
  if (held === null) return 'unknown'
  if (held !== true) return 'not'
  return (fired >>> rule.index) & 1 ? 'fired' : 'idle'
}

function sentence(rule: Rule, outcome: RuleOutcome, asked: Asked, report: RunReport): string {
  const { run, bar } = asked
  switch (outcome) {
    case 'fired':
      return 'Its condition was true.'
    case 'not':
      return 'Its condition was false.'
    case 'unknown':
      return 'Its condition was unknown, and a rule fires only on what is known to be true.'
    case 'early': {
      const gate = run.gates[rule.index]!
      return bar < gate
        ? `What it reads is known from bar ${gate} on; this is bar ${bar}.`
        : waitText(rule, asked)!
    }
    case 'idle':
      return idle(rule, report, bar, run)
    default: {
      const never: never = outcome
      throw new Error(`no outcome: ${never}`)
    }
  }
}

/** Why a true condition came to nothing. */
function idle(
  rule: Rule,
  { options: { tradeFrom = 0 }, result }: RunReport,
  bar: number,
  run: Interpreted,
): string {
  if (bar < tradeFrom) return `Its condition was true, but the run trades from bar ${tradeFrom} on.`
  switch (rule.kind) {
    case 'enter': {
      const most = run.entries[rule.index]!
      if (openLots(result, rule.index, bar) < most)
        return 'Its condition was true, but a halt or a cooldown let no rule enter.'
      const lots = most === 1 ? 'its one entry is' : `its ${most} entries are`
      return `Its condition was true, but ${lots} open already.`
    }
    case 'exit': {
      const whose = rule.tag === undefined ? `${rule.side} position` : `entry of "${rule.tag}"`
      return `Its condition was true, but there was no ${whose} to close.`
    }
    case 'cancel':
      return 'Its condition was true, but no order was waiting.'
    case 'halt':
      return 'Its condition was true, but a halt held already.'
    case 'alert':
    case 'mark':
      return 'Its condition was true, and it says so.'
    default: {
      const never: never = rule.kind
      throw new Error(`no rule: ${never}`)
    }
  }
}

/** Entries of a rule that were open at a bar's close. */
function openLots({ trades, open }: RunResult, rule: number, bar: number): number {
  const closed = trades.filter((trade) => trade.entryBar <= bar && bar < trade.exitBar)
  const still = open.filter((trade) => trade.entryBar <= bar)
  return [...closed, ...still].filter((trade) => trade.rule === rule).length
}

/** What a rule's order was made from. `stop` and `target` wait for the fill: not all is known. */
function clausesOf(asked: Asked, rule: Rule, outcome: RuleOutcome): readonly Clause[] {
  const orders = rule.kind === 'enter' || rule.kind === 'exit'
  if (!orders || (outcome !== 'fired' && outcome !== 'idle')) return []
  const { order, size, stop, target } = rule
  const clauses: readonly (readonly [Clause['name'], TypedExpr | undefined])[] = [
    ['size', size?.value],
    ['price', 'price' in order ? order.price : undefined],
    ['limit', 'limit' in order ? order.limit : undefined],
    ['stop', stop],
    ['target', target],
  ]
  return clauses.flatMap(([clause, expr]) =>
    expr === undefined ? [] : [{ name: clause, part: partOf(asked, expr) }],
  )
}

function sizingOf(
  { run, bar }: Asked,
  { index, kind, size, order }: Rule,
  outcome: RuleOutcome,
  { bars, result }: RunReport,
): Sizing | null {
  if (kind !== 'enter' || outcome !== 'fired' || size === undefined) return null
  const known = (value: number) => (Number.isNaN(value) ? null : value)
  const frozen = new Float64Array(FROZEN_SLOTS)
  run.freeze(index, bar, undefined, frozen, 0)
  const own = 'limit' in order ? frozen[2] : 'price' in order ? frozen[1] : undefined
  const price = own ?? bars.close[bar]!
  return {
    kind: size.kind,
    value: known(frozen[0]!),
    equity: result.equity[bar]!,
    price: known(price),
    stop: known(run.stop(index, frozen, 0, price)),
  }
}

function accountAt(run: Interpreted, bar: number): Why['account'] {
  const value = (name: AccountName): number | null => {
    const found = run.value(accountStream(name), bar) as number
    return Number.isNaN(found) ? null : found
  }
  return Object.fromEntries(ACCOUNT.map((name) => [name, value(name)])) as Why['account']
}

function accountStream(name: AccountStream): TypedExpr {
  return {
    kind: 'account',
    name,
    color: 'account',
    type: { kind: 'number', unit: { kind: 'bare' }, weight: 'any' },
    warmup: { kind: 'ticks', ticks: 0 },
    optional: true,
    span: { start: 0, end: 0 },
  }
}

// ── Orders ─────────────────────────────────────────────────────────────────────────────────────

function ordersAt(report: RunReport, bar: number): readonly OrderWhy[] {
  const { result, bars, meta } = report
  const timed = (at: number): BarTime => ({ bar: at, time: bars.time[at]! })
  return result.orders.flatMap((order): readonly OrderWhy[] => {
    const here = happened(order, bar)
    if (here === undefined) return []
    const { id, rule, purpose, side, type, outcome, reason } = order
    const fill = result.fills.find((one) => one.order === id)
    const whose = meta.rules[rule]
    return [
      {
        order: id,
        label: whose === undefined ? null : ruleLabel(whose),
        ...{ purpose, side, type, outcome, reason, here },
        quantity: fill?.quantity ?? order.quantity,
        price: Number.isNaN(order.price) ? null : order.price,
        decided: timed(order.bar),
        ended: outcome === 'working' ? null : timed(order.outcomeBar),
        fill: fill === undefined ? null : { price: fill.price, commission: fill.commission },
      },
    ]
  })
}

/** Stops and targets that only wait are not told: every open trade has them. */
function happened({ bar: decided, outcome, outcomeBar, purpose }: OrderRecord, bar: number) {
  if (decided === bar && purpose !== 'stop' && purpose !== 'target') return 'decided'
  if (outcome !== 'working' && outcomeBar === bar) return outcome === 'filled' ? 'filled' : 'ended'
  const waits = decided < bar && (outcome === 'working' || bar < outcomeBar)
  return waits && purpose !== 'stop' && purpose !== 'target' ? 'waited' : undefined
}
