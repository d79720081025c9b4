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
  // The plus tells V8 that these are numbers: else each new peak is an object on the heap.
  let peak = +start
  let peakAt = 0
  let maxDrawdown = 0
  // Below this equity a new largest drawdown begins; saves a division a bar.
  let deepest = +start
  let from = 0
  let to = 0
  let ruined = false
  let before = equity[0] ?? Number.NaN
  let sum = 0
  let squares = 0
  // Twice the sum, and no branch: which way a bar goes cannot be predicted.
  let downTwice = 0
  let i = 0
  for (; i < equity.length; i++) {
    const now = equity[i]!
    if (now >= peak) {
      if (i - peakAt > to - from && i - peakAt > 1) {
        from = peakAt
        to = i
      }
      peak = now
      peakAt = i
      deepest = peak * (1 - maxDrawdown)
    } else if (now < deepest) {
      ruined = now <= 0
      if (ruined) break
      maxDrawdown = (peak - now) / peak
      deepest = now
    }
    // The first bar returns zero: it has none before it.
    const change = now / before - 1
    before = now
    sum += change
    squares += change * change
    downTwice += (change - Math.abs(change)) * change
  }
  const last = ruined ? i : equity.length - 1
  if (last >= 0 && equity[last]! < peak && last - peakAt > to - from) {
    from = peakAt
    to = last
  }
  const count = Math.max(0, last)
  // What ruins is a return of -100 %.
  const ruin = ruined && last > 0 ? 1 : 0
  squares += ruin
  const mean = (sum - ruin) / count
  const spread = squares - count * mean * mean
  return {
    start,
    end: equity.length > 0 ? equity[equity.length - 1]! : start,
    count,
    mean,
    variance: spread <= ROUNDING * squares ? 0 : spread / (count - 1),
    downsideVariance: (downTwice / 2 + ruin) / count,
    maxDrawdown: ruined ? 1 : maxDrawdown,
    longestDrawdown: { from, to },
    ruined,
  }
}
