import { commissionFor } from './costs.ts'
import { logOrder } from './log.ts'
import type { Order, Side } from './order.ts'
import { Outcome, Purpose } from './order.ts'
import { downToLot } from './rounding.ts'
import type { EngineState } from './state.ts'

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
  const affordable = withinFunds(state, quantity, expected, free)
  if (!(affordable > 0)) return REFUSAL.noFunds
  order.quantity = affordable
  return order as ApprovedOrder
}

/** An entry whose size waits for its fill: only its price can be judged yet. */
export function approveUnsized(order: Order, expected: number): ApprovedOrder | Refusal {
  return isSane(expected) ? (order as ApprovedOrder) : REFUSAL.priceNotPositive
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
  return equity - sameSide * price * state.instrument.multiplier
}

function isSane(price: number): boolean {
  return price > 0 && price < Number.POSITIVE_INFINITY
}

function withinFunds(state: EngineState, quantity: number, price: number, free: number): number {
  const { policy, costs, instrument } = state
  if (policy.funds === 'allow') return quantity
  const cost = costOf(state, quantity, price)
  if (cost <= free) return quantity
  if (policy.funds === 'refuse') return 0
  const fewer = downToLot((quantity * free) / cost, instrument.lot)
  if (costOf(state, fewer, price) <= free) return fewer
  // A minimum per order still exceeds it. Commission never falls as the quantity grows.
  const commission = commissionFor(costs, fewer, price, instrument.multiplier)
  return downToLot((free - commission) / (price * instrument.multiplier), instrument.lot)
}

function costOf(state: EngineState, quantity: number, price: number): number {
  const { multiplier } = state.instrument
  return quantity * price * multiplier + commissionFor(state.costs, quantity, price, multiplier)
}
