import type { Curve } from './curve.ts'

/**
 * Mean return over its standard deviation (n - 1), times the square root of periods per year; no
 * risk-free rate is taken off. W. F. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management
 * 21 (1994). Fewer than two returns, or none that differ: NaN.
 */
export function sharpe(curve: Curve, periodsPerYear: number): number {
  if (curve.count < 2 || curve.variance === 0) return Number.NaN
  return (curve.mean / Math.sqrt(curve.variance)) * Math.sqrt(periodsPerYear)
}
