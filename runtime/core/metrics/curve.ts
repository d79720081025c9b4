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
  /** Bar of the lowest close in it; 0 where there is none. */
  readonly deepestAt: number
  /** Bars of the longest time below a peak: from the peak to its recovery, or to the last bar. */
  readonly longestDrawdown: { readonly from: number; readonly to: number }
  /** Equity came to zero or below: the curve ends there with a return of -100 %. */
  readonly ruined: boolean
}

/** Below this share of the mean square, a variance is what rounding leaves of zero. */
const ROUNDING = 1e-12

/** What was seen of equity so far, bar by bar. */
interface Seen {
  peak: number
  peakAt: number
  /** Below this equity a new largest drawdown begins; saves a division a bar. */
  deepest: number
  maxDrawdown: number
  deepestAt: number
  longest: { readonly from: number; readonly to: number }
  /** Equity at the last bar; at the first, which has none before it, that bar's own. */
  before: number
  /** Of the returns, of their squares, and twice that of the squares of losses. */
  sum: number
  squares: number
  downTwice: number
  ruined: boolean
}

/** Bars a call of `look`, which the engine so compiles as a function and not as one long loop. */
const BLOCK_LENGTH = 512

/**
 * @param equity at each bar's close, money
 * @param start start capital, money, above zero
 */
export function curveOf(equity: Float64Array, start: number): Curve {
  const { length } = equity
  const seen: Seen = {
    peak: start,
    peakAt: 0,
    deepest: start,
    maxDrawdown: 0,
    deepestAt: 0,
    longest: { from: 0, to: 0 },
    before: equity[0] ?? Number.NaN,
    sum: 0,
    squares: 0,
    downTwice: 0,
    ruined: false,
  }
  let bars = 0
  while (bars < length && !seen.ruined) {
    bars = look(seen, equity, bars, Math.min(length, bars + BLOCK_LENGTH))
  }
  const { peak, peakAt, maxDrawdown, deepestAt, longest, ruined } = seen
  const last = bars - 1
  const below = last >= 0 && equity[last]! < peak && last - peakAt > longest.to - longest.from
  const count = Math.max(0, last)
  // What ruins is a return of -100 %.
  const ruin = ruined && last > 0 ? 1 : 0
  const squares = seen.squares + ruin
  const mean = (seen.sum - ruin) / count
  const spread = squares - count * mean * mean
  return {
    start,
    end: length > 0 ? equity[length - 1]! : start,
    count,
    mean,
    variance: spread <= ROUNDING * squares ? 0 : spread / (count - 1),
    downsideVariance: (seen.downTwice / 2 + ruin) / count,
    maxDrawdown: ruined ? 1 : maxDrawdown,
    deepestAt: ruined ? last : deepestAt,
    longestDrawdown: below ? { from: peakAt, to: last } : longest,
    ruined,
  }
}

/** Looks at bars [from, to); returns how many have been seen, the one that ruins the last. */
function look(seen: Seen, equity: Float64Array, from: number, to: number): number {
  let { peak, peakAt, deepest, maxDrawdown, before, sum, squares, downTwice } = seen
  let i = from
  for (; i < to; i++) {
    const now = equity[i]!
    if (now >= peak) {
      const { longest } = seen
      if (i - peakAt > longest.to - longest.from && i - peakAt > 1)
        seen.longest = { from: peakAt, to: i }
      peak = now
      peakAt = i
      deepest = peak * (1 - maxDrawdown)
    } else if (now < deepest) {
      seen.ruined = now <= 0
      if (seen.ruined) break
      maxDrawdown = (peak - now) / peak
      deepest = now
      seen.deepestAt = i
    }
    const change = now / before - 1
    before = now
    sum += change
    squares += change * change
    // Twice the loss, and no branch: which way a bar goes cannot be predicted.
    downTwice += (change - Math.abs(change)) * change
  }
  Object.assign(seen, { peak, peakAt, deepest, maxDrawdown, before, sum, squares, downTwice })
  return seen.ruined ? i + 1 : i
}
