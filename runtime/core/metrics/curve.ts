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
  const { last, ruined, ...decline } = declineOf(equity, start)
  const { sum, squares, downSquares } = returnsOf(equity, last, ruined)
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
    ...decline,
    ruined,
  }
}

/** Falls from peaks, and the bar at which the curve ends: the last, or that of ruin. */
function declineOf(
  equity: Float64Array,
  start: number,
): Pick<Curve, 'maxDrawdown' | 'longestDrawdown' | 'ruined'> & { readonly last: number } {
  // The plus tells V8 that these are numbers: else each new peak is an object on the heap.
  let peak = +start
  let peakAt = 0
  let maxDrawdown = 0
  // Below this equity a new largest drawdown begins; saves a division a bar.
  let deepest = +start
  let from = 0
  let to = 0
  let i = 0
  let ruined = false
  for (; i < equity.length && !ruined; i++) {
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
      maxDrawdown = ruined ? 1 : (peak - now) / peak
      deepest = now
    }
  }
  const last = i - 1
  if (last >= 0 && equity[last]! < peak && last - peakAt > to - from) {
    from = peakAt
    to = last
  }
  return { last, ruined, maxDrawdown, longestDrawdown: { from, to } }
}

/** Sums over the returns from close to close up to bar `last`; one that ruins is -100 %. */
function returnsOf(
  equity: Float64Array,
  last: number,
  ruined: boolean,
): { readonly sum: number; readonly squares: number; readonly downSquares: number } {
  let before = equity[0] ?? Number.NaN
  let sum = 0
  let squares = 0
  // Twice the sum, and no branch: which way a bar goes cannot be predicted.
  let downTwice = 0
  const end = ruined ? last - 1 : last
  for (let i = 1; i <= end; i++) {
    const now = equity[i]!
    const change = now / before - 1
    before = now
    sum += change
    squares += change * change
    downTwice += (change - Math.abs(change)) * change
  }
  const ruin = ruined && last > 0 ? 1 : 0
  return { sum: sum - ruin, squares: squares + ruin, downSquares: downTwice / 2 + ruin }
}
