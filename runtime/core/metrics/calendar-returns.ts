import type { Bars } from '../../../stdlib/bars.ts'

/** What equity did over one day or month of the calendar (UTC). */
export interface CalendarReturn {
  /** Where the day or month begins, ms UTC. */
  readonly start: number
  /** From the last close before it to its own last close, a ratio. */
  readonly value: number
}

const DAY_MS = 86_400_000

/**
 * Returns of a curve by calendar days or months; days without bars are not there. The first is
 * measured from `startCash`, and left out where it is a single bar at which nothing has moved yet.
 * Ruin is a return of -1 and the last.
 *
 * @param equity at each bar's close, money
 */
export function calendarReturns(
  equity: Float64Array,
  bars: Bars,
  startCash: number,
  period: 'day' | 'month',
): readonly CalendarReturn[] {
  const returns: CalendarReturn[] = []
  const { time } = bars
  const { length } = equity
  let before = startCash
  for (let from = 0, to = 0; from < length && before > 0; from = to) {
    const { start, end } = period === 'day' ? dayOf(time[from]!) : monthOf(time[from]!)
    to = from + 1
    while (to < length && time[to]! < end) to += 1
    const last = equity[to - 1]!
    const stillAtStart = to === 1 && last === startCash
    if (!stillAtStart) returns.push({ start, value: Math.max(-1, last / before - 1) })
    before = last
  }
  return returns
}

function dayOf(instant: number) {
  const start = Math.floor(instant / DAY_MS) * DAY_MS
  return { start, end: start + DAY_MS }
}

function monthOf(instant: number) {
  const date = new Date(instant)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) }
}
