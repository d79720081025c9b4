/** Everything the curve metrics need, gathered in one pass over equity. */
export interface Curve {
  /** Money. */
  readonly start: number
  readonly end: number
  /** Returns from close to close, counted up to ruin. */
  readonly count: number
  readonly mean: number
  /** Of the returns, n - 1 in the divisor; 0 where they differ by no more than rounding. */
  readonly variance: number
  /** Mean over all returns of min(return, 0) squared. */
  readonly downsideVariance: number
  /** Largest fall from a peak as a fraction of it, 0 or more; the start capital is a peak. */
  readonly maxDrawdown: number
  /** Bars of the longest time below a peak: from the peak to its recovery, or to the last bar. */
  readonly longestDrawdown: { readonly from: number; readonly to: number }
  /** Equity came to zero or below: the curve ends there with a return of -100 %. */
  readonly ruined: boolean
}

/** Below this share of the mean square, a variance is what rounding leaves of zero. */
const ROUNDING = 1e-12

/**
 * @param equity at each bar's close, money
 * @param start start capital, money, above zero
 */
export function curveOf(equity: Float64Array, start: number): Curve {
  let before = equity.length > 0 ? equity[0]! : start
  let ruined = before <= 0
  let sum = 0
  let squares = 0
  let downSquares = 0
  let peak = start
  let peakAt = 0
  let maxDrawdown = 0
  // Below this equity a new largest drawdown begins; saves a division a bar.
  let deepest = start
  let from = 0
  let to = 0
  let i = 0
  for (; i < equity.length && !ruined; i++) {
    const now = equity[i]!
    if (now !== before) {
      ruined = now <= 0
      const change = ruined ? -1 : now / before - 1
      before = now
      sum += change
      const square = change * change
      squares += square
      if (change < 0) downSquares += square
    }
    if (now >= peak) {
      if (i - peakAt > to - from && i - peakAt > 1) {
        from = peakAt
        to = i
      }
      peak = now
      peakAt = i
      deepest = peak * (1 - maxDrawdown)
    } else if (now < deepest) {
      maxDrawdown = ruined ? 1 : (peak - now) / peak
      deepest = now
    }
  }
  const last = i - 1
  if (equity.length > 0 && equity[last]! < peak && last - peakAt > to - from) {
    from = peakAt
    to = last
  }
  const count = Math.max(0, last)
  const mean = sum / count
  const spread = squares - count * mean * mean
  return {
    start,
    end: equity.length > 0 ? equity[equity.length - 1]! : start,
    count,
    mean,
    variance: spread <= ROUNDING * squares ? 0 : spread / (count - 1),
    downsideVariance: downSquares / count,
    maxDrawdown: equity.length > 0 && equity[0]! <= 0 ? 1 : maxDrawdown,
    longestDrawdown: { from, to },
    ruined,
  }
}
