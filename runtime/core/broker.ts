import type { Birth, Book } from './book.ts'
import { enterInBook, removeFromBook, wakeBook } from './book.ts'
import { commissionFor, slipped } from './costs.ts'
import { apply } from './engine.ts'
import { sizeAtFill } from './entry.ts'
import type { Cursor } from './match.ts'
import { matchBar, nextMarketOrder, quietBand } from './match.ts'
import type { Order } from './order.ts'
import { BUY, OrderType, Purpose, SELL } from './order.ts'
import type { OrderType as OrderTypeName, Policy } from './policy.ts'
import type { EngineState } from './state.ts'

/**
 * The backtest's broker: it keeps its own book, takes the engine's commands, matches the book
 * against bars and tells the engine what filled.
 */
export interface SimulatedBroker {
  readonly book: Book
  readonly cursor: Cursor
  /** The policy's tables by order type code. */
  readonly entrySlips: readonly boolean[]
  readonly exitSlips: readonly boolean[]
  readonly exitsInEntryBar: readonly boolean[]
  /** Bars where the bar alone could not tell. */
  ambiguous: number
  /** Nothing of the book can fill in a bar with low > quietDown and high < quietUp. */
  quietDown: number
  quietUp: number
}

export function simulatedBroker(policy: Policy): SimulatedBroker {
  return {
    book: { orders: [], births: [] },
    cursor: { phase: 'open', price: Number.NaN, direction: 'open', ambiguous: false },
    entrySlips: byCode(policy.slips.entry),
    exitSlips: byCode(policy.slips.exit),
    exitsInEntryBar: byCode(policy.exitsInEntryBar),
    ambiguous: 0,
    quietDown: Number.NEGATIVE_INFINITY,
    quietUp: Number.POSITIVE_INFINITY,
  }
}

function byCode(table: Readonly<Record<OrderTypeName, boolean>>): boolean[] {
  const codes: boolean[] = []
  for (const name of ['market', 'limit', 'stop'] as const) codes[OrderType[name]] = table[name]
  return codes
}

/** All that bar i does to the working orders. */
export function fillBar(broker: SimulatedBroker, state: EngineState, bar: number): void {
  const { book, cursor } = broker
  const { bars, policy } = state
  cursor.phase = 'open'
  cursor.ambiguous = false
  while (book.orders.length > 0) {
    const slot = matchBar(book, bars, bar, state.position, policy, cursor)
    if (slot < 0) break
    execute(broker, state, slot, bar, cursor.price, cursor.direction)
  }
  if (cursor.ambiguous) broker.ambiguous += 1
  wakeBook(book)
}

/** Carries out the commands of a decision, and under a close-fill policy its market orders. */
export function takeOrders(broker: SimulatedBroker, state: EngineState, bar: number): void {
  carryOut(broker.book, state)
  if (state.policy.marketFill === 'next-open') return
  for (;;) {
    const slot = nextMarketOrder(broker.book)
    if (slot < 0) break
    execute(broker, state, slot, bar, state.bars.close[bar]!, 'open')
  }
  wakeBook(broker.book)
}

/** Looks up the prices that the book waits for. */
export function refreshQuietBand(broker: SimulatedBroker): void {
  if (broker.book.orders.length === 0) return
  const band = quietBand(broker.book)
  broker.quietDown = band.down
  broker.quietUp = band.up
}

/** The run's end: what is open is closed at the last bar, as a market order would be. */
export function closeOut(broker: SimulatedBroker, state: EngineState, bar: number): void {
  const { policy, costs, instrument, lots } = state
  const last = state.bars[policy.closeOutAt][bar]!
  while (lots.length > 0) {
    const lot = lots[0]!
    const side = lot.side === BUY ? SELL : BUY
    const price = policy.slips.exit.market ? slipped(costs, last, side, instrument.tick) : last
    const charged = policy.commissionOn === 'fill' ? price : last
    const commission = commissionFor(costs, lot.quantity, charged, instrument.multiplier)
    apply(state, { kind: 'closed-out', lot, bar, price, commission })
    carryOut(broker.book, state)
  }
}

/** Fills one order at the `printed` price, slippage to come. */
function execute(
  broker: SimulatedBroker,
  state: EngineState,
  slot: number,
  bar: number,
  printed: number,
  direction: Cursor['direction'],
): void {
  const { policy, costs, instrument } = state
  const { book } = broker
  const order = book.orders[slot]!
  const isEntry = order.purpose === Purpose.entry
  const slips = isEntry ? broker.entrySlips[order.type] : broker.exitSlips[order.type]
  const price = slips ? slipped(costs, printed, order.side, instrument.tick) : printed
  removeFromBook(book, slot)
  if (isEntry) {
    const refusal = policy.sizing === 'fill' ? sizeAtFill(state, order, price) : order
    if (typeof refusal === 'string') {
      apply(state, { kind: 'ended', order, outcome: 'refused', bar, reason: refusal })
      carryOut(book, state)
      return
    }
    awakenChildren(book, order, broker.exitsInEntryBar[order.type] ? direction : 'later')
  }
  const charged = policy.commissionOn === 'fill' ? price : printed
  const commission = commissionFor(costs, order.quantity, charged, instrument.multiplier)
  apply(state, { kind: 'fill', order, bar, price, commission })
  carryOut(book, state)
}

/** An entry filled: its stop and target come alive at the broker, without being asked. */
function awakenChildren(book: Book, entry: Order, birth: Birth): void {
  const { orders, births } = book
  for (let slot = 0; slot < orders.length; slot++) {
    if (births[slot] === 'waiting' && orders[slot]!.parent === entry) births[slot] = birth
  }
}

/** Takes the engine's commands into the book. */
function carryOut(book: Book, state: EngineState): void {
  const { commandKinds, commandOrders } = state
  for (let k = 0; k < commandKinds.length; k++) {
    const order = commandOrders[k]!
    const kind = commandKinds[k]!
    if (kind === 'place') {
      const waits = order.purpose === Purpose.stop || order.purpose === Purpose.target
      enterInBook(book, order, waits ? 'waiting' : 'open')
    } else if (kind === 'cancel') {
      removeFromBook(book, book.orders.indexOf(order))
    }
    // A changed price or quantity stands in the order itself, where the book reads it.
  }
  while (commandKinds.length > 0) {
    commandKinds.pop()
    commandOrders.pop()
  }
}
