import type { CostSpec } from '../../stdlib/module.ts'
import { IBKR_FIXED, IBKR_TIERED } from './ibkr-schedules.ts'
import type { Side } from './order.ts'
import { SELL } from './order.ts'
import { regulatoryFees } from './regulatory-fees.ts'

/**
 * Commission of one order with all fees, money, >= 0. `price` per share, `multiplier` money per
 * point; what regulators take depends on the side and on the instant, ms UTC.
 */
export function commissionFor(
  costs: CostSpec,
  quantity: number,
  price: number,
  multiplier: number,
  side: Side,
  time: number,
): number {
  const commission = costs.commission
  if (commission === undefined) return 0
  const value = quantity * price * multiplier
  switch (commission.kind) {
    case 'ibkr-fixed': {
      const regulators = side === SELL ? regulatoryFees(quantity, value, time) : 0
      return brokersOwn(IBKR_FIXED, quantity, value) + regulators
    }
    case 'ibkr-tiered': {
      const { exchangePerShare, clearingPerShare, passThroughFraction } = IBKR_TIERED
      const own = brokersOwn(IBKR_TIERED, quantity, value)
      const others = quantity * (exchangePerShare + clearingPerShare)
      const regulators = side === SELL ? regulatoryFees(quantity, value, time) : 0
      return own * (1 + passThroughFraction) + others + regulators
    }
    case 'per-share':
      return commission.amount * quantity
    case 'fraction':
      return value * commission.fraction
    case 'per-trade':
      return commission.amount
    default:
      return unreachable(commission)
  }
}

/**
 * What `quantity` shares more of an order cost of which `filled` have filled before: the minimum
 * and the fixed part are the order's, and are paid once.
 */
export function commissionOfPart(
  costs: CostSpec,
  filled: number,
  quantity: number,
  price: number,
  multiplier: number,
  side: Side,
  time: number,
): number {
  const all = commissionFor(costs, filled + quantity, price, multiplier, side, time)
  return filled === 0 ? all : all - commissionFor(costs, filled, price, multiplier, side, time)
}

function brokersOwn(
  schedule: typeof IBKR_FIXED | typeof IBKR_TIERED,
  quantity: number,
  value: number,
): number {
  const charge = Math.max(schedule.minimumPerOrder, schedule.perShare * quantity)
  return Math.min(charge, schedule.maximumFraction * value)
}

function unreachable(value: never): never {
  throw new Error(`unknown cost ${JSON.stringify(value)}`)
}
