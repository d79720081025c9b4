/** Faults planted into sound bars: each is found as what it is, and sound bars have none. */
import { describe, expect, test } from 'vitest'
import { calendarNamed } from '../../../runtime/calendar/calendars.ts'
import { DAY, dayNamed, MINUTE } from '../../../runtime/calendar/day.ts'
import { zoneOf } from '../../../runtime/calendar/zone.ts'
import { checkBars } from '../../../runtime/quality/check-bars.ts'
import { type Bars, emptyBars } from '../../../stdlib/bars.ts'

const XNYS = calendarNamed('XNYS')!
const NEW_YORK = zoneOf('America/New_York')!
const SEED = 4_711

/** A seeded walk at these instants: one in a hundred up or down. */
function walk(times: readonly number[]): Bars {
  const bars = emptyBars(times.length)
  let random = SEED
  const chance = () => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648
    return random / 2_147_483_648
  }
  let price = 100
  for (const [at, time] of times.entries()) {
    const close = price * (1 + (chance() - 0.5) / 50)
    bars.time[at] = time
    bars.open[at] = price
    bars.high[at] = Math.max(price, close) * 1.002
    bars.low[at] = Math.min(price, close) * 0.998
    bars.close[at] = close
    bars.volume[at] = 1_000
    price = close
  }
  bars.length = times.length
  return bars
}

const sessions = XNYS.sessions(dayNamed('2022-01-03'), dayNamed('2023-12-29'))
const days = () => sessions.map(({ day }) => day)
const ONE_DAY = { milliseconds: DAY, text: '1d' }
const HALF_HOURS = { milliseconds: 30 * MINUTE, text: '30m' }
/** Every half hour of every session. */
const halfHours = () =>
  sessions.flatMap(({ open, close }) =>
    Array.from(
      { length: Math.ceil((close - open) / (30 * MINUTE)) },
      (_, at) => open + at * 30 * MINUTE,
    ),
  )

function scale(bars: Bars, from: number, to: number, factor: number): Bars {
  for (const column of [bars.open, bars.high, bars.low, bars.close]) {
    for (let bar = from; bar < to; bar++) column[bar]! *= factor
  }
  return bars
}

const told = (bars: Bars, interval = ONE_DAY, calendar = XNYS) =>
  checkBars(bars, interval, calendar).findings.map(({ kind, message }) => `${kind}: ${message}`)

describe('sound bars', () => {
  test('of days and of half hours have no findings, and their calendar is guessed', () => {
    for (const [times, interval] of [
      [days(), ONE_DAY],
      [halfHours(), HALF_HOURS],
    ] as const) {
      const check = checkBars(walk(times), interval)
      expect(check.findings).toEqual([])
      expect(check.calendar).toMatchObject({ name: 'XNYS', guessed: true })
      expect(check.coverage).toMatchObject({ sessions: 501, covered: 501 })
    }
  })

  test('with a hole of half a year are of the same calendar', () => {
    const times = days().filter((_, at) => at < 150 || at > 280)
    const check = checkBars(walk(times), ONE_DAY)
    expect(check.calendar?.name).toBe('XNYS')
    expect(check.findings.map(({ message }) => message)).toEqual([
      '131 sessions have no bars: 2022-08-09 to 2023-02-14',
    ])
  })

  test('of every day are of no exchange', () => {
    const every = Array.from({ length: 400 }, (_, at) => dayNamed('2022-01-01') + at * DAY)
    expect(checkBars(walk(every), ONE_DAY).calendar?.name).toBe('24-7')
  })

  test('that fit no calendar are judged by their own rhythm', () => {
    const times = Array.from({ length: 200 }, (_, at) => dayNamed('2022-01-03') + at * 2 * DAY)
    times.splice(100, 20)
    const check = checkBars(walk(times), { milliseconds: 2 * DAY, text: '2d' })
    expect(check.calendar).toBeUndefined()
    expect(check.findings.map(({ message }) => message)).toEqual([
      '42 days have no bars: 2022-07-20 to 2022-08-31',
    ])
  })
})

describe('gaps', () => {
  test('missing sessions are told as one, holidays are none', () => {
    const times = days().filter(
      (day) => day < dayNamed('2022-07-01') || day > dayNamed('2022-07-08'),
    )
    expect(told(walk(times))).toEqual(['gap: 5 sessions have no bars: 2022-07-01 to 2022-07-08'])
  })

  test('days without a session', () => {
    const times = [...days(), dayNamed('2022-07-04')].sort((a, b) => a - b)
    expect(told(walk(times))).toEqual([
      'off-session: a day has bars, but XNYS has no session: 2022-07-04',
    ])
  })

  test('a hole in a session; a lunch is none', () => {
    const session = XNYS.session(dayNamed('2022-05-04'))!
    const hole = (at: number) =>
      at >= session.open + 60 * MINUTE && at < session.open + 150 * MINUTE
    const minutes = Array.from({ length: 390 }, (_, at) => session.open + at * MINUTE)
    const one = { milliseconds: MINUTE, text: '1m' }
    expect(told(walk(minutes.filter((at) => !hole(at))), one)).toEqual([
      'gap: 90 minutes within the session of 2022-05-04 have no bars',
    ])
    const tokyo = calendarNamed('XTKS')!
    const { open, close, pause } = tokyo.session(dayNamed('2022-05-09'))!
    const traded = Array.from({ length: (close - open) / MINUTE }, (_, at) => open + at * MINUTE)
    const lunch = traded.filter((at) => at < pause![0] || at >= pause![1])
    expect(told(walk(lunch), one, tokyo)).toEqual([])
  })
})

describe('prices', () => {
  test.each<readonly [string, (bars: Bars) => Bars, RegExp]>([
    [
      'a close that comes back',
      (bars) => scale(bars, 200, 201, 1.4),
      /^outlier: the close [\d.]+ is \d+[.]?\d* % off, and/,
    ],
    [
      'a low of a tenth',
      (bars) => {
        bars.low[200]! /= 10
        return bars
      },
      /^outlier: the low .* is \d+.* % beyond open and close$/,
    ],
    [
      'a split',
      (bars) => scale(bars, 200, bars.length, 1 / 4),
      /^split: the open is 0.25\d* times .* 4:1$/,
    ],
    [
      'a reverse split',
      (bars) => scale(bars, 200, bars.length, 10),
      /^split: the open is 10 times .* 1:10$/,
    ],
    ['a split of three for two', (bars) => scale(bars, 200, bars.length, 2 / 3), /^split: .* 3:2$/],
  ])('%s', (_, plant, finding) => {
    const found = told(plant(walk(days())))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(finding)
  })

  test('a crash that stays is none of these', () => {
    expect(told(scale(walk(days()), 200, 502, 0.8))).toEqual([])
  })
})

describe('times of another zone', () => {
  test('days that are midnights of New York', () => {
    const times = days().map((day) => NEW_YORK.instant(day, Number.NEGATIVE_INFINITY))
    const [finding] = checkBars(walk(times), ONE_DAY, XNYS).findings
    expect(finding).toMatchObject({
      kind: 'timezone',
      message: 'days start at 04:00 and 05:00 UTC: that is 00:00 in America/New_York',
      fix: 'Import again with --timezone America/New_York',
    })
  })

  test('days that are openings in New York', () => {
    const times = sessions.map(({ open }) => open)
    expect(told(walk(times))[0]).toBe(
      'timezone: days start at 13:30 and 14:30 UTC: that is 09:30 in America/New_York',
    )
  })

  test('clocks of the exchange read as UTC', () => {
    const [finding] = checkBars(walk(halfHours().map(NEW_YORK.local)), HALF_HOURS, XNYS).findings
    expect(finding).toMatchObject({
      kind: 'timezone',
      message: expect.stringMatching(/begin at 09:30 UTC, when clocks at XNYS show it/),
      fix: 'Import again with --timezone America/New_York',
    })
  })

  test('clocks that change with those of Europe: two stretches a year are an hour off', () => {
    const berlin = zoneOf('Europe/Berlin')!
    // Written six hours ahead of New York all year, read as Berlin's.
    const times = halfHours().map((at) =>
      berlin.instant(NEW_YORK.local(at) + 6 * 60 * MINUTE, Number.NEGATIVE_INFINITY),
    )
    const found = checkBars(walk(times), HALF_HOURS, XNYS).findings
    expect(
      found.map(({ kind, from }) => [kind, new Date(from).toISOString().slice(0, 10)]),
    ).toEqual([
      ['timezone', '2022-03-14'],
      ['timezone', '2022-10-31'],
      ['timezone', '2023-03-13'],
      ['timezone', '2023-10-30'],
    ])
    expect(found[0]!.message).toMatch(/^10 sessions begin an hour later than the others/)
  })
})
