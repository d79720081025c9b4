import type { Bars } from '../../stdlib/bars.ts'
import type { Calendar, Session } from '../calendar/calendar.ts'
import { DAY, dayText, MINUTE } from '../calendar/day.ts'
import type { Finding } from './finding.ts'
import { barDays } from './guess-calendar.ts'

/** What the calendar expects, and how much of it there is. */
export interface Coverage {
  readonly sessions: number
  readonly covered: number
  /** The same of each month, `2024-03`. */
  readonly months: readonly { readonly month: string; sessions: number; covered: number }[]
}

/** Sessions without a bar, and days with bars but without a session. */
export function checkSessions(
  bars: Bars,
  calendar: Calendar,
  daily: boolean,
): { readonly findings: readonly Finding[]; readonly coverage: Coverage } {
  const days = barDays(bars, calendar, daily)
  const known = [...days].filter(calendar.knows).sort((a, b) => a - b)
  const sessions = known.length > 0 ? calendar.sessions(known[0]!, known.at(-1)!) : []
  const findings: Finding[] = []
  for (const [first, last, count] of stretches(sessions, ({ day }) => !days.has(day))) {
    const what = count === 1 ? 'a session has' : `${count} sessions have`
    const message = `${what} no bars: ${span(first.day, last.day)}`
    findings.push({ kind: 'gap', from: first.day, to: last.day, message, fix: FILL })
  }
  const off = known.filter((day) => calendar.session(day) === undefined)
  if (off.length > 0) {
    const some = off.slice(0, 5).map(dayText).join(', ')
    findings.push({
      kind: 'off-session',
      from: off[0]!,
      to: off.at(-1)!,
      message: `${off.length === 1 ? 'a day has' : `${off.length} days have`} bars, but ${calendar.name} has no session: ${some}${off.length > 5 ? ', …' : ''}`,
      fix: 'Check the calendar, or remove the rows: vendors fill holidays with the day before',
    })
  }
  return { findings, coverage: coverageOf(sessions, days) }
}

/** Stretches within sessions without bars: a minute without trades is none, half an hour is. */
export function checkHoles(bars: Bars, calendar: Calendar, intervalMs: number): Finding[] {
  const patience = Math.max(30 * MINUTE, 10 * intervalMs)
  const findings: Finding[] = []
  for (let bar = 1; bar < bars.length; bar++) {
    const from = bars.time[bar - 1]! + intervalMs
    const to = bars.time[bar]!
    if (to - from < patience) continue
    const session = calendar.sessionAt(from)
    // Beyond the session, the time is the calendar's business.
    if (session === undefined || session !== calendar.sessionAt(to)) continue
    const paused = session.pause && from <= session.pause[1] && to >= session.pause[0]
    const pause = paused ? session.pause[1] - session.pause[0] : 0
    if (to - from - pause < patience) continue
    const minutes = Math.round((to - from - pause) / MINUTE)
    const message = `${minutes} minutes within the session of ${dayText(session.day)} have no bars`
    findings.push({ kind: 'gap', from, to, message, fix: FILL })
  }
  return findings
}

/** Gaps where no calendar is known: much longer than the bars' own rhythm has them. */
export function checkRhythm({ time, length }: Bars, intervalMs: number): Finding[] {
  const patience = intervalMs < DAY ? Math.max(4 * DAY, 10 * intervalMs) : 5 * intervalMs
  const findings: Finding[] = []
  for (let bar = 1; bar < length; bar++) {
    const distance = time[bar]! - time[bar - 1]!
    if (distance < patience) continue
    const [from, to] = [time[bar - 1]!, time[bar]!]
    const message = `${Math.round(distance / DAY)} days have no bars: ${span(from, to)}`
    findings.push({ kind: 'gap', from, to, message, fix: FILL })
  }
  return findings
}

const FILL = 'Import what is missing: bars are added to those that are stored'

function span(first: number, last: number): string {
  return first === last ? dayText(first) : `${dayText(first)} to ${dayText(last)}`
}

/** Runs of neighbours of one kind: first, last and how many. */
function stretches(
  sessions: readonly Session[],
  is: (session: Session) => boolean,
): [Session, Session, number][] {
  const found: [Session, Session, number][] = []
  let open = false
  for (const session of sessions) {
    const run = found.at(-1)
    if (!is(session)) open = false
    else if (open && run) {
      run[1] = session
      run[2] += 1
    } else {
      found.push([session, session, 1])
      open = true
    }
  }
  return found
}

function coverageOf(sessions: readonly Session[], days: ReadonlySet<number>): Coverage {
  const months = new Map<string, { month: string; sessions: number; covered: number }>()
  let covered = 0
  for (const { day } of sessions) {
    const month = dayText(day).slice(0, 7)
    const entry = months.get(month) ?? { month, sessions: 0, covered: 0 }
    months.set(month, entry)
    entry.sessions += 1
    if (!days.has(day)) continue
    entry.covered += 1
    covered += 1
  }
  return { sessions: sessions.length, covered, months: [...months.values()] }
}
