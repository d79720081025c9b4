import { quantile } from './quantile.ts'

/**
 * The return that one in twenty exceeds over the loss that one in twenty exceeds. No loss there,
 * or no returns: NaN.
 */
export function tailRatio(returns: Float64Array): number {
  const loss = Math.abs(quantile(returns, 0.05))
  return loss === 0 ? Number.NaN : Math.abs(quantile(returns, 0.95)) / loss
}
