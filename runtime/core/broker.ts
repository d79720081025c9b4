import { commissionFor, slipped } from './costs.ts'
import { apply } from './engine.ts'
import { sizeAtFill } from './entry.ts'
import type { Birth, Book, Cursor } from './match.ts'
import { matchBar, nextMarketOrder, quietBand } from './match.ts'
import type { EngineState } from './state.ts'

/**
 * The backtest's broker: it keeps its own book, takes the engine's commands, matches the book
 * against bars and tells the engine what filled.
 */
export interface SimulatedBroker {
  readonly book: Book
  readonly cursor: Cursor
  /** Bars where the bar alone could not tell. */
  ambiguous: number
  /** Nothing of the book can fill in a bar with low > quietDown and high < quietUp. */
  quietDown: number
  quietUp: number
}

export function simulatedBroker(): SimulatedBroker {
  return {
    book: { order: [], birth: [] },
    cursor: { phase: 'open', price: Number.NaN, direction: 'open', ambiguous: false },
    ambiguous: 0,
    quietDown: Number.NEGATIVE_INFINITY,
    quietUp: Number.POSITIVE_INFINITY,
  }
}

/** All that bar i does to the working orders. */
export function fillBar(broker: SimulatedBroker, state: EngineState, bar: number): void {
  const { book, cursor } = broker
  cursor.phase = 'open'
  cursor.ambiguous = false
  for (;;) {
    const slot = matchBar(book, state.orders, state.bars, bar, state.position, state.policy, cursor)
    if (slot < 0) break
    execute(broker, state, slot, bar, cursor.price, cursor.direction)
  }
  if (cursor.ambiguous) broker.ambiguous += 1
  wake(book)
}

/** Carries out the commands of a decision, and under a close-fill policy its market orders. */
export function takeOrders(broker: SimulatedBroker, state: EngineState, bar: number): void {
  drain(broker, state)
  if (state.policy.marketFill === 'decision-close') {
    for (;;) {
      const slot = nextMarketOrder(broker.book, state.orders)
      if (slot < 0) break
      execute(broker, state, slot, bar, state.bars.close[bar]!, 'open')
    }
    wake(broker.book)
  }
}

/** Looks up the prices that the book waits for. */
export function refreshQuietBand(broker: SimulatedBroker, state: EngineState): void {
  const band = quietBand(broker.book, state.orders)
  broker.quietDown = band.down
  broker.quietUp = band.up
}

/** The run's end: what is open is closed at the last bar, as a market order would be. */
export function closeOut(state: EngineState, bar: number): void {
  const { policy, costs, instrument, trades } = state
  const last = state.bars[policy.closeOutAt][bar]!
  for (const lot of [...state.lots]) {
    const side = trades.side[lot] === 'long' ? 'sell' : 'buy'
    const quantity = trades.quantity[lot]!
    const price = policy.slips.exit.market ? slipped(costs, last, side, instrument.tick) : last
    const charged = policy.commissionOn === 'fill' ? price : last
    const commission = commissionFor(costs, quantity, charged, instrument.multiplier)
    apply(state, { kind: 'closed-out', lot, bar, quantity, price, commission })
  }
  state.commands.length = 0
}

function execute(
  broker: SimulatedBroker,
  state: EngineState,
  slot: number,
  bar: number,
  marketPrice: number,
  direction: Cursor['direction'],
): void {
  const { orders, policy, costs, instrument } = state
  const { book } = broker
  const order = book.order[slot]!
  const type = orders.type[order]!
  const isEntry = orders.purpose[order] === 'entry'
  const slips = policy.slips[isEntry ? 'entry' : 'exit'][type]
  const price = slips
    ? slipped(costs, marketPrice, orders.side[order]!, instrument.tick)
    : marketPrice
  remove(book, slot)
  if (isEntry && policy.sizing === 'fill') {
    const { reason } = sizeAtFill(state, order, price)
    if (reason !== '') {
      apply(state, { kind: 'ended', order, outcome: 'refused', bar, reason })
      drain(broker, state)
      return
    }
  }
  if (isEntry) {
    const birth = policy.exitsInEntryBar[type] ? direction : 'later'
    awaken(book, state, order, birth)
  }
  const quantity = orders.quantity[order]!
  const charged = policy.commissionOn === 'fill' ? price : marketPrice
  const commission = commissionFor(costs, quantity, charged, instrument.multiplier)
  apply(state, { kind: 'fill', order, bar, quantity, price, commission })
  drain(broker, state)
}

/** An entry filled: its stop and target come alive at the broker, without being asked. */
function awaken(book: Book, state: EngineState, entry: number, birth: Birth): void {
  for (let slot = 0; slot < book.order.length; slot++) {
    const order = book.order[slot]!
    if (book.birth[slot] === 'waiting' && state.orders.parent[order] === entry)
      book.birth[slot] = birth
  }
}

/** A new bar: whatever is alive was so before its open. */
function wake(book: Book): void {
  for (let slot = 0; slot < book.birth.length; slot++) {
    if (book.birth[slot] !== 'waiting') book.birth[slot] = 'open'
  }
}

function drain(broker: SimulatedBroker, state: EngineState): void {
  const { book } = broker
  const { commands, orders } = state
  for (const command of commands) {
    const { kind, order } = command
    switch (kind) {
      case 'place': {
        const purpose = orders.purpose[order]
        book.order.push(order)
        book.birth.push(purpose === 'stop' || purpose === 'target' ? 'waiting' : 'open')
        break
      }
      case 'cancel':
        remove(book, book.order.indexOf(order))
        break
      case 'modify':
        // Price and quantity stand in the order table, where the book reads them.
        break
      default:
        unreachable(kind)
    }
  }
  commands.length = 0
}

function remove(book: Book, slot: number): void {
  if (slot < 0) throw new Error('an order to cancel is not in the book')
  book.order.splice(slot, 1)
  book.birth.splice(slot, 1)
}

function unreachable(value: never): never {
  throw new Error(`unknown command ${String(value)}`)
}
