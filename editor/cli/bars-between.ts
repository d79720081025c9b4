import { zoneOf } from '../../runtime/calendar/zone.ts'
import type { Bars } from '../../stdlib/bars.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

/**
 * The bars that start on the days from `from` to `to`, both included, of a zone's calendar: views
 * on the same columns, nothing copied. A day is written `2015-01-31`; an absent one is no bound.
 */
export function barsBetween(
  bars: Bars,
  from: string | undefined,
  to: string | undefined,
  timezone: string,
): Bars {
  const first = from === undefined ? 0 : firstFrom(bars, midnight(Date.parse(from), timezone))
  const end =
    to === undefined ? bars.length : firstFrom(bars, midnight(Date.parse(to) + DAY, timezone))
  const cut = (column: Float64Array) => column.subarray(first, Math.max(first, end))
  return {
    length: Math.max(0, end - first),
    time: cut(bars.time),
    open: cut(bars.open),
    high: cut(bars.high),
    low: cut(bars.low),
    close: cut(bars.close),
    volume: cut(bars.volume),
  }
}

/** The instant at which a day begins in a zone; where clocks skip midnight, an hour later. */
function midnight(local: number, timezone: string): number {
  const zone = zoneOf(timezone)
  if (zone === undefined) throw new Error(`bars were read in ${timezone}, which is no zone`)
  const instant = zone.instant(local, Number.NEGATIVE_INFINITY)
  return Number.isNaN(instant) ? zone.instant(local + HOUR, Number.NEGATIVE_INFINITY) : instant
}

/** Index of the first bar that starts at `instant` or later, by bisection. */
function firstFrom({ time, length }: Bars, instant: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((time[middle] ?? instant) < instant) low = middle + 1
    else high = middle
  }
  return low
}
