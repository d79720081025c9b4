import type { Bars } from '../../stdlib/bars.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { DAY } from '../calendar/day.ts'
import type { BarInterval } from '../feeds/quality-report.ts'
import type { Finding } from './finding.ts'
import { type Coverage, checkHoles, checkRhythm, checkSessions } from './gaps.ts'
import { guessCalendar } from './guess-calendar.ts'
import { checkJumps } from './price-jumps.ts'
import { checkDays, checkHours } from './timezone.ts'

/** What the checks made of a series. */
export interface BarsCheck {
  /** By time. */
  readonly findings: readonly Finding[]
  /** The calendar that gaps were measured by; absent where none is known and none fits. */
  readonly calendar?: {
    readonly name: string
    readonly title: string
    /** Not told by anybody, but fitting. */
    readonly guessed: boolean
  }
  readonly coverage?: Coverage
}

/**
 * Checks bars that are sound one by one for what only shows in the whole: gaps, outliers, splits,
 * times of another zone. Without a calendar, one that fits the days is taken.
 */
export function checkBars(bars: Bars, interval: BarInterval, told?: Calendar): BarsCheck {
  const { milliseconds } = interval
  const daily = milliseconds >= DAY * 0.75
  const single = milliseconds < DAY * 1.5
  const calendar = single ? (told ?? guessCalendar(bars, daily)) : undefined
  const findings = [...checkJumps(bars), ...(daily && single ? checkDays(bars) : [])]
  if (calendar === undefined) {
    return { findings: byTime([...findings, ...checkRhythm(bars, milliseconds)]) }
  }
  const { findings: sessions, coverage } = checkSessions(bars, calendar, daily)
  findings.push(...sessions)
  if (!daily) {
    findings.push(
      ...checkHours(bars, calendar, milliseconds),
      ...checkHoles(bars, calendar, milliseconds),
    )
  }
  const { name, title } = calendar
  return {
    findings: byTime(findings),
    calendar: { name, title, guessed: told === undefined },
    coverage,
  }
}

function byTime(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => a.from - b.from)
}
