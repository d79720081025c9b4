import type { Bars } from '../../stdlib/bars.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { calendarNamed, calendarNames } from '../calendar/calendars.ts'
import { DAY } from '../calendar/day.ts'

/** Below so many days, chance alone could make two calendars agree. */
const DAYS_MIN = 60
const SHARE_MIN = 0.975
const LONGEST_CLOSURE = 14 * DAY

/**
 * The calendar whose sessions follow one another as the days of these bars do, nearly always;
 * undefined where none does. Of equals the one of more use.
 */
export function guessCalendar(bars: Bars, daily: boolean): Calendar | undefined {
  let best: Calendar | undefined
  let bestShare = SHARE_MIN
  for (const name of calendarNames()) {
    const calendar = calendarNamed(name)!
    // One whose years end before the bars do would be judged by the rest alone.
    if (!calendar.knows(bars.time[bars.length - 1]!)) continue
    const share = followedDays(barDays(bars, calendar, daily), calendar)
    if (share > bestShare) {
      best = calendar
      bestShare = share
    }
  }
  return best
}

/** The days that have bars: their dates, or those of the sessions that they are of. */
export function barDays({ time, length }: Bars, calendar: Calendar, daily: boolean): Set<number> {
  const days = new Set<number>()
  for (let bar = 0; bar < length; bar++) {
    const at = time[bar]!
    const local = daily ? at : calendar.zone.local(at)
    days.add(daily ? midnight(local) : (calendar.sessionAt(at)?.day ?? midnight(local)))
  }
  return days
}

/**
 * How often the day that follows one is its next session: long holes count once, weekends and
 * holidays as often as they come.
 */
function followedDays(days: ReadonlySet<number>, calendar: Calendar): number {
  const known = [...days].filter(calendar.knows).sort((a, b) => a - b)
  if (known.length < DAYS_MIN) return 0
  let right = 0
  for (const [index, day] of known.slice(0, -1).entries()) {
    const next = known[index + 1]!
    const between = next - day > LONGEST_CLOSURE ? undefined : calendar.sessions(day, next)
    if (between?.length === 2 && between[0]!.day === day && between[1]!.day === next) right += 1
  }
  return right / (known.length - 1)
}

function midnight(local: number): number {
  return Math.floor(local / DAY) * DAY
}
