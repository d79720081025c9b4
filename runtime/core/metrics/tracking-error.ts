import { activeReturns } from './active-returns.ts'
import { standardDeviation } from './standard-deviation.ts'

/**
 * Standard deviation (n - 1) of the returns less the benchmark's, a year. R. C. Grinold and R. N.
 * Kahn, "Active Portfolio Management" (1999), chapter 3. Fewer than two returns: NaN.
 */
export function trackingError(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  periodsPerYear: number,
): number {
  return standardDeviation(activeReturns(returns, benchmark)) * Math.sqrt(periodsPerYear)
}
