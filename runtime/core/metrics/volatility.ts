import type { Curve } from './curve.ts'

/**
 * Standard deviation of the returns (n - 1) times the square root of periods per year, a ratio a
 * year. Fewer than two returns: NaN.
 */
export function volatility(curve: Curve, periodsPerYear: number): number {
  return curve.count < 2 ? Number.NaN : Math.sqrt(curve.variance * periodsPerYear)
}
