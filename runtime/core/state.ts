import type { Bars } from '../../stdlib/bars.ts'
import type { AccountView, BoundStrategy, CostSpec, RuleMeta } from '../../stdlib/module.ts'
import { accountView } from './account.ts'
import type { Micros } from './money.ts'
import { add, fromMicros, toMicros } from './money.ts'
import type { Policy } from './policy.ts'
import type { InstrumentSpec } from './result.ts'
import type { DecisionTable, FillTable, OrderTable, TradeTable } from './tables.ts'
import { decisionTable, fillTable, orderTable, tradeTable } from './tables.ts'

/** What the engine asks of a broker. `order` is a row of the order table. */
export interface Command {
  readonly kind: 'place' | 'cancel' | 'modify'
  readonly order: number
}

/** Everything the engine knows; changed only by `apply` (engine.ts). */
export interface EngineState {
  readonly bound: BoundStrategy
  readonly rules: readonly RuleMeta[]
  readonly bars: Bars
  readonly policy: Policy
  readonly costs: CostSpec
  readonly instrument: InstrumentSpec
  readonly startCash: number
  /** `decide` must be called on every bar (see `ModuleMeta.everyBar`). */
  readonly everyBar: boolean

  readonly orders: OrderTable
  readonly fills: FillTable
  readonly trades: TradeTable
  readonly decisions: DecisionTable
  /** What entry rules froze at their signal bar; an order's begin at its `frozenAt`. */
  frozen: Float64Array
  frozenLength: number
  /** Orders that may still fill, oldest first. */
  readonly working: number[]
  /** Rows of open trades, oldest first: all of one side. */
  readonly lots: number[]
  /** Rows of closed trades, by exit. */
  readonly closed: number[]
  /** For the broker, in order; it empties them. */
  readonly commands: Command[]

  /** Last closed bar; -1 before the first. */
  bar: number
  cashMicros: Micros
  commissionMicros: Micros
  /** `cashMicros` as a number: what equity is reckoned from. */
  cash: number
  /** Signed shares. */
  position: number
  entries: number
  exits: number
  /** Day number of the last entry fill, and entry fills in that day. */
  entryDay: number
  entriesThatDay: number
  lastTradeProfit: number
  lossesInARow: number

  /** Bit mask: the rules an exit rule would act on (by exit rule's index). */
  readonly closes: Int32Array
  /** Open lots of each rule. */
  readonly lotsOfRule: Int32Array
  /** Working entry order of each rule; -1. */
  readonly entryOfRule: Int32Array
  /** Rules that could act on the account as it stands; others are not asked. */
  relevant: number
  /** First bar at whose close a working order expires. */
  nextExpiry: number

  readonly equity: Float64Array
  readonly account: AccountView
}

/** The state without the view of it that rules are given. */
export type EngineCore = Omit<EngineState, 'account'>

/** What a run needs to know, apart from who supplies the events. */
export interface EngineSetup {
  readonly bound: BoundStrategy
  readonly rules: readonly RuleMeta[]
  readonly everyBar: boolean
  readonly bars: Bars
  readonly policy: Policy
  readonly costs: CostSpec
  readonly instrument: InstrumentSpec
  readonly cash: number
}

export function engineState(setup: EngineSetup): EngineState {
  const { bound, rules, bars, policy, costs, instrument } = setup
  const cashMicros = toMicros(setup.cash)
  const core: EngineCore = {
    bound,
    rules,
    bars,
    policy,
    costs,
    instrument,
    startCash: fromMicros(cashMicros),
    everyBar: setup.everyBar,
    orders: orderTable(),
    fills: fillTable(),
    trades: tradeTable(),
    decisions: decisionTable(),
    frozen: new Float64Array(256),
    frozenLength: 0,
    working: [],
    lots: [],
    closed: [],
    commands: [],
    bar: -1,
    cashMicros,
    commissionMicros: toMicros(0),
    cash: fromMicros(cashMicros),
    position: 0,
    entries: 0,
    exits: 0,
    entryDay: Number.NaN,
    entriesThatDay: 0,
    lastTradeProfit: Number.NaN,
    lossesInARow: 0,
    closes: Int32Array.from(rules, (rule) => rulesClosedBy(rule, rules)),
    lotsOfRule: new Int32Array(rules.length),
    entryOfRule: new Int32Array(rules.length).fill(-1),
    relevant: 0,
    nextExpiry: Number.POSITIVE_INFINITY,
    equity: new Float64Array(bars.length),
  }
  const state: EngineState = Object.assign(core, { account: accountView(core) })
  refreshRelevance(state)
  return state
}

/** Moves money in or out of the account. */
export function post(state: EngineState, amount: Micros): void {
  state.cashMicros = add(state.cashMicros, amount)
  state.cash = fromMicros(state.cashMicros)
}

/** Equity at the close of bar i, money. */
export function equityAt(state: EngineState, i: number): number {
  return state.cash + state.position * state.instrument.multiplier * state.bars.close[i]!
}

/** Which rules could act now, and when the next order expires. */
export function refreshRelevance(state: EngineState): void {
  const { rules, lotsOfRule, entryOfRule, closes, orders } = state
  let busy = 0
  let relevant = 0
  let nextExpiry = Number.POSITIVE_INFINITY
  for (let r = 0; r < rules.length; r++) {
    const entry = entryOfRule[r]!
    if (entry >= 0) {
      busy |= 1 << r
      nextExpiry = Math.min(nextExpiry, orders.lastBar[entry]!)
    }
    if (lotsOfRule[r]! > 0) busy |= 1 << r
    if (rules[r]!.kind === 'enter' && lotsOfRule[r]! < state.bound.entries[r]!) relevant |= 1 << r
  }
  for (let r = 0; r < rules.length; r++) if ((closes[r]! & busy) !== 0) relevant |= 1 << r
  state.relevant = relevant
  state.nextExpiry = nextExpiry
}

function rulesClosedBy(exit: RuleMeta, rules: readonly RuleMeta[]): number {
  if (exit.kind !== 'exit') return 0
  let mask = 0
  for (const rule of rules) {
    const named = exit.tag === undefined ? rule.side === exit.side : rule.tag === exit.tag
    if (rule.kind === 'enter' && named) mask |= 1 << rule.index
  }
  return mask
}
