import { MATH } from '../../../stdlib/math.ts'

/**
 * How straight the logarithm of equity rises or falls: the R squared of its least squares line.
 * Ruined, no change, or fewer than two returns: NaN.
 */
export function stability(returns: Float64Array): number {
  const n = returns.length
  let log = 0
  let mean = 0
  for (let i = 0; i < n; i++) {
    log += MATH.log(1 + returns[i]!)
    mean += log / n
  }
  // Reckoned twice: cheaper than room for all of them.
  log = 0
  let both = 0
  let squares = 0
  for (let i = 0; i < n; i++) {
    log += MATH.log(1 + returns[i]!)
    const off = log - mean
    both += (i - (n - 1) / 2) * off
    squares += off * off
  }
  const ticks = (n * (n * n - 1)) / 12
  const defined = n > 1 && squares > 0 && squares < Number.POSITIVE_INFINITY
  return defined ? (both * both) / (ticks * squares) : Number.NaN
}
