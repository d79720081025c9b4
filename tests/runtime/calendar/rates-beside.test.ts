import { expect, test } from 'vitest'
import {
  type GivenRates,
  rateColumn,
  ratesProblem,
} from '../../../runtime/calendar/rates-beside.ts'
import { type Bars, emptyBars } from '../../../stdlib/bars.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

function series(times: readonly number[], closes: readonly number[]): Bars {
  const bars = { ...emptyBars(times.length), length: times.length }
  bars.time.set(times)
  bars.close.set(closes)
  return bars
}

const rates = (timeframe: string, bars: Bars, way: GivenRates['way'] = 'with'): GivenRates => ({
  name: 'rates.csv',
  pair: 'EURUSD',
  timeframe,
  bars,
  way,
})

test('a rate counts from the end of its own bar on', () => {
  const days = series([0, DAY, 2 * DAY], [1.1, 1.2, 1.3])
  const bars = series([DAY, 2 * DAY, 3 * DAY], [1, 1, 1])
  // Sessions end at nine in the evening: of the same day no rate is known by then.
  const known = (time: number) => time + 21 * HOUR
  expect([...rateColumn(rates('1d', days), known, bars)]).toEqual([1.1, 1.2, 1.3])
  const hours = series([DAY, DAY + HOUR], [2, 4])
  const within = series([DAY, DAY + HOUR, DAY + 2 * HOUR], [1, 1, 1])
  const atEnd = (time: number) => time + HOUR
  expect([...rateColumn(rates('1h', hours, 'against'), atEnd, within)]).toEqual([0.5, 0.25, 0.25])
})

test('rates that begin too late, have a hole or end too soon do not do', () => {
  const bars = series([10 * DAY, 30 * DAY], [1, 1])
  const problem = (days: readonly number[], closes = days.map(() => 1.1)) =>
    ratesProblem(
      rates(
        '1d',
        series(
          days.map((day) => day * DAY),
          closes,
        ),
      ),
      bars,
    )
  const all = Array.from({ length: 25 }, (_, k) => 8 + k)
  expect(problem(all)).toBeUndefined()
  expect(problem(all.filter((day) => day < 12 || day > 18))).toBeUndefined()
  expect(problem(all.slice(3))).toContain('begins on 1970-01-12, the prices on 1970-01-11')
  expect(problem([])).toContain('has none')
  expect(problem(all.filter((day) => day < 12 || day > 22))).toContain('nothing from 1970-01-12')
  expect(problem(all.filter((day) => day < 20))).toContain('nothing from 1970-01-20')
  expect(
    problem(
      all,
      all.map((day) => day - 8),
    ),
  ).toContain('is 0 on 1970-01-09')
})
