import type { Bars } from '../../stdlib/bars.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { DAY, MINUTE } from '../calendar/day.ts'
import { zoneOf } from '../calendar/zone.ts'
import type { Finding } from './finding.ts'

const HOUR = 60 * MINUTE
/** Zones that vendors write their times in, those of most use first. */
const ZONES = [
  'America/New_York',
  'America/Chicago',
  'Europe/London',
  'Europe/Berlin',
  'Asia/Tokyo',
  'Asia/Hong_Kong',
  'Asia/Kolkata',
  'Australia/Sydney',
]

/** Days that do not start at midnight UTC, which is how a day's date is kept. */
export function checkDays({ time, length }: Bars): Finding[] {
  const hours = new Set<number>()
  for (let bar = 0; bar < length; bar++) hours.add(time[bar]! % DAY)
  if (length < 2 || (hours.size === 1 && hours.has(0))) return []
  const found = ZONES.find((name) => {
    const zone = zoneOf(name)!
    const first = zone.local(time[0]!) % DAY
    if (first >= 12 * HOUR || (hours.size === 1 && first !== 0)) return false
    for (let bar = 0; bar < length; bar++) {
      if (zone.local(time[bar]!) % DAY !== first) return false
    }
    return true
  })
  const told = [...hours].sort((a, b) => a - b)
  const texts = told.slice(0, 3).map(clock).join(' and ')
  const [from, to] = [time[0]!, time[length - 1]!]
  if (found === undefined) {
    const message = `days start at ${texts}${told.length > 3 ? ' and other times' : ''} UTC`
    const fix = 'Give the zone in which they start at one time of the morning: --timezone'
    return [{ kind: 'timezone', from, to, message, fix }]
  }
  const local = clock(zoneOf(found)!.local(from) % DAY)
  const message = `days start at ${texts} UTC: that is ${local} in ${found}`
  return [{ kind: 'timezone', from, to, message, fix: `Import again with --timezone ${found}` }]
}

/**
 * Sessions whose bars begin an hour or more from where they should: times of the exchange's clocks
 * read as UTC, or of a zone whose clocks change on other days. Only for sessions that leave half of
 * the day free; others have no morning to tell.
 */
export function checkHours(bars: Bars, calendar: Calendar, intervalMs: number): Finding[] {
  const starts = dayStarts(bars, calendar)
  if (starts.length < 5) return []
  // An hourly bar of 09:00 has the opening at 09:30.
  const opens = (at: number, open: number) => at <= open && open < at + intervalMs
  const naive = starts.filter(({ at, session }) =>
    opens(at % DAY, calendar.zone.local(session.open) % DAY),
  )
  const [from, to] = [starts[0]!.at, starts.at(-1)!.at]
  const right = starts.filter(({ at, session }) => opens(at, session.open))
  if (
    calendar.zone.name !== 'UTC' &&
    naive.length > 0.8 * starts.length &&
    naive.length > right.length
  ) {
    const opening = clock(naive[0]!.at % DAY)
    const message = `bars begin at ${opening} UTC, when clocks at ${calendar.name} show it: they look like its local times`
    const fix = `Import again with --timezone ${calendar.zone.name}`
    return [{ kind: 'timezone', from, to, message, fix }]
  }
  return shiftedHours(starts, calendar)
}

interface DayStart {
  readonly at: number
  readonly session: { readonly open: number; readonly close: number }
}

/** The first bar of each day of UTC that has a session. */
function dayStarts({ time, length }: Bars, calendar: Calendar): DayStart[] {
  const starts: DayStart[] = []
  let last = Number.NEGATIVE_INFINITY
  for (let bar = 0; bar < length; bar++) {
    const at = time[bar]!
    const day = Math.floor(at / DAY) * DAY
    if (day === last) continue
    last = day
    const session = calendar.session(day)
    if (session && session.close - session.open <= DAY / 2) starts.push({ at, session })
  }
  return starts
}

/** Stretches of days that begin exactly an hour off what most do, against the calendar. */
function shiftedHours(starts: readonly DayStart[], calendar: Calendar): Finding[] {
  const offsets = starts.map(({ at, session }) => at - session.open)
  const usual = commonest(offsets)
  const findings: Finding[] = []
  let from = 0
  while (from < starts.length) {
    const shift = offsets[from]! - usual
    let to = from
    if (Math.abs(shift) === HOUR) {
      while (to + 1 < starts.length && offsets[to + 1]! - usual === shift) to += 1
      if (to - from >= 2) {
        const days = to - from + 1
        const side = shift > 0 ? 'later' : 'earlier'
        findings.push({
          kind: 'timezone',
          from: starts[from]!.at,
          to: starts[to]!.at,
          message: `${days} sessions begin an hour ${side} than the others, by the clocks of ${calendar.name}: times are of a zone that changes its clocks on other days, or never`,
          fix: 'Import again with the --timezone in which the file was written',
        })
      }
    }
    from = to + 1
  }
  return findings
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [[value]] = [...counts].sort(([, a], [, b]) => b - a) as [[number, number]]
  return value
}

function clock(time: number): string {
  return new Date(time).toISOString().slice(11, 16)
}
