import type { Bars } from '../../stdlib/bars.ts'
import type { Calendar } from './calendar.ts'
import { DAY } from './day.ts'
import { barPlaces } from './session-clock.ts'
import { firstDay, nextDay } from './slower-bars.ts'
import { isIntraday, lengthOf, timeframeNamed } from './timeframe.ts'

/** Finer bars by the bars that they lie in, and how many of those stand alone. */
export interface PlacedFiner {
  /** Those within bar i are [from[i], to[i]); none where it stands alone. */
  readonly finer: { readonly bars: Bars; readonly from: Int32Array; readonly to: Int32Array }
  /** Bars that have finer ones, and all is as it should be. */
  readonly walked: number
  /** Bars without finer ones. */
  readonly without: number
  /** Bars whose finer ones do not come to the same open, high, low and close. */
  readonly different: number
  /** Bars of whose finer ones some are missing, for their volumes do not make up the bar's. */
  readonly gaps: number
  /** The first bar of the two kinds before, -1 where there is none. */
  readonly firstUnfit: number
}

/**
 * Puts finer bars into the bars that they lie in, sessions and half days by the calendar. A bar is
 * matched on them only where they make it up: its open, high, low and close are theirs, and they
 * follow one another from its start to its end or their volumes add up to its own.
 */
export function placeFiner(
  calendar: Calendar,
  timeframe: string,
  bars: Bars,
  finerTimeframe: string,
  finer: Bars,
): PlacedFiner {
  const rangeOf = ranges(calendar, timeframe)
  const step = lengthOf(timeframeNamed(finerTimeframe))
  const from = new Int32Array(bars.length)
  const to = new Int32Array(bars.length)
  const counts = { walked: 0, without: 0, different: 0, gaps: 0 }
  let firstUnfit = -1
  let k = 0
  for (let i = 0; i < bars.length; i++) {
    const { start, end } = rangeOf(bars.time[i]!)
    const next = i + 1 < bars.length ? rangeOf(bars.time[i + 1]!).start : end
    while (k < finer.length && finer.time[k]! < start) k++
    const first = k
    while (k < finer.length && finer.time[k]! < Math.min(end, next)) k++
    const standing =
      first === k ? 'without' : standingOf(bars, i, finer, first, k, start, end, step)
    counts[standing] += 1
    if (standing === 'walked') {
      from[i] = first
      to[i] = k
    } else if (standing !== 'without' && firstUnfit < 0) firstUnfit = i
  }
  return { finer: { bars: finer, from, to }, ...counts, firstUnfit }
}

/** From and to when a bar is of, by its start. */
function ranges(
  calendar: Calendar,
  name: string,
): (time: number) => { readonly start: number; readonly end: number } {
  const timeframe = timeframeNamed(name)
  const place = barPlaces(calendar, timeframe)
  if (isIntraday(timeframe)) return place
  return (time) => {
    const first = firstDay(place(time).day, timeframe)
    const after = nextDay(first, timeframe)
    const sessions = calendar.sessions(first, after - DAY)
    return { start: sessions[0]?.open ?? first, end: sessions.at(-1)?.close ?? after }
  }
}

function standingOf(
  bars: Bars,
  i: number,
  finer: Bars,
  from: number,
  to: number,
  start: number,
  end: number,
  step: number,
): 'walked' | 'different' | 'gaps' {
  let high = Number.NEGATIVE_INFINITY
  let low = Number.POSITIVE_INFINITY
  let volume = 0
  let follow = finer.time[from] === start && finer.time[to - 1]! + step >= end
  for (let k = from; k < to; k++) {
    high = Math.max(high, finer.high[k]!)
    low = Math.min(low, finer.low[k]!)
    volume += finer.volume[k]!
    if (k > from && finer.time[k]! - finer.time[k - 1]! !== step) follow = false
  }
  const same =
    finer.open[from] === bars.open[i] &&
    high === bars.high[i] &&
    low === bars.low[i] &&
    finer.close[to - 1] === bars.close[i]
  if (!same) return 'different'
  const whole = bars.volume[i]!
  // Sums of fractions carry the noise of their additions.
  const adds = whole > 0 && Math.abs(volume - whole) <= 1e-9 * whole
  return follow || adds ? 'walked' : 'gaps'
}
