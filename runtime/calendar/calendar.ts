import { DAY, type Day, dayNamed, MINUTE, weekdayOf, yearOf } from './day.ts'
import { daysOfYear } from './day-rules.ts'
import type { ExchangeRules, Hours } from './exchange-rules.ts'
import { type Zone, zoneOf } from './zone.ts'

/** The trading session of a day; instants are ms UTC. */
export interface Session {
  /** The date that the exchange gives it. */
  readonly day: Day
  readonly open: number
  /** The first instant after it. */
  readonly close: number
  /** [from, to) without trading, such as a lunch. */
  readonly pause?: readonly [from: number, to: number]
  /** It ends before its usual hour. */
  readonly early: boolean
}

/** When an exchange trades. Answers are computed when asked for, and kept. */
export interface Calendar {
  readonly name: string
  readonly title: string
  readonly zone: Zone
  /** Whether the rules are known to be right for this day. */
  readonly knows: (day: Day) => boolean
  /** The session of a date; undefined where there is none. */
  readonly session: (day: Day) => Session | undefined
  /** The sessions of the dates from `first` to `last`, both included. */
  readonly sessions: (first: Day, last: Day) => readonly Session[]
  /** The session within whose hours an instant lies, its pause included. */
  readonly sessionAt: (instant: number) => Session | undefined
}

/** The calendar of these rules. Throws where they name a zone that there is not. */
export function calendarBy(rules: ExchangeRules): Calendar {
  const zone = zoneOf(rules.timezone)
  if (zone === undefined) throw new Error(`${rules.name}: there is no zone ${rules.timezone}`)
  const years = new Map<number, Year>()
  const sessionOf = (day: Day): Session | undefined => {
    const number = yearOf(day)
    let year = years.get(number)
    if (year === undefined) {
      year = yearBy(rules, number)
      years.set(number, year)
    }
    const known = year.sessions.get(day)
    if (known !== undefined || year.sessions.has(day)) return known
    const session = makeSession(rules, year, zone, day)
    year.sessions.set(day, session)
    return session
  }
  const [first, last] = rules.years
  return {
    name: rules.name,
    title: rules.title,
    zone,
    knows: (day) => yearOf(day) >= first && yearOf(day) <= last,
    session: sessionOf,
    sessions: (from, to) => {
      const found: Session[] = []
      for (let day = from; day <= to; day += DAY) {
        const session = sessionOf(day)
        if (session) found.push(session)
      }
      return found
    },
    sessionAt: (instant) => {
      const today = Math.floor(zone.local(instant) / DAY) * DAY
      for (const day of [today, today + DAY]) {
        const session = sessionOf(day)
        if (session && session.open <= instant && instant < session.close) return session
      }
      return undefined
    },
  }
}

interface Year {
  readonly holidays: ReadonlySet<Day>
  readonly opened: ReadonlySet<Day>
  readonly early: readonly { readonly close: string; readonly days: ReadonlySet<Day> }[]
  readonly sessions: Map<Day, Session | undefined>
}

function yearBy(rules: ExchangeRules, year: number): Year {
  // What falls on January 1st of the next year may be observed in this one.
  const both = (of: (one: number) => ReadonlySet<Day>) => new Set([...of(year), ...of(year + 1)])
  return {
    holidays: both((one) => daysOfYear(rules.holidays, one)),
    opened: daysOfYear(rules.opened ? [rules.opened] : [], year),
    early: rules.early.map(({ close, days }) => ({ close, days: daysOfYear(days, year) })),
    sessions: new Map(),
  }
}

function makeSession(rules: ExchangeRules, year: Year, zone: Zone, day: Day): Session | undefined {
  const trades = rules.weekdays.includes(weekdayOf(day)) && !year.holidays.has(day)
  if (!trades && !year.opened.has(day)) return undefined
  const hours = hoursOn(rules, day)
  const early = year.early.find(({ days }) => days.has(day))
  const at = (clock: string) =>
    zone.instant(day + minutesOf(clock) * MINUTE, Number.NEGATIVE_INFINITY)
  const { pause } = early ? {} : hours
  return {
    day,
    open: at(hours.open),
    close: at(early?.close ?? hours.close),
    ...(pause && { pause: [at(pause[0]), at(pause[1])] as const }),
    early: early !== undefined,
  }
}

function hoursOn({ hours }: ExchangeRules, day: Day): Hours {
  const [oldest] = hours
  return hours.findLast(({ from }) => dayNamed(from) <= day) ?? oldest!
}

/** Minutes from the day's midnight. */
function minutesOf(clock: string): number {
  const [, before, hour, minute] = /^(-?)(\d\d):(\d\d)$/.exec(clock) ?? []
  if (hour === undefined) throw new Error(`${clock} is no time of day`)
  return Number(hour) * 60 + Number(minute) - (before ? 1_440 : 0)
}
