import type { CostSpec } from '../../stdlib/module.ts'
import type { Side } from './order.ts'

/**
 * Interactive Brokers' fixed pricing for US stocks and ETFs: the "Fixed" column of its page
 * "Commissions: Stocks", read in a copy that bears no date. Compare with the page before trusting
 * it. Regulatory fees (SEC, FINRA) are charged on top there and are left out here.
 */
export const IBKR_FIXED = {
  currency: 'USD',
  perShare: 0.005,
  minimumPerOrder: 1,
  /** Of the trade's value. Where it is below the minimum we charge it: our reading, unsourced. */
  maximumFraction: 0.01,
} as const

/** Commission of one order, money, >= 0. `price` per share, `multiplier` money per point. */
export function commissionFor(
  costs: CostSpec,
  quantity: number,
  price: number,
  multiplier: number,
): number {
  const commission = costs.commission
  if (commission === undefined) return 0
  switch (commission.kind) {
    case 'ibkr-fixed': {
      const charge = Math.max(IBKR_FIXED.minimumPerOrder, IBKR_FIXED.perShare * quantity)
      return Math.min(charge, IBKR_FIXED.maximumFraction * quantity * price * multiplier)
    }
    case 'per-share':
      return commission.amount * quantity
    case 'fraction':
      return quantity * price * multiplier * commission.fraction
    case 'per-trade':
      return commission.amount
    default:
      return unreachable(commission)
  }
}

/** Where an order fills that would have filled at `price`: against us, and above zero. */
export function slipped(costs: CostSpec, price: number, side: Side, tick: number): number {
  const slippage = costs.slippage
  if (slippage === undefined) return price
  switch (slippage.kind) {
    case 'ticks': {
      const moved = price + side * slippage.ticks * tick
      return moved > 0 ? moved : Math.min(price, tick)
    }
    case 'fraction':
      return price * (1 + side * slippage.fraction)
    default:
      return unreachable(slippage)
  }
}

function unreachable(value: never): never {
  throw new Error(`unknown cost ${JSON.stringify(value)}`)
}
