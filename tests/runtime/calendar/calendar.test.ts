/** Exchange calendars against the answers of others, and against what every session must be. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type Calendar, calendarBy, type Session } from '../../../runtime/calendar/calendar.ts'
import { calendarNamed, calendarNames } from '../../../runtime/calendar/calendars.ts'
import {
  DAY,
  type Day,
  dayNamed,
  dayText,
  MONDAY,
  weekdayOf,
} from '../../../runtime/calendar/day.ts'
import {
  type DayRule,
  daysOfYear,
  easter,
  listed,
  nth,
  on,
} from '../../../runtime/calendar/day-rules.ts'

const ANSWERS = fileURLToPath(new URL('../../../../shared/data/calendars/', import.meta.url))
const there = existsSync(ANSWERS)
const HOUR = 3_600_000

function named(name: string): Calendar {
  const calendar = calendarNamed(name)
  if (calendar === undefined) throw new Error(`no calendar ${name}`)
  return calendar
}

const unpacked = (file: string) => gunzipSync(readFileSync(`${ANSWERS}${file}`)).toString()

describe.skipIf(!there)('the sessions of exchange_calendars', () => {
  test.each(calendarNames())('%s: every session, every hour, every pause', (name) => {
    const lines = unpacked(`exchange_calendars/${name.toLowerCase()}.csv.gz`).trim().split('\n')
    const answers = lines.slice(1).map((line) => line.split(',').map((cell) => Date.parse(cell)))
    const told = answers.map(([day, open, close, from, to]) =>
      text({ day: day!, open: open!, close: close!, pause: from ? [from, to!] : undefined }),
    )
    const calendar = named(name)
    const sessions = calendar.sessions(answers[0]![0]!, answers.at(-1)![0]!)
    expect(sessions.map(text)).toEqual(told)
    expect(sessions.every(({ day }) => calendar.knows(day))).toBe(true)
  })
})

describe.skipIf(!there)("LEAN's market hours", () => {
  test('of US equities: no session on a holiday, early closes are early', () => {
    const { entries } = JSON.parse(unpacked('lean/market-hours-subset.json.gz')) as {
      entries: Record<string, { holidays: string[]; earlyCloses: Record<string, string> }>
    }
    const { holidays, earlyCloses } = entries['Equity-usa-[*]']!
    const xnys = named('XNYS')
    const days = (dates: readonly string[]) =>
      dates.map((date) => Date.parse(`${date} UTC`)).filter((day) => xnys.knows(day))
    const open = days(holidays).filter((day) => xnys.session(day) !== undefined)
    expect(open.map(dayText)).toEqual([])
    // One of theirs is a Sunday.
    const weekdays = days(Object.keys(earlyCloses)).filter((day) => weekdayOf(day) % 6 !== 0)
    const late = weekdays.filter((day) => !xnys.session(day)?.early)
    expect(late.map(dayText)).toEqual([])
    expect(holidays.length).toBeGreaterThan(200)
  })
})

describe('every calendar', () => {
  test.each(calendarNames())('%s: sessions follow one another and know their instants', (name) => {
    const calendar = named(name)
    const first = dayNamed(name === 'XSAU' ? '2021-01-01' : '2019-01-01')
    const year = calendar.knows(first) ? first : dayNamed('2015-01-01')
    let before = Number.NEGATIVE_INFINITY
    const sessions = calendar.sessions(year, year + 365 * DAY)
    expect(sessions.length).toBeGreaterThan(230)
    for (const session of sessions) {
      expect(session.open).toBeGreaterThanOrEqual(before)
      expect(session.close).toBeGreaterThan(session.open)
      before = session.close
      for (const at of [session.open, session.close - 1]) {
        expect(calendar.sessionAt(at)).toEqual(session)
      }
      if (session.pause) {
        expect(session.pause[0]).toBeGreaterThan(session.open)
        expect(session.pause[1]).toBeLessThan(session.close)
      }
    }
  })

  test('people find them by other names', () => {
    expect(calendarNamed('nasdaq')).toBe(calendarNamed('XNYS'))
    expect(calendarNamed('nowhere')).toBeUndefined()
  })

  test('rules that name no zone are a mistake of ours', () => {
    const rules = { timezone: 'Nowhere/Land', name: 'X', title: 'X', years: [1, 2] } as const
    const rest = { weekdays: [], hours: [], holidays: [], early: [] }
    expect(() => calendarBy({ ...rules, ...rest })).toThrow(/no zone Nowhere/)
  })
})

describe('New York', () => {
  const xnys = named('XNYS')
  const open = (day: string) =>
    new Date(xnys.session(dayNamed(day))!.open).toISOString().slice(11, 16)

  test('opens an hour earlier in UTC while its clocks are on summer time', () => {
    expect([open('2024-03-08'), open('2024-03-11')]).toEqual(['14:30', '13:30'])
    expect([open('2024-11-01'), open('2024-11-04')]).toEqual(['13:30', '14:30'])
  })

  test('the end of a session is no instant of it', () => {
    const { close } = xnys.session(dayNamed('2024-03-28'))!
    expect(xnys.sessionAt(close)).toBeUndefined()
    expect(xnys.sessionAt(close - 7 * HOUR)).toBeUndefined()
  })

  test('knows nothing before 1990', () => {
    expect(xnys.knows(dayNamed('1989-12-29'))).toBe(false)
    expect(xnys.knows(dayNamed('1990-01-02'))).toBe(true)
  })
})

describe('rules of days', () => {
  test.each<readonly [string, readonly DayRule[], number, readonly string[]]>([
    ['the last Monday of May', [nth(5, MONDAY, -1)], 2024, ['05-27']],
    ['the third Monday of January', [nth(1, MONDAY, 3)], 2024, ['01-15']],
    ['Easter Monday, early and late', [easter(1)], 2008, ['03-24']],
    ['Easter Monday, late', [easter(1)], 2038, ['04-26']],
    ['a Saturday as on Friday', [on(7, 4, 'nearest')], 2020, ['07-03', '07-04']],
    ['a Sunday as on Monday', [on(7, 4, 'nearest')], 2021, ['07-04', '07-05']],
    [
      'two that meet a weekend',
      [on(12, 25, 'next'), on(12, 26, 'next')],
      2021,
      ['12-25', '12-26', '12-27', '12-28'],
    ],
    [
      'one that makes way for the next',
      [on(12, 25, 'next'), on(12, 26, 'next')],
      2022,
      ['12-25', '12-26', '12-27'],
    ],
    [
      'a list with a stretch',
      [listed('2020 01-02\n2021 05-11..05-13')],
      2021,
      ['05-11', '05-12', '05-13'],
    ],
    ['years that a rule does not have', [on(6, 19, 'as-is', { from: 2022 })], 2021, []],
  ])('%s', (_, rules, year, days) => {
    const found = [...daysOfYear(rules, year)].sort((a, b) => a - b)
    expect(found.map((day) => dayText(day).slice(5))).toEqual(days)
  })

  test('Easter Sunday is a Sunday of spring', () => {
    for (let year = 1900; year < 2200; year++) {
      const [day] = [...daysOfYear([easter(0)], year)] as [Day]
      expect(weekdayOf(day)).toBe(0)
      expect(dayText(day).slice(5) >= '03-22' && dayText(day).slice(5) <= '04-25').toBe(true)
    }
  })

  test('a list that names no day is a mistake of ours', () => {
    expect(() => listed('2021 13-01')).toThrow(/2021-13-01 is no day/)
  })
})

function text({
  day,
  open,
  close,
  pause,
}: Pick<Session, 'day' | 'open' | 'close'> & { readonly pause?: readonly number[] | undefined }) {
  const [date, ...instants] = [day, open, close, ...(pause ?? [])].map((at) =>
    new Date(at).toISOString().slice(0, 16),
  )
  return `${date!.slice(0, 10)} ${instants.join(' ')}`
}
