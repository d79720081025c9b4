import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import type { ModuleMeta, StrategyModule } from '../../stdlib/module.ts'
import type { BrokerOrder } from '../broker/broker.ts'
import type { GivenSeries } from '../calendar/bar-clocks.ts'
import { type BesideBars, besideBars } from '../calendar/beside-bars.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { calendarNamed } from '../calendar/calendars.ts'
import { DAY } from '../calendar/day.ts'
import { barPlaces } from '../calendar/session-clock.ts'
import { timeframeNamed } from '../calendar/timeframe.ts'
import { dateOf } from '../core/borrow.ts'
import { apply } from '../core/engine.ts'
import { readDecision, readLog } from '../core/log.ts'
import { lotClosedBy } from '../core/lots.ts'
import { signalsAt } from '../core/message.ts'
import type { Order } from '../core/order.ts'
import { Purpose } from '../core/order.ts'
import type { OrderPurpose } from '../core/result.ts'
import type { CommandKind, EngineState } from '../core/state.ts'
import { engineState, equityAt, rateAt } from '../core/state.ts'
import type { JournalRecord, RecordOf } from '../journal/record.ts'
import { brokerOrder, purposeOf } from './broker-order.ts'
import type { OpenMoney, SessionMoney } from './session-money.ts'
import { fillTold, openMoney, takeCommission, takeRate, tradedRate } from './session-money.ts'
import { timeframeMs } from './timeframe.ts'

/** A request of the engine, as plain data that stays as it is. */
export interface Command {
  readonly kind: CommandKind
  readonly ref: string
  readonly purpose: OrderPurpose
  readonly order: BrokerOrder
  /** Of an entry: the end of the bar after its decision's, ms UTC; sent later it would be late. */
  readonly until?: number
}

/** An execution that the engine cannot be told of yet: others must come before it. */
interface Waiting {
  readonly order: Order
  readonly record: RecordOf<'execution'>
}

/**
 * A live run's engine and what it must know to be told of broker events. Changed by `tell` alone,
 * so that the live host, its recovery and the audit are one and the same reading of a journal.
 */
export interface Session {
  readonly segment: RecordOf<'segment'>
  readonly state: EngineState
  /** The bars of the segment's references, as far as they were told. */
  readonly references: readonly GivenSeries[]
  /** Orders that the engine has placed and that have no final state, by ref. */
  readonly orders: ReadonlyMap<string, Order>
  /** Executions of ours that the engine could not be told of: the order had ended for it. */
  readonly strays: readonly RecordOf<'execution'>[]
  /** Executions that the engine has not been told of yet, for others come first; oldest first. */
  readonly waiting: readonly Waiting[]
  readonly money: SessionMoney
}

interface OpenSession extends Session {
  readonly orders: Map<string, Order>
  readonly strays: RecordOf<'execution'>[]
  readonly waiting: Waiting[]
  readonly money: OpenMoney
  readonly seen: Set<string>
  readonly barMs: number
  readonly beside: BesideBars | undefined
  /** The date of an instant, in days since 1970, as bars have it. */
  readonly dateAt: (time: number) => number
  /** The date up to which short shares have cost their fee; NaN before the first bar. */
  heldTo: number
  /** The strategy has alerts, whose values are columns of plots. */
  readonly speaks: boolean
}

const FIRST_CAPACITY = 1024

/** Why this module cannot go on with a journal, for a person; nothing when it can. */
export function mismatch(segment: RecordOf<'segment'>, module: StrategyModule): string | undefined {
  const { meta } = module
  if (segment.sourceHash !== meta.sourceHash)
    return 'The strategy is not the text that this journal was begun with. Begin a new journal.'
  if (segment.parameters.length !== meta.parameters.length)
    return `The journal has ${segment.parameters.length} parameters, the strategy ${meta.parameters.length}.`
  if (segment.policy.sizing === 'fill' || segment.policy.marketFill === 'decision-close')
    return `Nobody can trade under the policy ${segment.policy.name}: use next_open.`
  if (Number.isNaN(timeframeMs(segment.timeframe)))
    return `Bars of ${segment.timeframe} differ in length: live trading needs days, hours or less.`
  return undefined
}

/** The calendar by which a run counts its days and sessions. */
export function calendarOfRun(segment: RecordOf<'segment'>, { instrument }: ModuleMeta): Calendar {
  return calendarNamed(segment.calendar ?? instrument?.exchange ?? '') ?? calendarNamed('XNYS')!
}

/** A session at the very beginning of its run: no bar yet. */
export function openSession(segment: RecordOf<'segment'>, module: StrategyModule): Session {
  const refused = mismatch(segment, module)
  if (refused !== undefined) throw new Error(refused)
  const { policy, costs, instrument, cash, timeframe } = segment
  const bars = emptyBars(FIRST_CAPACITY)
  if (segment.currency !== undefined) bars.rates = new Float64Array(FIRST_CAPACITY)
  const bound = module.bind(Float64Array.from(segment.parameters), bars, MATH)
  const { rules, everyBar, risk } = module.meta
  const setup = { bound, rules, everyBar, bars, policy, costs, instrument }
  const state = engineState({ ...setup, ...(risk && { risk }) }, cash)
  state.equity = longer(state.equity, FIRST_CAPACITY)
  const references = (segment.references ?? []).map((one) => ({ ...one, bars: emptyBars(64) }))
  const session: OpenSession = {
    segment,
    state,
    references,
    orders: new Map(),
    strays: [],
    waiting: [],
    money: openMoney(segment),
    seen: new Set(),
    barMs: timeframeMs(timeframe),
    beside: besideBars(module.meta, () => calendarOfRun(segment, module.meta), references),
    dateAt: datesOf(segment, module.meta),
    heldTo: Number.NaN,
    speaks: rules.some(({ message }) => message !== undefined),
  }
  return session
}

/**
 * Tells the engine what a record means to it, and returns the commands that it answers with.
 * Most kinds mean nothing to it. A record that the host could not have written here throws.
 */
export function tell(given: Session, record: JournalRecord): readonly Command[] {
  const session = given as OpenSession
  switch (record.kind) {
    case 'bar':
      takeBar(session, record)
      return []
    case 'reference':
      append(session.references[record.reference]?.bars, record)
      return []
    case 'cut':
      return cutBar(session, record)
    case 'execution':
      return takeExecution(session, record)
    case 'rate':
      takeRate(session.money, session.state, record)
      return []
    case 'commission':
      takeCommission(session.money, session.state, record)
      return []
    case 'done':
      return orderDone(session, record)
    case 'kill':
      return stood(session, record)
    default:
      return []
  }
}

/** Dates of instants: of sessions where the strategy's bars know them, else of UTC. */
function datesOf(segment: RecordOf<'segment'>, meta: ModuleMeta): (time: number) => number {
  if (meta.sessionStreams?.includes('day') !== true) return (time) => Math.floor(time / DAY)
  const place = barPlaces(calendarOfRun(segment, meta), timeframeNamed(segment.timeframe))
  return (time) => Math.floor(place(time).day / DAY)
}

/** The first record of a new day, a fill or a bar, tells the engine how many have passed. */
function holdTo(session: OpenSession, date: number): void {
  const days = date - session.heldTo
  if (days > 0) apply(session.state, { kind: 'days-held', days })
  if (!(days <= 0)) session.heldTo = date
}

/** What alerts said at a bar that was decided on, which is the last one. */
export function alertsAt({ state, segment }: Session, bar: number): readonly string[] {
  const { log, bound, rules } = state
  const last = log.decisions.length - 1
  const decision = last < 0 ? undefined : readDecision(log, last)
  if (decision?.bar !== bar) return []
  return signalsAt({ rules }, decision.fired, bar, bound.plots, segment.symbol)
    .filter(({ kind }) => kind === 'alert')
    .map(({ text }) => text)
}

function takeBar(session: OpenSession, record: RecordOf<'bar'>): void {
  const { state } = session
  const { bars, bound } = state
  const i = bars.length
  if (record.bar !== i) throw new Error(`bar ${record.bar} where bar ${i} was due`)
  append(bars, record)
  if (state.equity.length < bars.time.length) {
    state.equity = longer(state.equity, bars.time.length)
    if (bars.rates !== undefined) bars.rates = longer(bars.rates, bars.time.length)
    bound.reserve(bars.time.length)
  }
  if (bars.rates !== undefined) bars.rates[i] = tradedRate(session.money)
  session.beside?.fill(bars, i, i + 1)
  bound.advance(i, i + 1)
  if (session.speaks) bound.advancePlots(i, i + 1)
}

function append(bars: Bars | undefined, record: RecordOf<'bar' | 'reference'>): void {
  if (bars === undefined) throw new Error('a bar of no series of this run')
  const i = bars.length
  if (i > 0 && !(record.start > bars.time[i - 1]!)) throw new Error(`bar ${i} goes back in time`)
  for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) {
    if (i === bars[name].length) bars[name] = longer(bars[name], 2 * i)
    bars[name][i] = record[name]
  }
  if (i === bars.time.length) bars.time = longer(bars.time, 2 * i)
  bars.time[i] = record.start
  bars.length = i + 1
}

function longer(column: Float64Array, capacity: number): Float64Array {
  const grown = new Float64Array(capacity)
  grown.set(column)
  return grown
}

function cutBar(session: OpenSession, { bar, entries }: RecordOf<'cut'>): readonly Command[] {
  const { state } = session
  holdTo(session, dateOf(state.bars, bar))
  if (bar !== state.bar + 1 || bar >= state.bars.length)
    throw new Error(`a cut of bar ${bar} where ${state.bar + 1} of ${state.bars.length} was due`)
  if (entries === 'taken') apply(state, { kind: 'bar', bar })
  else apply(state, { kind: 'bar', bar, rules: entries === 'late' ? 'but entries' : 'none' })
  state.equity[bar] = equityAt(state, bar)
  return takeCommands(session)
}

/** A kill is obeyed by the engine, so that it knows what becomes of its orders. */
function stood(session: OpenSession, { mode }: RecordOf<'kill'>): readonly Command[] {
  if (mode === 'halt' || mode === 'cleared') return []
  apply(session.state, { kind: 'stood-down', flatten: mode === 'flatten' })
  return takeCommands(session)
}

/** Each execution is a part of its order. One that was taken back may fill all the same. */
function takeExecution(session: OpenSession, record: RecordOf<'execution'>): readonly Command[] {
  const identity = withoutCorrection(record.execId)
  if (session.seen.has(identity)) return []
  session.seen.add(identity)
  holdTo(session, session.dateAt(record.time))
  const order = session.orders.get(record.ref)
  if (order === undefined) {
    session.strays.push(record)
    return []
  }
  session.waiting.push({ order, record })
  return tellWaiting(session)
}

/**
 * Brokers tell fills in any order. What closes a trade waits for the fills that open it, and an
 * entry for the fills that close the trades on the other side.
 */
function isAhead(state: EngineState, { order, record }: Waiting): boolean {
  if (!state.working.includes(order)) return false
  if (order.purpose === Purpose.entry) return order.side * state.position < 0
  return order.lot === undefined || (record.quantity > order.quantity && mayGrow(state, order))
}

/** Whether more may come of the entry of the trade that an order closes. */
function mayGrow({ entryOfRule, log }: EngineState, { lot }: Order): boolean {
  if (lot === undefined) return true
  const entry = entryOfRule[lot.rule]
  return entry !== undefined && entry.id === readLog(log, lot.entryRow).id
}

/** Executions of ours that the engine has not been told of. */
export function untold({ strays, waiting }: Session): readonly RecordOf<'execution'>[] {
  return [...strays, ...waiting.map(({ record }) => record)]
}

function tellWaiting(session: OpenSession): readonly Command[] {
  const { state, waiting } = session
  const commands: Command[] = []
  for (;;) {
    const next = waiting.findIndex((one) => !isAhead(state, one))
    if (next === -1) return commands
    const [told] = waiting.splice(next, 1)
    commands.push(...tellFill(session, told!))
  }
}

function tellFill(session: OpenSession, { order, record }: Waiting): readonly Command[] {
  const { state } = session
  const { execId, quantity, price } = record
  const bar = state.bar + 1
  // Where a group is reduced without block, its own fills may overtake the reduction.
  const overtakes = state.rules[order.rule]!.onFill === 'reduce-unblocked'
  if (overtakes && order.purpose === Purpose.entry && state.working.includes(order))
    order.quantity = Math.max(order.quantity, quantity)
  const fits = quantity <= order.quantity
  if (fits && state.working.includes(order)) {
    apply(state, { kind: 'fill', order, bar, price, commission: 0, quantity })
  } else if (fits && canFillLate(state, order, quantity)) {
    apply(state, { kind: 'filled-late', order, bar, price, quantity })
  } else {
    session.strays.push(record)
    return []
  }
  const told = { order: order.id, rate: rateAt(state, bar - 1) }
  fillTold(session.money, state, execId, told)
  return takeCommands(session)
}

function canFillLate(state: EngineState, order: Order, quantity: number): boolean {
  if (order.purpose === Purpose.entry) return order.side * state.position >= 0
  const lot = lotClosedBy(state, order)
  return lot !== undefined && quantity <= lot.quantity
}

/**
 * The engine hears of an end without a fill of what was left. What waits to be told of the order is
 * all that will come of it.
 */
function orderDone(session: OpenSession, record: RecordOf<'done'>): readonly Command[] {
  const { state, orders, waiting } = session
  const { ref, outcome, reason } = record
  const order = orders.get(ref)
  orders.delete(ref)
  if (order === undefined || !state.working.includes(order)) return []
  const rest = waiting.filter((one) => one.order === order)
  if (rest.length > 0) {
    order.quantity = rest.reduce((sum, one) => sum + one.record.quantity, 0)
    return tellWaiting(session)
  }
  if (outcome === 'filled') throw new Error(`${ref} is done as filled, but has not filled`)
  apply(state, { kind: 'ended', order, outcome: ENDED[outcome], bar: state.bar + 1, reason })
  return takeCommands(session)
}

const ENDED = {
  cancelled: 'cancelled',
  refused: 'refused',
  expired: 'expired',
  lost: 'cancelled',
  dropped: 'refused',
} as const

function takeCommands(session: OpenSession): readonly Command[] {
  const { state, segment, orders, barMs } = session
  const { commands, bars } = state
  const taken: Command[] = []
  for (let k = 0; k < commands.count; k++) {
    const kind = commands.kinds[k]!
    const engineOrder = commands.orders[k]!
    const order = brokerOrder(state, segment.run, engineOrder)
    const purpose = purposeOf(engineOrder)
    const isEntry = kind === 'place' && purpose === 'entry'
    const until = bars.time[engineOrder.bar]! + 2 * barMs
    if (kind === 'place') orders.set(order.ref, engineOrder)
    taken.push({ kind, ref: order.ref, purpose, order, ...(isEntry && { until }) })
  }
  commands.count = 0
  return taken
}

/** IB corrects an execution by sending it again with another number behind the last dot. */
function withoutCorrection(execId: string): string {
  const dot = execId.lastIndexOf('.')
  return dot === -1 ? execId : execId.slice(0, dot)
}
