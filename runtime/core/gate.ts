import { commissionFor } from './costs.ts'
import { withinLimits } from './limits.ts'
import { logOrder } from './log.ts'
import { initialMargin } from './margin.ts'
import type { Order, Side } from './order.ts'
import { Outcome, Purpose } from './order.ts'
import { downToLot } from './rounding.ts'
import type { EngineState } from './state.ts'
import { rateAt } from './state.ts'

/**
 * An order that the risk gate let through. Only the gate makes one and `place` takes
 * nothing else, so an unchecked order cannot reach a broker.
 */
export type ApprovedOrder = Order & { readonly approved: unique symbol }

/** Why an intent comes to nothing, for a person. */
export const REFUSAL = {
  unknownSize: 'the size is unknown here',
  unknownPrice: 'the order price is unknown here',
  unknownStop: 'the stop is unknown here',
  unknownTarget: 'the target is unknown here',
  priceNotPositive: 'the order price is not above zero',
  stopSide: 'the stop is not on the losing side of the expected entry',
  targetSide: 'the target is not on the winning side of the expected entry',
  noQuantity: 'the size comes to less than one lot',
  noFunds: 'there is not enough free equity',
  noRoom: 'the limits on the position leave no room for it',
  lateForClose: 'it is too late to be sent for this close',
  dateOver: 'the date that it is good till is over',
  tooFast: 'the limit on orders within a time is reached',
} as const

export type Refusal = (typeof REFUSAL)[keyof typeof REFUSAL]

/** Records that an intent came to nothing, and is that nothing. */
export function refuse(state: EngineState, order: Order, reason: Refusal): undefined {
  const unfilled = Number.NaN
  logOrder(state.log, order, Outcome.refused, order.bar, reason, unfilled, unfilled, unfilled)
  return undefined
}

/**
 * Approves an entry of `shares` at the `expected` price and writes the quantity, rounded and cut
 * down as far as must be, into the order; or says why not.
 */
export function approveEntry(
  state: EngineState,
  order: Order,
  shares: number,
  expected: number,
  free: number,
): ApprovedOrder | Refusal {
  if (!isSane(expected)) return REFUSAL.priceNotPositive
  const quantity = downToLot(shares, state.instrument.lot)
  if (!(quantity > 0)) return REFUSAL.noQuantity
  const allowed = withinLimits(state, order, quantity, expected)
  if (!(allowed > 0)) return REFUSAL.noRoom
  const affordable = withinFunds(state, order.side, allowed, expected, free)
  if (!(affordable > 0)) return REFUSAL.noFunds
  order.quantity = affordable
  return order as ApprovedOrder
}

/** An entry whose size waits for its fill: only its price can be judged yet. */
export function approveUnsized(order: Order, expected: number): ApprovedOrder | Refusal {
  return isSane(expected) ? (order as ApprovedOrder) : REFUSAL.priceNotPositive
}

/** An entry about to fill at `price`, if the free equity of this instant covers it. */
export function approveAtFill(
  state: EngineState,
  order: Order,
  price: number,
  free: number,
): ApprovedOrder | Refusal {
  return costOf(state, order.side, order.quantity, price) <= free
    ? (order as ApprovedOrder)
    : REFUSAL.noFunds
}

/** Orders that can only reduce a position are never refused. */
export function approveReducing(order: Order): ApprovedOrder {
  if (order.purpose === Purpose.entry)
    throw new Error(`order ${order.id} is an entry: it does not reduce the position`)
  return order as ApprovedOrder
}

/**
 * What of `equity` no open lot ties up, at `price` per share. Lots on the other side of an entry
 * close before it, so they tie up nothing for it.
 */
export function freeEquity(state: EngineState, side: Side, equity: number, price: number): number {
  const sameSide = Math.max(side * state.position, 0)
  return equity - initialMargin(state, sameSide, price)
}

function isSane(price: number): boolean {
  return price > 0 && price < Number.POSITIVE_INFINITY
}

function withinFunds(
  state: EngineState,
  side: Side,
  quantity: number,
  price: number,
  free: number,
): number {
  const { policy, instrument } = state
  if (policy.funds === 'allow') return quantity
  const cost = costOf(state, side, quantity, price)
  if (cost <= free) return quantity
  if (policy.funds === 'refuse') return 0
  const fewer = downToLot((quantity * free) / cost, instrument.lot)
  if (costOf(state, side, fewer, price) <= free) return fewer
  // A minimum per order still exceeds it. Commission never falls as the quantity grows.
  const commission = commissionNow(state, side, fewer, price)
  return downToLot((free - commission) / initialMargin(state, 1, price), instrument.lot)
}

function costOf(state: EngineState, side: Side, quantity: number, price: number): number {
  return initialMargin(state, quantity, price) + commissionNow(state, side, quantity, price)
}

/** As it is at the last closed bar. */
function commissionNow(state: EngineState, side: Side, quantity: number, price: number): number {
  const { costs, instrument, bars, bar } = state
  const { multiplier } = instrument
  const own = commissionFor(costs, quantity, price, multiplier, side, bars.time[bar]!)
  return own * rateAt(state, bar)
}
