import { commissionFor } from './costs.ts'
import type { EngineState } from './state.ts'

/** What a quantity is worked out from. Prices per share, equity in money. */
export interface SizingBasis {
  /** The expected entry: limit or stop price, the decision's close, or the fill's own price. */
  readonly price: number
  /** Protective stop for that entry; NaN without one. */
  readonly stop: number
  /** Equity at the sizing instant. */
  readonly equity: number
  /** Equity that open lots do not tie up. */
  readonly free: number
}

/**
 * Shares, before rounding to the lot, that a rule's size clause comes to; NaN when unknown.
 * `value` is the clause's frozen value: a fraction for `equity` and `risk`, money, or shares.
 */
export function sharesFor(
  state: EngineState,
  rule: number,
  value: number,
  basis: SizingBasis,
): number {
  const { policy, costs, instrument } = state
  const { multiplier } = instrument
  const size = state.rules[rule]!.size
  switch (size) {
    case 'equity': {
      const base = policy.equityBase === 'free' ? basis.free : basis.equity
      const commission = policy.sizeBearsCommission
        ? commissionFor(costs, value, basis.price, multiplier) / value
        : 0
      return (base * value) / (basis.price * multiplier + commission)
    }
    case 'risk':
      return (basis.equity * value) / (Math.abs(basis.price - basis.stop) * multiplier)
    case 'money':
      return value / (basis.price * multiplier)
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
