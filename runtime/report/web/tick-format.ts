import { TickMarkType, type Time } from 'lightweight-charts'

/** Writes the marks of the time axis: days as they are, times of day in the zone. */
export function tickFormat(
  intraday: boolean,
  timezone: string,
): (time: Time, type: TickMarkType) => string {
  const timeZone = intraday ? timezone : 'UTC'
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options })
  const year = format({ year: 'numeric' })
  const month = format({ month: 'short' })
  const day = format({ day: 'numeric', ...(intraday ? { month: 'short' } : {}) })
  const clock = format({ hour: '2-digit', minute: '2-digit' })
  return (time, type) => {
    const at = Number(time) * 1_000
    switch (type) {
      case TickMarkType.Year:
        return year.format(at)
      case TickMarkType.Month:
        return month.format(at)
      case TickMarkType.DayOfMonth:
        return day.format(at)
      case TickMarkType.Time:
      case TickMarkType.TimeWithSeconds:
        return clock.format(at)
    }
  }
}
