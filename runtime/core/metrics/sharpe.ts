import { CONVENTIONS, type MetricConventions } from './conventions.ts'
import type { Curve } from './curve.ts'
import { riskFreeOf } from './risk-free.ts'
import { varianceOf, volatility } from './volatility.ts'
import { yearlyMean } from './yearly-mean.ts'

/** What of the conventions a Sharpe ratio follows. */
export type SharpeConventions = Pick<
  MetricConventions,
  'riskFree' | 'riskFreePerPeriod' | 'yearlyMean' | 'volatility' | 'deviation'
>

/**
 * Mean return above the interest on cash over its standard deviation, a year. W. F. Sharpe, "The
 * Sharpe Ratio", Journal of Portfolio Management 21 (1994). Fewer than two returns, or none that
 * differ: NaN.
 */
export function sharpe(
  curve: Curve,
  periodsPerYear: number,
  conventions: SharpeConventions = CONVENTIONS.lockstep,
): number {
  if (curve.count < 2 || curve.variance === 0) return Number.NaN
  const { yearlyMean: mean, volatility: risk, riskFree } = conventions
  if (mean === 'arithmetic' && risk === 'root-of-time')
    return sharpeAPeriod(curve, periodsPerYear, conventions) * Math.sqrt(periodsPerYear)
  const excess = yearlyMean(curve, periodsPerYear, conventions) - riskFree
  return excess / volatility(curve, periodsPerYear, conventions)
}

/** The same of one period, by the arithmetic mean. */
export function sharpeAPeriod(
  curve: Curve,
  periodsPerYear: number,
  conventions: Pick<MetricConventions, 'riskFree' | 'riskFreePerPeriod' | 'deviation'>,
): number {
  if (curve.count < 2 || curve.variance === 0) return Number.NaN
  const excess = curve.mean - riskFreeOf(conventions, periodsPerYear)
  return excess / Math.sqrt(varianceOf(curve, conventions.deviation))
}
