import type { Bars } from '../../../stdlib/bars.ts'
import type { MetricConventions } from './conventions.ts'

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

/** Of a market that is shut at weekends, and of one that is not. */
const TRADING_DAYS = { week: 252, everyDay: 365 } as const

/**
 * Periods a year by a convention, for a curve of so many returns over these bars. A market trades
 * at weekends where more than six tenths of the bars are there that a week without rest would have
 * (backtesting.py's rule).
 */
export function conventionalPeriods(
  bars: Bars,
  returns: number,
  convention: MetricConventions['periodsPerYear'],
): number {
  if (typeof convention === 'number') return convention
  const last = bars.length - 1
  if (convention === 'counted')
    return last < 1 ? Number.NaN : returns / yearsBetween(bars.time[0]!, bars.time[last]!)
  let weekend = 0
  for (let bar = 0; bar <= last; bar++) if (isWeekend(bars.time[bar]!)) weekend += 1
  return weekend / bars.length > (2 / 7) * 0.6 ? TRADING_DAYS.everyDay : TRADING_DAYS.week
}

function isWeekend(instant: number): boolean {
  const day = new Date(instant).getUTCDay()
  return day === 0 || day === 6
}
