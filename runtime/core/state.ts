import type { Bars } from '../../stdlib/bars.ts'
import type { AccountView, BoundStrategy, CostSpec, RuleMeta } from '../../stdlib/module.ts'
import { LiveAccount } from './account.ts'
import type { RunLog } from './log.ts'
import { emptyLog } from './log.ts'
import type { Micros } from './money.ts'
import { add, fromMicros, toMicros } from './money.ts'
import type { Lot, Order } from './order.ts'
import type { Policy } from './policy.ts'
import type { InstrumentSpec } from './result.ts'

/** What the engine asks of a broker. `modify`: the order's price or quantity has changed. */
export type CommandKind = 'place' | 'cancel' | 'modify'

/** A buffer that is filled and emptied in place: the first `count` entries are requests. */
export interface Commands {
  count: number
  readonly kinds: CommandKind[]
  readonly orders: Order[]
}

/** Everything the engine knows; changed only by `apply` (engine.ts). */
export interface EngineState extends EngineSetup {
  /** Money the run began with. */
  readonly startCash: number
  readonly log: RunLog
  /** Orders that may still fill, oldest first. */
  readonly working: Order[]
  /** Open trades, oldest first: all of one side. */
  readonly lots: Lot[]
  /** Orders decided so far, whatever became of them: the next one's id. */
  orderCount: number
  /** Requests for the broker, which takes them and sets the count to zero. */
  readonly commands: Commands
  /**
   * What entry rules froze at their signal bar. Each rule has two places, for its working order
   * and for the one that may replace it.
   */
  readonly frozen: Float64Array
  readonly frozenStart: readonly number[]

  /** Last closed bar; -1 before the first. */
  bar: number
  cashMicros: Micros
  commissionMicros: Micros
  /** `cashMicros` as a number: what equity is reckoned from. */
  cash: number
  /** Signed shares. */
  position: number
  /** Bars of the entry fills so far. */
  readonly entryBars: number[]
  exits: number
  lastTradeProfit: number
  lossesInARow: number

  /** By exit rule's index: bit mask of the entry rules whose lots and orders it ends. */
  readonly closes: Int32Array
  /** Open lots of each rule. */
  readonly lotsOfRule: Int32Array
  /** Working entry order of each rule. */
  readonly entryOfRule: (Order | undefined)[]
  /** Bit mask: rules that could act on the account as it stands; others are not asked. */
  relevant: number
  /** First bar at whose close a working order expires. */
  nextExpiry: number

  /** At each bar's close, money. Live, a longer array takes its place as bars come in. */
  equity: Float64Array
  readonly account: AccountView
}

/** The state without the view of it that rules are given. */
export type EngineCore = Omit<EngineState, 'account'>

/** What a run is given, apart from events. */
export interface EngineSetup {
  readonly bound: BoundStrategy
  readonly rules: readonly RuleMeta[]
  /** `decide` must be called on every bar (see `ModuleMeta.everyBar`). */
  readonly everyBar: boolean
  readonly bars: Bars
  readonly policy: Policy
  readonly costs: CostSpec
  readonly instrument: InstrumentSpec
}

/** A state before the first bar, with `cash` in money. */
export function engineState(setup: EngineSetup, cash: number): EngineState {
  const { bound, rules, everyBar, bars, policy, costs, instrument } = setup
  const cashMicros = toMicros(cash)
  const frozenStart: number[] = []
  let slots = 0
  for (const rule of rules) {
    frozenStart.push(slots)
    slots += 2 * rule.frozenSlots
  }
  const core: EngineCore = {
    bound,
    rules,
    everyBar,
    bars,
    policy,
    costs,
    instrument,
    startCash: fromMicros(cashMicros),
    log: emptyLog(),
    working: [],
    lots: [],
    orderCount: 0,
    commands: { count: 0, kinds: [], orders: [] },
    frozen: new Float64Array(slots),
    frozenStart,
    bar: -1,
    cashMicros,
    commissionMicros: toMicros(0),
    cash: fromMicros(cashMicros),
    position: 0,
    entryBars: [],
    exits: 0,
    lastTradeProfit: Number.NaN,
    lossesInARow: 0,
    closes: Int32Array.from(rules, (rule) => rulesClosedBy(rule, rules)),
    lotsOfRule: new Int32Array(rules.length),
    entryOfRule: rules.map(() => undefined),
    relevant: 0,
    nextExpiry: Number.POSITIVE_INFINITY,
    equity: new Float64Array(bars.length),
  }
  const state: EngineState = Object.assign(core, { account: new LiveAccount(core) })
  refreshRelevance(state)
  return state
}

/** Asks something of the broker. */
export function send(state: EngineState, kind: CommandKind, order: Order): void {
  const { commands } = state
  commands.kinds[commands.count] = kind
  commands.orders[commands.count] = order
  commands.count += 1
}

/** Moves money in or out of the account. */
export function post(state: EngineState, amount: Micros): void {
  state.cashMicros = add(state.cashMicros, amount)
  state.cash = fromMicros(state.cashMicros)
}

/** Equity at the close of bar i, money. */
export function equityAt(state: EngineCore, i: number): number {
  return state.cash + state.position * state.instrument.multiplier * state.bars.close[i]!
}

/** Which rules could act now, and when the next order expires. An exit enters 0 lots. */
export function refreshRelevance(state: EngineState): void {
  const { lotsOfRule, entryOfRule, closes } = state
  const { entries } = state.bound
  let busy = 0
  let relevant = 0
  let nextExpiry = Number.POSITIVE_INFINITY
  for (let r = 0; r < lotsOfRule.length; r++) {
    const entry = entryOfRule[r]
    const lots = lotsOfRule[r]!
    if (entry !== undefined && entry.lastBar < nextExpiry) nextExpiry = entry.lastBar
    if (entry !== undefined || lots > 0) busy |= 1 << r
    if (lots < entries[r]!) relevant |= 1 << r
  }
  for (let r = 0; r < closes.length; r++) if ((closes[r]! & busy) !== 0) relevant |= 1 << r
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
