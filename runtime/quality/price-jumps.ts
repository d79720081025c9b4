import type { Bars } from '../../stdlib/bars.ts'
import type { Finding } from './finding.ts'

/** Splits as they are made, new shares for old; what is smaller is a day's move as well. */
const SPLITS: readonly (readonly [to: number, from: number])[] = [
  [2, 1],
  [3, 1],
  [3, 2],
  [4, 1],
  [5, 1],
  [6, 1],
  [7, 1],
  [8, 1],
  [10, 1],
  [15, 1],
  [20, 1],
  [25, 1],
  [30, 1],
  [50, 1],
  [100, 1],
]
/** How far a jump may be from a split's ratio: that night's own move. */
const SPLIT_TOLERANCE = 0.05
/** The jump of a split 3:2 is that of a bad day: it has to be closer. */
const SMALL_TOLERANCE = 0.035
/** Over a longer gap, prices may go anywhere. */
const NEIGHBOURS_MS = 7 * 86_400_000
/** Robust standard deviations of a bar's move, and the least share, that make it remarkable. */
const DEVIATIONS = 15
const MOVE_MIN = 0.03
const WICK_MIN = 0.1

/**
 * Prices that jump: away and back within a bar or two (an outlier), or by a ratio of splits and for
 * good. Moves are measured against the median move of the series, which no jump can shift.
 */
export function checkJumps(bars: Bars): Finding[] {
  const { time, open, high, low, close, length } = bars
  const usual = usualMove(bars)
  const longWick = Math.max(1.5 * DEVIATIONS * usual, DEVIATIONS * usualWick(bars), WICK_MIN)
  const remarkable = Math.max(DEVIATIONS * usual, MOVE_MIN)
  const findings: Finding[] = []
  for (let bar = 1; bar < length; bar++) {
    const at = time[bar]!
    if (at - time[bar - 1]! > NEIGHBOURS_MS) continue
    const move = close[bar]! / close[bar - 1]! - 1
    const night = open[bar]! / close[bar - 1]!
    const split = splitOf(night, remarkable)
    if (split && staysAway(bars, bar)) {
      const message = `the open is ${times(night)} the close before: it looks like a split ${split}`
      const fix = 'Import prices adjusted for splits, or with --adjusted'
      findings.push({ kind: 'split', from: at, to: at, message, fix })
      continue
    }
    const back = bar + 1 < length ? close[bar + 1]! / close[bar - 1]! - 1 : move
    if (Math.abs(move) > remarkable && Math.abs(back) < Math.abs(move) / 4) {
      const message = `the close ${figure(close[bar]!)} is ${percent(move)} off, and the next is back`
      findings.push({ kind: 'outlier', from: at, to: at, message, fix: LOOK })
      continue
    }
    const [top, bottom] = wicks(bars, bar)
    const wick = Math.max(top, bottom)
    if (wick > longWick) {
      const [name, price] = top > bottom ? ['high', high[bar]!] : ['low', low[bar]!]
      const message = `the ${name} ${figure(price)} is ${percent(wick)} beyond open and close`
      findings.push({ kind: 'outlier', from: at, to: at, message, fix: LOOK })
    }
  }
  return findings
}

const LOOK = 'Compare the bar with another source'

/** Median of the absolute moves from close to close, as a standard deviation. */
function usualMove({ close, length }: Bars): number {
  if (length < 3) return Number.POSITIVE_INFINITY
  const moves = Float64Array.from({ length: length - 1 }, (_, bar) =>
    Math.abs(close[bar + 1]! / close[bar]! - 1),
  ).sort()
  return 1.4826 * moves[moves.length >> 1]!
}

/** How far high and low are beyond open and close, as shares of these. */
function wicks({ open, high, low, close }: Bars, bar: number): [top: number, bottom: number] {
  const top = high[bar]! / Math.max(open[bar]!, close[bar]!) - 1
  return [top, 1 - low[bar]! / Math.min(open[bar]!, close[bar]!)]
}

/** Median of the longer wick. */
function usualWick(bars: Bars): number {
  const longer = Float64Array.from({ length: bars.length }, (_, bar) =>
    Math.max(...wicks(bars, bar)),
  )
  return longer.sort()[bars.length >> 1] ?? 0
}

/** `4:1`, `1:10`: the split that would explain the ratio of two prices. */
function splitOf(ratio: number, remarkable: number): string | undefined {
  if (Math.abs(ratio - 1) < Math.max(remarkable, 0.25)) return undefined
  let best: string | undefined
  let bestError = Number.POSITIVE_INFINITY
  for (const [to, from] of SPLITS) {
    const size = ratio < 1 ? from / to : to / from
    const error = Math.abs(ratio / size - 1)
    const tolerance = to / from < 2 ? SMALL_TOLERANCE : SPLIT_TOLERANCE
    if (error > tolerance || error >= bestError) continue
    best = ratio < 1 ? `${to}:${from}` : `${from}:${to}`
    bestError = error
  }
  // Nobody joins three shares into two.
  return best === '2:3' ? undefined : best
}

/** Whether the closes after a jump stay on its side: the jump's middle lies between. */
function staysAway({ open, close, length }: Bars, bar: number): boolean {
  const before = close[bar - 1]!
  const middle = Math.sqrt(before * open[bar]!)
  const up = open[bar]! > before
  for (let after = bar; after < Math.min(length, bar + 5); after++) {
    if (close[after]! > middle !== up) return false
  }
  return true
}

function times(ratio: number): string {
  return `${Number(ratio.toPrecision(3))} times`
}

function percent(share: number): string {
  return `${Number((Math.abs(share) * 100).toPrecision(3))} %`
}

/** A price without the noise of floats. */
function figure(price: number): string {
  return String(Number(price.toPrecision(10)))
}
