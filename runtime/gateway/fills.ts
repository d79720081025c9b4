import { commissionFor } from '../core/costs.ts'
import type { Exchange } from './exchange.ts'
import type { BookOrder } from './orders.ts'

/** How executions are reported, as faults have it. */
export interface FillFaults {
  /** Executions an order's fill comes in; 1 unless a fault says otherwise. */
  parts: number
}

/**
 * The parts of an order's fill. Their quantities are whole lots and add up to the order's, their
 * commissions to the commission of the whole.
 */
export function splitFill(
  exchange: Exchange,
  order: BookOrder,
  charged: number,
): readonly { readonly quantity: number; readonly commission: number }[] {
  const { costs, listing, faults } = exchange
  const { quantity } = order.terms
  const commission = commissionFor(costs, quantity, charged, listing.multiplier)
  const lots = Math.floor(quantity / listing.lot)
  const count = Math.max(1, Math.min(faults.parts, lots))
  const parts = []
  let shares = 0
  let money = 0
  for (let k = 1; k < count; k++) {
    const share = Math.floor(lots / count) * listing.lot
    // Ten-thousandths, so that what is left for the last part is exact in the ledger's millionths.
    const charge = Math.floor((commission * 10_000) / count) / 10_000
    parts.push({ quantity: share, commission: charge })
    shares += share
    money += charge
  }
  parts.push({ quantity: quantity - shares, commission: commission - money })
  return parts
}
