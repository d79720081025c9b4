import type { Bars, SessionColumns, SessionStream } from '../../stdlib/bars.ts'
import type { Calendar, Session } from './calendar.ts'
import { DAY, type Day, MINUTE, SUNDAY, weekdayOf } from './day.ts'
import { isIntraday, lengthOf, type Timeframe } from './timeframe.ts'

/** Puts beside bars what a calendar says of them. */
export interface SessionClock {
  /**
   * Writes the sessions of the bars in [from, to), making room for as many as the bars have. The
   * only place where bars and a calendar become columns: backtest, test, page and live call it,
   * with all bars or with one.
   */
  readonly fill: (bars: Bars, from: number, to: number) => void
}

/** Where a bar lies in the calendar. */
export interface BarPlace {
  /** The date of its session; that of its start where there is none. */
  readonly day: Day
  readonly session: Session | undefined
  /** The instant at which it begins: that of the session where a bar is a whole one. */
  readonly start: number
  /** The instant at which it is complete: a session's last bar ends with it, short or not. */
  readonly end: number
}

/** A clock for bars of a timeframe; `streams` are the columns that somebody reads. */
export function sessionClock(
  calendar: Calendar,
  timeframe: Timeframe,
  streams: readonly SessionStream[],
): SessionClock {
  const place = barPlaces(calendar, timeframe)
  const writers = streams.map((name) => ({ name, of: VALUES[name] }))
  return {
    fill: (bars, from, to) => {
      const columns = roomFor(bars, streams)
      for (let i = from; i < to; i++) {
        const at = place(bars.time[i]!)
        const first = i === 0 || columns.day[i - 1] !== at.day
        columns.day[i] = at.day
        for (let k = 0; k < writers.length; k++) {
          const { name, of } = writers[k]!
          columns[name]![i] = of(at, calendar, first)
        }
      }
    },
  }
}

/** Finds the places of bars by their starts; those that follow one another are found fastest. */
export function barPlaces(calendar: Calendar, timeframe: Timeframe): (time: number) => BarPlace {
  if (!isIntraday(timeframe)) return (time) => wholePlace(calendar, time)
  const length = lengthOf(timeframe)
  let session: Session | undefined
  return (time) => {
    if (session === undefined || time < session.open || time >= session.close) {
      session = calendar.sessionAt(time)
    }
    if (session !== undefined) {
      const end = Math.min(time + length, session.close)
      return { day: session.day, session, start: time, end }
    }
    const day = midnight(calendar.zone.local(time))
    return { day, session: calendar.session(day), start: time, end: time + length }
  }
}

/**
 * A day's bar is stored under its date, at midnight of one zone or another, or under the instant
 * at which its session opened.
 */
function wholePlace(calendar: Calendar, time: number): BarPlace {
  const day = calendar.sessionAt(time)?.day ?? midnight(time + DAY / 2)
  const session = calendar.session(day)
  const start = session?.open ?? time
  return { day, session, start, end: session?.close ?? time + DAY }
}

const VALUES: Readonly<
  Record<SessionStream, (at: BarPlace, calendar: Calendar, first: boolean) => number>
> = {
  hour: (at, calendar) => Math.floor(timeOfDay(at, calendar) / (60 * MINUTE)),
  minute: (at, calendar) => Math.floor(timeOfDay(at, calendar) / MINUTE) % 60,
  weekday: ({ start }, { zone }) => weekdayOf(midnight(zone.local(start))) || SUNDAY + 7,
  month: ({ start }, { zone }) => new Date(zone.local(start)).getUTCMonth() + 1,
  time_of_day: timeOfDay,
  session_open: ({ session }, { zone }) =>
    session === undefined ? Number.NaN : inDay(zone.local(session.open)),
  minutes_to_close: ({ session, end }) =>
    session === undefined ? Number.NaN : (session.close - end) / MINUTE,
  is_first_bar_of_day: (_at, _calendar, first) => (first ? 1 : 0),
  bar_end: ({ end }, { zone }) => zone.local(end),
}

function timeOfDay({ start }: BarPlace, { zone }: Calendar): number {
  return inDay(zone.local(start))
}

function inDay(local: number): number {
  return local - midnight(local)
}

function midnight(local: number): Day {
  return Math.floor(local / DAY) * DAY
}

function roomFor(bars: Bars, streams: readonly SessionStream[]): SessionColumns {
  const capacity = bars.time.length
  const columns: SessionColumns = bars.sessions ?? { day: new Float64Array(capacity) }
  bars.sessions = columns
  for (const name of ['day', ...streams] as const) {
    const column = columns[name]
    if (column !== undefined && column.length >= capacity) continue
    const longer = new Float64Array(capacity)
    if (column !== undefined) longer.set(column)
    columns[name] = longer
  }
  return columns
}
