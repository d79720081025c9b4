import { commissionFor } from './costs.ts'
import { downToLot } from './rounding.ts'
import type { EngineState } from './state.ts'
import { equityAt } from './state.ts'

/**
 * An order (its row) that the risk gate let through. Only the gate makes one and `place` takes
 * nothing else, so an unchecked order cannot reach a broker.
 */
export type ApprovedOrder = number & { readonly approved: unique symbol }

/** Why an intent came to nothing, for a person. */
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

/**
 * Approves an entry of `quantity` at the `expected` price, or says why not; writes the approved
 * quantity into the order. A quantity still to be decided (sized at the fill) is checked then.
 */
export function approveEntry(
  state: EngineState,
  order: number,
  quantity: number,
  expected: number,
  freeEquity: number,
): ApprovedOrder | Refusal {
  if (!(expected > 0) || expected === Number.POSITIVE_INFINITY) return REFUSAL.priceNotPositive
  const lots = downToLot(quantity, state.instrument.lot)
  if (!(lots > 0)) return REFUSAL.noQuantity
  const affordable = withinFunds(state, lots, expected, freeEquity)
  if (!(affordable > 0)) return REFUSAL.noFunds
  state.orders.quantity[order] = affordable
  return order as ApprovedOrder
}

/** An entry whose size waits for its fill: only its price can be judged yet. */
export function approveUnsized(order: number, expected: number): ApprovedOrder | Refusal {
  if (!(expected > 0) || expected === Number.POSITIVE_INFINITY) return REFUSAL.priceNotPositive
  return order as ApprovedOrder
}

/** Orders that can only reduce a position are never refused. */
export function approveReducing(state: EngineState, order: number): ApprovedOrder {
  if (state.orders.purpose[order] === 'entry') throw new Error('an entry is not a reducing order')
  return order as ApprovedOrder
}

/**
 * Equity that no open lot ties up, at `price` per share. Lots on the other side of an entry close
 * before it, so they tie up nothing for it.
 */
export function freeEquity(state: EngineState, side: 'buy' | 'sell', price: number): number {
  const { position, instrument } = state
  const sameSide = side === 'buy' ? Math.max(position, 0) : Math.max(-position, 0)
  return equityAt(state, state.bar) - sameSide * price * instrument.multiplier
}

function withinFunds(state: EngineState, quantity: number, price: number, free: number): number {
  const { policy, costs, instrument } = state
  if (policy.funds === 'allow') return quantity
  const { multiplier, lot } = instrument
  const cost = (shares: number) =>
    shares * price * multiplier + commissionFor(costs, shares, price, multiplier)
  if (cost(quantity) <= free) return quantity
  if (policy.funds === 'refuse') return 0
  const fewer = downToLot((quantity * free) / cost(quantity), lot)
  if (cost(fewer) <= free) return fewer
  // A minimum per order still exceeds it. Commission never falls as the quantity grows.
  const commission = commissionFor(costs, fewer, price, multiplier)
  return downToLot((free - commission) / (price * multiplier), lot)
}
