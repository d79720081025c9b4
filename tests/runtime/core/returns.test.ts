/** Benchmark, calendar, distribution and costs, held against other people's figures. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { alpha } from '../../../runtime/core/metrics/alpha.ts'
import { benchmarkFigures } from '../../../runtime/core/metrics/benchmark-figures.ts'
import { beta } from '../../../runtime/core/metrics/beta.ts'
import { buyAndHold } from '../../../runtime/core/metrics/buy-and-hold.ts'
import { calendarReturns } from '../../../runtime/core/metrics/calendar-returns.ts'
import { conditionalValueAtRisk } from '../../../runtime/core/metrics/conditional-value-at-risk.ts'
import { CONVENTIONS } from '../../../runtime/core/metrics/conventions.ts'
import { costsPaid } from '../../../runtime/core/metrics/costs-paid.ts'
import { distributionFigures } from '../../../runtime/core/metrics/distribution-figures.ts'
import { histogram } from '../../../runtime/core/metrics/histogram.ts'
import { kurtosis } from '../../../runtime/core/metrics/kurtosis.ts'
import { monthlyReturns } from '../../../runtime/core/metrics/monthly-returns.ts'
import { skewness } from '../../../runtime/core/metrics/skewness.ts'
import { valueAtRisk } from '../../../runtime/core/metrics/value-at-risk.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import { barsOf, DAY, run } from './script.ts'
import { DATA, readGoogle, readSkender } from './shared-data.ts'

const daily = (bars: Bars) =>
  calendarReturns(buyAndHold(bars, bars.close[0]!), bars, bars.close[0]!, 'day').map(
    ({ value }) => value,
  )

describe.skipIf(!existsSync(DATA))('against empyrical, scipy and numpy', () => {
  const golden = (name: string) =>
    JSON.parse(readFileSync(`${DATA}goldens/stats/${name}.json`, 'utf8'))

  test('months and years of GOOG', () => {
    const bars = readGoogle()
    const months = calendarReturns(
      bars.close.subarray(0, bars.length),
      bars,
      bars.close[0]!,
      'month',
    )
    const { monthly, yearly } = golden('empyrical_run').aggregate_goog
    expect(months).toHaveLength(monthly.length)
    months.forEach(({ start, value }, index) => {
      const date = new Date(start)
      const [name, expected] = monthly[index]
      expect(`(${date.getUTCFullYear()}, ${date.getUTCMonth() + 1})`).toBe(name)
      expect(value).toBeCloseTo(expected, 12)
    })
    const years = monthlyReturns(months)
    expect(years.map(({ year }) => String(year))).toEqual(yearly.map(([year]: [string]) => year))
    for (const [index, { total }] of years.entries()) {
      expect(total).toBeCloseTo(yearly[index][1], 12)
    }
  })

  test.each(['spy2017', 'goog'])('the distribution of %s', (name) => {
    const returns = daily(name === 'goog' ? readGoogle() : readSkender('default'))
    const expected = golden('performance_metrics').values[name]
    expect(returns).toHaveLength(expected.n)
    expect(skewness(returns)).toBeCloseTo(expected.skew, 10)
    expect(kurtosis(returns)).toBeCloseTo(expected.kurt, 10)
    expect(valueAtRisk(returns, 0.05)).toBeCloseTo(expected.var95_hist, 12)
    expect(conditionalValueAtRisk(returns, 0.05)).toBeCloseTo(expected.cvar95_hist, 12)
    const figures = new Map(distributionFigures(returns).map(({ key, value }) => [key, value]))
    expect(figures.get('bestDay')).toBeCloseTo(expected.best, 12)
    expect(figures.get('worstDay')).toBeCloseTo(expected.worst, 12)
    expect(figures.get('positiveDays')).toBeCloseTo(expected.pos_frac, 12)
  })

  test('alpha and beta of one stock by another', () => {
    const { alpha: a, beta: b } = golden('empyrical_run').relative_tsla_vs_spy
    const [stock, market] = [daily(readSkender('compare')), daily(readSkender('default'))]
    expect(beta(stock, market)).toBeCloseTo(b, 10)
    expect(alpha(stock, market, 252)).toBeCloseTo(a, 10)
  })
})

describe('calendar returns', () => {
  const bars = barsOf([10, 11, 12, 12, 6, 6].map((close) => [close, close, close, close] as const))

  test('each day from the close before it; intraday bars are one day', () => {
    bars.time.set([0, 1, 2, 26, 27, 74].map((hour) => (hour * DAY) / 24))
    const equity = bars.close.subarray(0, 6)
    expect(calendarReturns(equity, bars, 10, 'day')).toEqual([
      { start: 0, value: 12 / 10 - 1 },
      { start: DAY, value: 6 / 12 - 1 },
      { start: 3 * DAY, value: 0 },
    ])
    expect(calendarReturns(equity, bars, 10, 'month')).toEqual([{ start: 0, value: 6 / 10 - 1 }])
  })

  test('ruin is the end; an untouched first bar is no day', () => {
    bars.time.set([0, 1, 2, 3, 4, 5].map((day) => day * DAY))
    const values = (...equity: number[]) =>
      calendarReturns(Float64Array.from(equity), bars, 10, 'day').map(({ value }) => value)
    expect(values(10, 20, -1, 5)).toEqual([1, -1])
    expect(values(9, 9)).toEqual([9 / 10 - 1, 0])
    expect(values()).toEqual([])
  })

  test('a table of months: what is not there is unknown, the year compounds', () => {
    const month = (index: number, value: number) => ({ start: Date.UTC(2020, index), value })
    const [first, second] = monthlyReturns([month(10, 0.1), month(11, -0.5), month(13, 0.2)])
    expect(first!.months.slice(9)).toEqual([Number.NaN, 0.1, -0.5])
    expect(first!.total).toBeCloseTo(1.1 * 0.5 - 1, 15)
    expect([second!.year, second!.months[1], second!.total]).toEqual([
      2021,
      0.2,
      expect.closeTo(0.2),
    ])
  })
})

describe('a histogram', () => {
  test('counts every value once, in bins of a round width with an edge at zero', () => {
    const values = Array.from({ length: 999 }, (_, index) => Math.sin(index) * 0.03)
    const bins = histogram([...values, -1])
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(1_000)
    expect(bins.some(({ from }) => from === 0)).toBe(true)
    expect(bins.length).toBeLessThanOrEqual(41)
    const { from, to } = bins[0]!
    expect([0.002, 0.005, 0.01]).toContain(Number((to - from).toPrecision(6)))
    // One crash does not flatten the rest.
    expect(from).toBeGreaterThan(-0.05)
  })

  test('of nothing, of one value', () => {
    expect(histogram([])).toEqual([])
    expect(histogram([0.004, 0.004])).toEqual([{ from: 0, to: 0.01, count: 2 }])
  })
})

describe('the benchmark', () => {
  const bars = barsOf([10, 20, 15, 30].map((close) => [close, close, close, close] as const))

  test('holds from the first bar that may be traded', () => {
    expect([...buyAndHold(bars, 100)]).toEqual([100, 200, 150, 300])
    expect([...buyAndHold(bars, 100, 1)]).toEqual([100, 100, 75, 150])
  })

  test('who holds it all himself has beta one and no alpha', () => {
    const held = { ...run([], bars), equity: buyAndHold(bars, 100) }
    const terms = { cash: 100, conventions: CONVENTIONS.lockstep }
    const value = new Map(benchmarkFigures(held, bars, terms).map((one) => [one.key, one.value]))
    expect(value.get('holdReturn')).toBe(2)
    expect(value.get('holdMaxDrawdown')).toBe(0.25)
    expect(value.get('beta')).toBeCloseTo(1, 12)
    expect(value.get('alpha')).toBeCloseTo(0, 12)
    expect(benchmarkFigures(held, { ...bars, length: 0 }, terms)).toEqual([])
  })
})

describe('costs paid', () => {
  const bars = barsOf([10, 20, 20, 30, 30].map((price) => [price, price, price, price] as const))
  const script = [
    { kind: 'enter', side: 'long', on: [0], value: 100, size: 'shares' },
    { kind: 'exit', side: 'long', on: [2] },
  ] as const
  const instrument = { symbol: 'X', tick: 0, lot: 1, multiplier: 1, currency: 'USD' }

  test.each([
    ['fraction', { kind: 'fraction', fraction: 0.01 }, 0, 100 * (20 + 30) * 0.01],
    ['ticks', { kind: 'ticks', ticks: 2 }, 0.25, 100 * 0.5 * 2],
    ['spread', { kind: 'spread', of: 'price', amount: 0.5 }, 0, 100 * 0.25 * 2],
    ['share', { kind: 'volume-share', impact: 0.1, shape: 'linear' }, 0, 100 * 50 * 0.01],
  ] as const)('slippage as a %s: before it, the market’s own move', (_, slippage, tick, paid) => {
    const costs = { slippage, commission: { kind: 'per-trade', amount: 7 } } as const
    const made = run(script, bars, { costs, instrument: { ...instrument, tick } })
    const found = costsPaid(made, costs, POLICIES.next_open, { ...instrument, tick }, bars)
    expect(found.commission).toBe(14)
    expect(found.slippage).toBeCloseTo(paid, 9)
    expect(found.profitBefore).toBeCloseTo(100 * (30 - 20), 6)
    expect(found.share).toBeCloseTo((14 + paid) / 1_000, 9)
  })

  test('no profit has no share', () => {
    expect(costsPaid(run([], bars), {}, POLICIES.next_open, instrument, bars).share).toBeNaN()
  })
})
