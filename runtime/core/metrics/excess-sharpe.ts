import { activeReturns } from './active-returns.ts'
import { meanOf } from './mean-of.ts'
import { standardDeviation } from './standard-deviation.ts'

/**
 * Mean of the returns less the benchmark's over their standard deviation (n - 1), a period: the
 * information ratio before it is annualised (empyrical's `excess_sharpe`). W. F. Sharpe (1994),
 * see `sharpe.ts`, who calls it the differential ratio. Fewer than two returns, or none that
 * differ: NaN.
 */
export function excessSharpe(returns: ArrayLike<number>, benchmark: ArrayLike<number>): number {
  const active = activeReturns(returns, benchmark)
  const deviation = standardDeviation(active)
  return deviation > 0 ? meanOf(active) / deviation : Number.NaN
}
