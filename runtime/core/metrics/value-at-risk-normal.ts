import { meanOf } from './mean-of.ts'
import { normalQuantile } from './normal-quantile.ts'
import { standardDeviation } from './standard-deviation.ts'

/**
 * The return that only so large a share of the periods would be below were returns normal with
 * this mean and deviation (n - 1): the parametric value at risk of RiskMetrics, Technical Document
 * (1996). Fewer than two returns: NaN.
 */
export function valueAtRiskNormal(returns: ArrayLike<number>, share: number): number {
  return meanOf(returns) + normalQuantile(share) * standardDeviation(returns)
}
