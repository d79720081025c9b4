import { MATH } from '../../../stdlib/math.ts'
import { CONVENTIONS, type MetricConventions } from './conventions.ts'
import type { Curve } from './curve.ts'
import { yearlyMean } from './yearly-mean.ts'

/**
 * Standard deviation of the returns times the square root of periods per year, a ratio a year. Or
 * by compounding: that of a product of independent factors of this mean and variance (L. A.
 * Goodman, "On the Exact Variance of Products", JASA 55 (1960)), about the compound growth.
 * Fewer than two returns: NaN.
 */
export function volatility(
  curve: Curve,
  periodsPerYear: number,
  conventions: Pick<
    MetricConventions,
    'deviation' | 'volatility' | 'yearlyMean'
  > = CONVENTIONS.lockstep,
): number {
  if (curve.count < 2) return Number.NaN
  const variance = varianceOf(curve, conventions.deviation)
  if (conventions.volatility === 'root-of-time') return Math.sqrt(variance * periodsPerYear)
  const growth = 1 + yearlyMean(curve, periodsPerYear, conventions)
  const squared = MATH.pow(growth, 2 / periodsPerYear)
  return Math.sqrt(MATH.pow(variance + squared, periodsPerYear) - growth * growth)
}

/** Of the returns, with n - 1 or n in the divisor. */
export function varianceOf(
  { variance, count }: Curve,
  deviation: MetricConventions['deviation'],
): number {
  return deviation === 'population' ? (variance * (count - 1)) / count : variance
}
