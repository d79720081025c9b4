import type { Bars } from '../../stdlib/bars.ts'
import type {
  AccountView,
  BoundStrategy,
  CostSpec,
  RiskSpec,
  RuleMeta,
} from '../../stdlib/module.ts'
import { LiveAccount } from './account.ts'
import type { RunLog } from './log.ts'
import { emptyLog } from './log.ts'
import { type MarginSpec, mayLiquidate } from './margin.ts'
import type { Micros } from './money.ts'
import { add, fromMicros, toMicros } from './money.ts'
import type { Draft, Lot, Order } from './order.ts'
import { HAS_PRICE, Purpose, typeOfRule } from './order.ts'
import type { Policy } from './policy.ts'
import type { InstrumentSpec } from './result.ts'
import { emptyTable, type Table } from './table.ts'

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
  readonly margin: MarginSpec
  readonly risk: RiskSpec
  /** The strategy has halts or limits of its own. */
  readonly limited: boolean
  /** A position may be liquidated. */
  readonly watchesMargin: boolean
  /** Bit masks of the rules by what they do. */
  readonly masks: RuleMasks
  /** Money the run began with. */
  readonly startCash: number
  readonly log: RunLog
  /** Orders that may still fill, oldest first. */
  readonly working: Order[]
  /** Open trades, oldest first: all of one side. */
  readonly lots: Lot[]
  /** What has ended, and whoever drives the engine asks for no more: new ones are made of it. */
  readonly spareOrders: Draft[]
  readonly spareLots: Lot[]
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
  /** Room for what a rule would freeze now. */
  readonly scratch: Float64Array

  /** Last closed bar; -1 before the first. */
  bar: number
  cashMicros: Micros
  commissionMicros: Micros
  borrowMicros: Micros
  /** `cashMicros` as a number: what equity is reckoned from. */
  cash: number
  /** Signed shares. */
  position: number
  /** Bars of the entry fills so far. */
  readonly entryBars: Table
  exits: number
  lastTradeProfit: number
  lossesInARow: number
  /** Bar of the last fill that closed a trade; -Infinity before the first. */
  lastExitBar: number
  /** Bars at whose close an entry was ordered, where the strategy has limits. */
  readonly entryOrderBars: number[]
  /** A halt has ended all entries; or those of one day, NaN where none. */
  halted: boolean
  haltedDay: number

  /** By exit or cancel rule's index: bit mask of the entry rules whose lots or orders it ends. */
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

/**
 * Bit masks of rules; `byClock`: whose orders a session or a date ends, `tells`: alerts and marks,
 * `trails`: entries whose stop moves.
 */
type RuleMasks = Readonly<
  Record<
    | 'enter'
    | 'exit'
    | 'pricedExit'
    | 'bySession'
    | 'byClock'
    | 'cancel'
    | 'halt'
    | 'tells'
    | 'trails',
    number
  >
>

/** The state without the view of it that rules are given. */
export type EngineCore = Omit<EngineState, 'account'>

/** What a run is given, apart from events. */
export interface EngineSetup {
  readonly bound: BoundStrategy
  readonly rules: readonly RuleMeta[]
  /** `decide` must be called on every bar (see `ModuleMeta.everyBar`). */
  readonly everyBar: boolean
  /** The strategy's own limits; none when absent. */
  readonly risk?: RiskSpec
  readonly bars: Bars
  readonly policy: Policy
  readonly costs: CostSpec
  readonly instrument: InstrumentSpec
  /** The policy's own when absent. */
  readonly margin?: MarginSpec
}

/** A state before the first bar, with `cash` in money. */
export function engineState(setup: EngineSetup, cash: number): EngineState {
  const { bound, rules, everyBar, bars, policy, costs, instrument, margin = policy.margin } = setup
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
    margin,
    risk: setup.risk ?? {},
    limited: setup.risk !== undefined,
    watchesMargin: mayLiquidate(margin),
    masks: masksOf(rules),
    startCash: fromMicros(cashMicros),
    log: emptyLog(),
    working: [],
    lots: [],
    spareOrders: [],
    spareLots: [],
    orderCount: 0,
    commands: { count: 0, kinds: [], orders: [] },
    frozen: new Float64Array(slots),
    frozenStart,
    scratch: new Float64Array(slots),
    bar: -1,
    cashMicros,
    commissionMicros: toMicros(0),
    borrowMicros: toMicros(0),
    cash: fromMicros(cashMicros),
    position: 0,
    entryBars: emptyTable(1),
    exits: 0,
    lastTradeProfit: Number.NaN,
    lossesInARow: 0,
    lastExitBar: Number.NEGATIVE_INFINITY,
    entryOrderBars: [],
    halted: false,
    haltedDay: Number.NaN,
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
  return state.cash + state.position * pointValue(state, i) * state.bars.close[i]!
}

/** Money of the account for one unit of the instrument's currency, as known at the close of bar i. */
export function rateAt({ bars }: EngineCore, i: number): number {
  return bars.rates === undefined ? 1 : bars.rates[i]!
}

/** What one point of price is worth a share, in money of the account, at that rate. */
export function pointValue(state: EngineCore, i: number): number {
  return state.instrument.multiplier * rateAt(state, i)
}

/** Which rules could act now, and when the next order expires. An exit enters 0 lots. */
export function refreshRelevance(state: EngineState): void {
  const { masks, lotsOfRule, entryOfRule, closes } = state
  const { entries, portions } = state.bound
  let busy = 0
  let waiting = 0
  let relevant = masks.halt | masks.tells
  let nextExpiry = Number.POSITIVE_INFINITY
  for (let left = masks.enter; left !== 0; left &= left - 1) {
    const r = lowestBit(left)
    const entry = entryOfRule[r]
    const lots = lotsOfRule[r]!
    if (entry !== undefined) {
      waiting |= 1 << r
      if (entry.lastBar < nextExpiry) nextExpiry = entry.lastBar
    }
    if (lots > 0) busy |= 1 << r
    if (lots < entries[r]!) relevant |= 1 << r
  }
  busy |= waiting
  if (masks.pricedExit !== 0) {
    for (const { partOf, rule } of state.lots) if (partOf >= 0) busy |= 1 << rule
    for (const { purpose, lastBar } of state.working)
      if (purpose === Purpose.exit && lastBar < nextExpiry) nextExpiry = lastBar
  }
  for (let left = masks.exit | masks.cancel; busy !== 0 && left !== 0; left &= left - 1) {
    const r = lowestBit(left)
    const acts = ((masks.cancel >> r) & 1) === 1 ? waiting : busy
    if ((closes[r]! & acts) === 0) continue
    if (portions[r] === 1 || hasPart(state, r)) relevant |= 1 << r
  }
  state.relevant = relevant
  state.nextExpiry = nextExpiry
}

/** The lowest rule of a mask that is not empty. */
export function lowestBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask)
}

/** Whether an exit rule of a part has not taken it of some lot. */
function hasPart({ lots, closes }: EngineState, rule: number): boolean {
  for (let k = 0; k < lots.length; k++) {
    const { rule: entry, partOf, partTaken } = lots[k]!
    if (partOf < 0 && ((closes[rule]! >> entry) & 1) === 1 && ((partTaken >> rule) & 1) === 0)
      return true
  }
  return false
}

function masksOf(rules: readonly RuleMeta[]): RuleMasks {
  const mask = (has: (rule: RuleMeta) => boolean) =>
    rules.reduce((bits, rule) => (has(rule) ? bits | (1 << rule.index) : bits), 0)
  return {
    enter: mask(({ kind }) => kind === 'enter'),
    exit: mask(({ kind }) => kind === 'exit'),
    pricedExit: mask(({ kind, order }) => kind === 'exit' && HAS_PRICE[typeOfRule(order)]),
    bySession: mask(({ bySession }) => bySession === true),
    byClock: mask(({ bySession, goodTill }) => bySession === true || goodTill !== undefined),
    cancel: mask(({ kind }) => kind === 'cancel'),
    halt: mask(({ kind }) => kind === 'halt'),
    tells: mask(({ message }) => message !== undefined),
    trails: mask(({ trails }) => trails),
  }
}

function rulesClosedBy(exit: RuleMeta, rules: readonly RuleMeta[]): number {
  if (exit.kind === 'enter' || exit.message !== undefined) return 0
  const all = exit.kind === 'halt'
  let mask = 0
  for (const rule of rules) {
    const named = exit.tag === undefined ? rule.side === exit.side : rule.tag === exit.tag
    if (rule.kind === 'enter' && (all || named)) mask |= 1 << rule.index
  }
  return mask
}
