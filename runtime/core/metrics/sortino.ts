import { CONVENTIONS, type MetricConventions } from './conventions.ts'
import type { Curve } from './curve.ts'
import { downsideDeviation } from './downside-deviation.ts'
import { riskFreeOf } from './risk-free.ts'
import { standardDeviation } from './standard-deviation.ts'
import { yearlyMean } from './yearly-mean.ts'

/** What of the conventions a Sortino ratio follows. */
export type SortinoConventions = Pick<
  MetricConventions,
  'riskFree' | 'riskFreePerPeriod' | 'yearlyMean' | 'downside'
>

/**
 * Mean return above the interest on cash over the downside deviation, a year: the root mean square
 * of what returns lacked to that interest, where the mean is over all returns; or the standard
 * deviation (n - 1) of the losses. F. Sortino and L. Price, "Performance Measurement in a Downside
 * Risk Framework", Journal of Investing 3 (1994). No returns, or no negative one: NaN.
 *
 * @param returns of the curve
 */
export function sortino(
  curve: Curve,
  returns: Float64Array,
  periodsPerYear: number,
  conventions: SortinoConventions = CONVENTIONS.lockstep,
): number {
  if (curve.count < 1 || curve.downsideVariance === 0) return Number.NaN
  const { riskFree, yearlyMean: mean, downside } = conventions
  if (riskFree === 0 && mean === 'arithmetic' && downside === 'all-returns')
    return (curve.mean / Math.sqrt(curve.downsideVariance)) * Math.sqrt(periodsPerYear)
  const interest = riskFreeOf(conventions, periodsPerYear)
  const year = yearlyMean(curve, periodsPerYear, conventions)
  const excess = year - (mean === 'arithmetic' ? interest * periodsPerYear : riskFree)
  const risk =
    downside === 'all-returns'
      ? downsideDeviation(returns, periodsPerYear, interest)
      : standardDeviation(returns.filter((one) => one < 0)) * Math.sqrt(periodsPerYear)
  return risk > 0 ? excess / risk : Number.NaN
}
