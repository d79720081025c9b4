import { MATH } from '../../../stdlib/math.ts'
import { beta } from './beta.ts'
import { meanOf } from './mean-of.ts'

/**
 * What returns leave beyond beta times the benchmark's, a year: the mean rest of a period, both
 * above the interest on cash, compounded (Jensen's alpha; empyrical's `alpha`). NaN where beta is.
 *
 * @param interest on cash, a period
 */
export function alpha(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  periodsPerYear: number,
  interest = 0,
): number {
  const excess = meanOf(returns) - interest
  const rest = excess - beta(returns, benchmark) * (meanOf(benchmark) - interest)
  return MATH.pow(1 + rest, periodsPerYear) - 1
}
