import { meanOf } from './mean-of.ts'

/**
 * How far returns go along with a benchmark's: covariance over the benchmark's variance (CAPM;
 * empyrical's `beta`). Both by the same periods. NaN with fewer than two, or where the benchmark
 * stands still.
 */
export function beta(returns: ArrayLike<number>, benchmark: ArrayLike<number>): number {
  const count = returns.length
  if (count < 2) return Number.NaN
  const [mean, benchmarkMean] = [meanOf(returns), meanOf(benchmark)]
  let [together, spread] = [0, 0]
  for (let index = 0; index < count; index++) {
    const off = benchmark[index]! - benchmarkMean
    together += (returns[index]! - mean) * off
    spread += off * off
  }
  return spread > 0 ? together / spread : Number.NaN
}
