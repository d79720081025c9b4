import type { Bars } from '../../stdlib/bars.ts'
import { commissionOfPart } from '../core/costs.ts'
import { nearestLot } from '../core/rounding.ts'
import { roomIn } from '../core/slippage.ts'
import type { Exchange } from './exchange.ts'
import type { BookOrder } from './orders.ts'
import { remaining } from './orders.ts'

/** How executions are reported, as faults have it. */
export interface FillFaults {
  /** Executions an order's fill comes in; 1 unless a fault says otherwise. */
  parts: number
}

/** Shares that a bar still gives. */
export interface VolumeRoom {
  bar: number
  shares: number
}

/** How many of an order's shares the bar's volume allows, which are taken from it. */
export function fillable(exchange: Exchange, order: BookOrder, bars: Bars, bar: number): number {
  const { room, costs, listing } = exchange
  const asked = nearestLot(remaining(order), listing.lot)
  if (costs.maxVolume === undefined) return asked
  if (room.bar !== bar) {
    room.bar = bar
    room.shares = roomIn(costs, bars, bar, listing.lot)
  }
  const isWhole = asked <= room.shares
  const taken = isWhole ? asked : order.terms.timeInForce === 'FOK' ? 0 : room.shares
  room.shares = nearestLot(room.shares - taken, listing.lot)
  return taken
}

/**
 * The parts in which `quantity` shares of an order are told. They are whole lots and add up to it,
 * their commissions to the commission of the whole.
 */
export function splitFill(
  exchange: Exchange,
  order: BookOrder,
  quantity: number,
  charged: number,
): readonly { readonly quantity: number; readonly commission: number }[] {
  const { costs, listing, faults } = exchange
  const commission = commissionOfPart(
    costs,
    order.filled,
    quantity,
    charged,
    listing.multiplier,
    order.side,
    exchange.now(),
  )
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
