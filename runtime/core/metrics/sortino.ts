import type { Curve } from './curve.ts'

/**
 * Mean return over the root mean square of the negative returns, where the mean is over all
 * returns, times the square root of periods per year; the target return is zero. F. Sortino and
 * L. Price, "Performance Measurement in a Downside Risk Framework", Journal of Investing 3 (1994).
 * No returns, or no negative one: NaN.
 */
export function sortino(curve: Curve, periodsPerYear: number): number {
  if (curve.count < 1 || curve.downsideVariance === 0) return Number.NaN
  return (curve.mean / Math.sqrt(curve.downsideVariance)) * Math.sqrt(periodsPerYear)
}
