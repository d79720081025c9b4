import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import type { Calendar } from './calendar.ts'
import { DAY, type Day, MONDAY, weekdayOf } from './day.ts'
import type { BarPlace } from './session-clock.ts'
import { isIntraday, lengthOf, type Timeframe } from './timeframe.ts'

/** Bars made of finer ones. */
export interface SlowerBars {
  /** The last one may lack what has not come yet. */
  readonly bars: Bars
  /** Adds a finer bar, which is later than those before; its place is by the finer timeframe. */
  readonly add: (from: Bars, i: number, place: BarPlace) => void
}

/**
 * Makes slower bars by the calendar: intraday ones begin with the session and every so often after
 * it, so that the last may be short; others are of whole sessions, weeks from Monday and months.
 */
export function slowerBars(calendar: Calendar, timeframe: Timeframe): SlowerBars {
  const startOf = starts(calendar, timeframe)
  const bars = emptyBars(64)
  return {
    bars,
    add: (from, i, place) => {
      const start = startOf(place)
      if (start === undefined) return
      const last = bars.length - 1
      if (last < 0 || bars.time[last] !== start) append(bars, from, i, start)
      else {
        bars.high[last] = Math.max(bars.high[last]!, from.high[i]!)
        bars.low[last] = Math.min(bars.low[last]!, from.low[i]!)
        bars.close[last] = from.close[i]!
        bars.volume[last] = bars.volume[last]! + from.volume[i]!
      }
    },
  }
}

function append(bars: Bars, from: Bars, i: number, start: number): void {
  const at = bars.length
  if (at === bars.time.length) {
    for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) {
      const longer = new Float64Array(2 * at)
      longer.set(bars[name])
      bars[name] = longer
    }
  }
  bars.time[at] = start
  for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) {
    bars[name][at] = from[name][i]!
  }
  bars.length = at + 1
}

/**
 * The start under which the slower bar of a finer one is stored. Days are their sessions: what
 * trades outside is of no day, for it may come when the day's bar is long known.
 */
function starts(calendar: Calendar, timeframe: Timeframe): (place: BarPlace) => number | undefined {
  if (isIntraday(timeframe)) {
    const length = lengthOf(timeframe)
    return ({ session, day, start }) => {
      const anchor =
        session === undefined
          ? calendar.zone.instant(day, Number.NEGATIVE_INFINITY)
          : start < session.close
            ? session.open
            : session.close
      return anchor + Math.floor((start - anchor) / length) * length
    }
  }
  return ({ session, day, start }) =>
    session !== undefined && session.open <= start && start < session.close
      ? firstDay(day, timeframe)
      : undefined
}

/** The day under which the bar of whole sessions is stored that holds a day. */
export function firstDay(day: Day, { value, unit }: Timeframe): Day {
  if (unit === 'mo') {
    const date = new Date(day)
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth()
    const first = month - (month % value)
    return Date.UTC(Math.floor(first / 12), first % 12, 1)
  }
  const monday = day - ((weekdayOf(day) + 7 - MONDAY) % 7) * DAY
  if (unit === 'w') return monday - (Math.floor(monday / (7 * DAY)) % value) * 7 * DAY
  return day - (Math.floor(day / DAY) % value) * DAY
}

/** The first day after the bar of whole sessions that is stored under a day. */
export function nextDay(first: Day, { value, unit }: Timeframe): Day {
  if (unit !== 'mo') return first + value * (unit === 'w' ? 7 : 1) * DAY
  const date = new Date(first)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + value, 1)
}
