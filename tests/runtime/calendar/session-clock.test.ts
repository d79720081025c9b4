import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { calendarNamed } from '../../../runtime/calendar/calendars.ts'
import { dayNamed, dayText, MINUTE } from '../../../runtime/calendar/day.ts'
import { regularBars } from '../../../runtime/calendar/regular-bars.ts'
import { sessionClock } from '../../../runtime/calendar/session-clock.ts'
import { timeframeNamed } from '../../../runtime/calendar/timeframe.ts'
import { type Bars, emptyBars, type SessionStream } from '../../../stdlib/bars.ts'

const ANSWERS = fileURLToPath(
  new URL('../../../../shared/data/calendars/exchange_calendars/', import.meta.url),
)

const ALL: readonly SessionStream[] = [
  ...(['hour', 'minute', 'weekday', 'month', 'time_of_day'] as const),
  ...(['session_open', 'minutes_to_close', 'is_first_bar_of_day'] as const),
]

const COLUMNS = [...ALL, 'bar_end'] as const

function at(...times: readonly string[]): Bars {
  const bars = emptyBars(times.length)
  bars.length = times.length
  times.forEach((time, bar) => {
    bars.time[bar] = Date.parse(time)
  })
  return bars
}

function filled(bars: Bars, exchange: string, timeframe: string): Bars {
  sessionClock(calendarNamed(exchange)!, timeframeNamed(timeframe), COLUMNS).fill(
    bars,
    0,
    bars.length,
  )
  return bars
}

function row({ sessions }: Bars, bar: number): readonly number[] {
  return ALL.map((name) => sessions![name]![bar]!)
}

describe('what a bar is given of the calendar', () => {
  test('across a change of clocks, on a half day, outside of hours, on a holiday', () => {
    const times = ['2023-03-10T14:30Z', '2023-03-13T13:30Z', '2023-11-24T17:45Z']
    const bars = filled(at(...times, '2023-11-24T18:05Z', '2023-12-25T15:00Z'), 'XNYS', '15m')
    const open = 570 * MINUTE
    expect(row(bars, 0)).toEqual([9, 30, 5, 3, open, open, 375, 1])
    expect(row(bars, 1)).toEqual([9, 30, 1, 3, open, open, 375, 1])
    expect(row(bars, 2)).toEqual([12, 45, 5, 11, 765 * MINUTE, open, 0, 1])
    expect(row(bars, 3)).toEqual([13, 5, 5, 11, 785 * MINUTE, open, -20, 0])
    expect(row(bars, 4).slice(0, 4)).toEqual([10, 0, 1, 12])
    expect(row(bars, 4).slice(5)).toEqual([Number.NaN, Number.NaN, 1])
  })

  test('a last bar ends with its session, short or not', () => {
    const bars = filled(at('2024-06-10T19:30Z'), 'XNYS', '1h')
    expect(bars.sessions!.minutes_to_close).toEqual(Float64Array.of(0))
    expect(bars.sessions!.bar_end).toEqual(Float64Array.of(Date.parse('2024-06-10T16:00Z')))
  })

  test('a session that opens on the evening before has the day that the exchange gives it', () => {
    const bars = filled(at('2024-06-09T22:00Z', '2024-06-10T15:00Z'), 'CMES', '1h')
    expect([...bars.sessions!.day].map(dayText)).toEqual(['2024-06-10', '2024-06-10'])
    expect([...bars.sessions!.is_first_bar_of_day!]).toEqual([1, 0])
  })

  test.each([
    ['XNYS', '2024-06-10T00:00Z'],
    ['XNYS', '2024-06-10T04:00Z'],
    ['XNYS', '2024-06-10T13:30Z'],
    ['XTKS', '2024-06-09T15:00Z'],
    ['XASX', '2024-06-10T00:00Z'],
    ['CMES', '2024-06-10T00:00Z'],
  ])('a day of %s may be stored at %s', (exchange, time) => {
    const { sessions } = filled(at(time), exchange, '1d')
    // 2024-06-10 was a holiday at the Australian exchange.
    expect(dayText(sessions!.day[0]!)).toBe('2024-06-10')
    if (exchange !== 'XASX') expect(sessions!.minutes_to_close![0]).toBe(0)
  })

  test('one bar at a time is the same as all at once', () => {
    const times = ['2023-11-22T20:55Z', '2023-11-22T21:05Z', '2023-11-24T14:30Z']
    const whole = filled(at(...times), 'XNYS', '5m')
    const single = at(...times)
    const clock = sessionClock(calendarNamed('XNYS')!, timeframeNamed('5m'), COLUMNS)
    for (let bar = 0; bar < 3; bar++) clock.fill(single, bar, bar + 1)
    expect(single.sessions).toEqual(whole.sessions)
  })
})

test('only bars within the regular hours are left', () => {
  const times = ['2024-06-10T13:25Z', '2024-06-10T13:30Z', '2024-06-10T19:55Z', '2024-06-10T20:00Z']
  const kept = regularBars(at(...times), calendarNamed('XNYS')!)
  expect([...kept.time]).toEqual([times[1], times[2]].map((time) => Date.parse(time!)))
})

/** Day, open and close of each session, as exchange_calendars has them. */
function answersOf(name: string) {
  const text = gunzipSync(readFileSync(`${ANSWERS}${name.toLowerCase()}.csv.gz`)).toString()
  const lines = text.trim().split('\n').slice(1)
  return lines.map((line) => {
    const [day, open, close] = line.split(',').map((cell) => Date.parse(cell))
    return { day: day!, open: open!, close: close! }
  })
}

describe.skipIf(!existsSync(ANSWERS))("others' answers", () => {
  test.each(['XNYS', 'XLON', 'XHKG', 'CMES', 'XTAE'])(
    '%s: open and close of every session',
    (name) => {
      const sessions = answersOf(name).filter(({ day }) => day >= dayNamed('2000-01-01'))
      const bars = emptyBars(2 * sessions.length)
      sessions.forEach(({ open, close }, k) => {
        bars.time[2 * k] = open
        bars.time[2 * k + 1] = close - 5 * MINUTE
      })
      bars.length = 2 * sessions.length
      filled(bars, name, '5m')
      const { day, minutes_to_close: left, is_first_bar_of_day: first } = bars.sessions!
      const wrong = sessions.filter(({ day: due, open, close }, k) => {
        const [one, other] = [2 * k, 2 * k + 1]
        const minutes = (close - open) / MINUTE - 5
        return (
          day[one] !== due ||
          day[other] !== due ||
          left![one] !== minutes ||
          left![other] !== 0 ||
          first![one] !== 1 ||
          first![other] !== 0
        )
      })
      expect(sessions.length).toBeGreaterThan(1000)
      expect(wrong.map((one) => dayText(one.day))).toEqual([])
    },
  )
})
