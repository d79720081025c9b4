import type { Bars } from '../../../stdlib/bars.ts'

/** A mean Gregorian year is 365.2425 days. */
const YEAR_MS = 365.2425 * 86_400_000

/**
 * Bars a year, counted from the bars themselves: intervals between starts, over the years from
 * the first start to the last. NaN with fewer than two bars.
 */
export function periodsPerYear(bars: Bars): number {
  const last = bars.length - 1
  return last < 1 ? Number.NaN : last / yearsBetween(bars.time[0]!, bars.time[last]!)
}

/** Years between two instants in milliseconds. */
export function yearsBetween(from: number, to: number): number {
  return (to - from) / YEAR_MS
}
