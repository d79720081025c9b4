import { emptyBars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import type { BrokerOrder } from '../broker/broker.ts'
import { apply } from '../core/engine.ts'
import { lotClosedBy } from '../core/lots.ts'
import type { Order } from '../core/order.ts'
import { Purpose } from '../core/order.ts'
import type { OrderPurpose } from '../core/result.ts'
import type { CommandKind, EngineState } from '../core/state.ts'
import { engineState, equityAt } from '../core/state.ts'
import type { JournalRecord, RecordOf } from '../journal/record.ts'
import { brokerOrder, purposeOf } from './broker-order.ts'
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

/** What has filled of an order that the engine has not been told of yet, or only in part. */
interface Parts {
  readonly order: Order
  quantity: number
  /** Sum of quantity × price. */
  value: number
  /** The executions' price, exact as long as they have one; then NaN. */
  price: number
  readonly records: RecordOf<'execution'>[]
}

/**
 * A live run's engine and what it must know to be told of broker events. Changed by `tell` alone,
 * so that the live host, its recovery and the audit are one and the same reading of a journal.
 */
export interface Session {
  readonly segment: RecordOf<'segment'>
  readonly state: EngineState
  /** Orders that the engine has placed and that have no final state, by ref. */
  readonly orders: ReadonlyMap<string, Order>
  /** Executions of ours that the engine could not be told of: the order had ended for it. */
  readonly strays: readonly RecordOf<'execution'>[]
}

interface OpenSession extends Session {
  readonly orders: Map<string, Order>
  readonly strays: RecordOf<'execution'>[]
  readonly parts: Map<string, Parts>
  readonly seen: Set<string>
  /** By execution: its order's id once the engine knows of the fill. */
  readonly told: Map<string, number>
  /** Commissions that came before the engine was told of their fill. */
  readonly fees: Map<string, number>
  readonly barMs: number
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

/** A session at the very beginning of its run: no bar yet. */
export function openSession(segment: RecordOf<'segment'>, module: StrategyModule): Session {
  const refused = mismatch(segment, module)
  if (refused !== undefined) throw new Error(refused)
  const { policy, costs, instrument, cash, timeframe } = segment
  const bars = emptyBars(FIRST_CAPACITY)
  const bound = module.bind(Float64Array.from(segment.parameters), bars, MATH)
  const { rules, everyBar } = module.meta
  const state = engineState({ bound, rules, everyBar, bars, policy, costs, instrument }, cash)
  state.equity = longer(state.equity, FIRST_CAPACITY)
  const session: OpenSession = {
    segment,
    state,
    orders: new Map(),
    strays: [],
    parts: new Map(),
    seen: new Set(),
    told: new Map(),
    fees: new Map(),
    barMs: timeframeMs(timeframe),
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
    case 'cut':
      return cutBar(session, record)
    case 'execution':
      return takeExecution(session, record)
    case 'commission':
      takeCommission(session, record)
      return []
    case 'done':
      return orderDone(session, record)
    case 'kill':
      return stood(session, record)
    default:
      return []
  }
}

function takeBar(session: OpenSession, record: RecordOf<'bar'>): void {
  const { bars, bound } = session.state
  const i = bars.length
  if (record.bar !== i) throw new Error(`bar ${record.bar} where bar ${i} was due`)
  if (i > 0 && !(record.start > bars.time[i - 1]!)) throw new Error(`bar ${i} goes back in time`)
  if (i === bars.time.length) grow(session.state, 2 * i)
  bars.time[i] = record.start
  bars.open[i] = record.open
  bars.high[i] = record.high
  bars.low[i] = record.low
  bars.close[i] = record.close
  bars.volume[i] = record.volume
  bars.length = i + 1
  bound.advance(i, i + 1)
}

function grow(state: EngineState, capacity: number): void {
  const { bars, bound } = state
  for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const)
    bars[name] = longer(bars[name], capacity)
  state.equity = longer(state.equity, capacity)
  bound.reserve(capacity)
}

function longer(column: Float64Array, capacity: number): Float64Array {
  const grown = new Float64Array(capacity)
  grown.set(column)
  return grown
}

function cutBar(session: OpenSession, { bar, entries }: RecordOf<'cut'>): readonly Command[] {
  const { state } = session
  if (bar !== state.bar + 1 || bar >= state.bars.length)
    throw new Error(`a cut of bar ${bar} where ${state.bar + 1} of ${state.bars.length} was due`)
  if (entries === 'taken') apply(state, { kind: 'bar', bar })
  else apply(state, { kind: 'bar', bar, entries: 'dropped' })
  state.equity[bar] = equityAt(state, bar)
  return takeCommands(session)
}

/** A kill is obeyed by the engine, so that it knows what becomes of its orders. */
function stood(session: OpenSession, { mode }: RecordOf<'kill'>): readonly Command[] {
  if (mode === 'halt' || mode === 'cleared') return []
  apply(session.state, { kind: 'stood-down', flatten: mode === 'flatten' })
  return takeCommands(session)
}

/**
 * Executions add up until they fill their order. One that was taken back may fill all the same,
 * for the broker hears of it later.
 */
function takeExecution(session: OpenSession, record: RecordOf<'execution'>): readonly Command[] {
  const { ref, execId, quantity, price } = record
  const identity = withoutCorrection(execId)
  if (session.seen.has(identity)) return []
  session.seen.add(identity)
  const order = session.orders.get(ref)
  if (order === undefined) {
    session.strays.push(record)
    return []
  }
  const parts = session.parts.get(ref) ?? { order, quantity: 0, value: 0, price, records: [] }
  parts.quantity += quantity
  parts.value += quantity * price
  if (price !== parts.price) parts.price = Number.NaN
  parts.records.push(record)
  session.parts.set(ref, parts)
  return isWhole(parts) ? fill(session, ref, parts) : []
}

function isWhole({ order, quantity }: Parts): boolean {
  return quantity >= order.quantity
}

/**
 * Brokers tell fills in any order. What closes a trade waits for the fill that opens it, and an
 * entry for the fills that close the trades on the other side.
 */
function isAhead(state: EngineState, order: Order): boolean {
  if (!state.working.includes(order)) return false
  if (order.purpose === Purpose.entry) return order.side * state.position < 0
  return order.lot === undefined
}

/** Executions of ours that the engine has not been told of, though their orders are through. */
export function untold(given: Session): readonly RecordOf<'execution'>[] {
  const { strays, parts } = given as OpenSession
  const waiting = [...parts.values()].filter(isWhole)
  return [...strays, ...waiting.flatMap(({ records }) => records)]
}

function fill(session: OpenSession, ref: string, parts: Parts): readonly Command[] {
  const { state } = session
  const { order } = parts
  if (isAhead(state, order)) return []
  const price = Number.isNaN(parts.price) ? parts.value / parts.quantity : parts.price
  const bar = state.bar + 1
  session.parts.delete(ref)
  if (state.working.includes(order)) {
    apply(state, { kind: 'fill', order, bar, price, commission: 0 })
  } else if (canFillLate(state, order)) {
    apply(state, { kind: 'filled-late', order, bar, price })
  } else {
    session.strays.push(...parts.records)
    return []
  }
  for (const { execId } of parts.records) {
    session.told.set(execId, order.id)
    const amount = session.fees.get(execId)
    if (amount === undefined) continue
    session.fees.delete(execId)
    apply(state, { kind: 'commission', order: order.id, amount })
  }
  const commands = [...takeCommands(session)]
  for (const [other, waiting] of session.parts) {
    if (isWhole(waiting)) commands.push(...fill(session, other, waiting))
  }
  return commands
}

function canFillLate(state: EngineState, order: Order): boolean {
  if (order.purpose === Purpose.entry) return order.side * state.position >= 0
  return lotClosedBy(state, order) !== undefined
}

function takeCommission(session: OpenSession, record: RecordOf<'commission'>): void {
  const { execId, amount } = record
  const key = `fee ${execId}`
  if (session.seen.has(key)) return
  session.seen.add(key)
  const order = session.told.get(execId)
  if (order === undefined) session.fees.set(execId, amount)
  else apply(session.state, { kind: 'commission', order, amount })
}

/**
 * The engine hears of an end without a fill. What filled of an entry is its trade; what filled of
 * an order that reduces stays with the host, for a trade ends whole.
 */
function orderDone(session: OpenSession, record: RecordOf<'done'>): readonly Command[] {
  const { state, orders, parts } = session
  const { ref, outcome, reason } = record
  const order = orders.get(ref)
  orders.delete(ref)
  if (order === undefined) return []
  const part = parts.get(ref)
  if (part !== undefined && order.purpose === Purpose.entry) {
    order.quantity = part.quantity
    return fill(session, ref, part)
  }
  if (part !== undefined && isWhole(part)) return []
  if (!state.working.includes(order)) return []
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
