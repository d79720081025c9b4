import { commissionFor } from './costs.ts'
import { BUY, SELL } from './order.ts'
import type { EngineState } from './state.ts'
import { pointValue, rateAt } from './state.ts'

/**
 * Shares, before rounding to the lot, that a rule's size clause comes to; NaN when unknown.
 * `value` is the clause's frozen value: a fraction for `equity` and `risk`, money, or shares.
 * `price` is the expected entry (limit or stop price, the decision's close, or the fill's own),
 * `stop` the protective stop for it, `equity` and what of it is `free` are of the sizing instant.
 */
export function sharesFor(
  state: EngineState,
  rule: number,
  value: number,
  price: number,
  stop: number,
  equity: number,
  free: number,
): number {
  const { policy, costs, instrument, bars, bar } = state
  const { multiplier } = instrument
  const rate = rateAt(state, bar)
  const point = pointValue(state, bar)
  const { size, side: name } = state.rules[rule]!
  const side = name === 'long' ? BUY : SELL
  switch (size) {
    case 'equity': {
      const base = policy.equityBase === 'free' ? free : equity
      const commission = policy.sizeBearsCommission
        ? (commissionFor(costs, value, price, multiplier, side, bars.time[bar]!) * rate) / value
        : 0
      return (base * value) / (price * point + commission)
    }
    case 'risk':
      return (equity * value) / (Math.abs(price - stop) * point)
    case 'money':
      return value / (price * point)
    case 'shares':
      return value
    case undefined:
      throw new Error(`entry rule ${rule} has no size`)
    default:
      return unreachable(size)
  }
}

function unreachable(value: never): never {
  throw new Error(`unknown size ${String(value)}`)
}
