/** Metrics by choice: what each choice changes, by hand. */
import { describe, expect, test } from 'vitest'
import { activeReturns } from '../../../runtime/core/metrics/active-returns.ts'
import { benchmarkFigures } from '../../../runtime/core/metrics/benchmark-figures.ts'
import { betaFragility } from '../../../runtime/core/metrics/beta-fragility.ts'
import { CONVENTIONS } from '../../../runtime/core/metrics/conventions.ts'
import { averageAdverse, averageFavourable } from '../../../runtime/core/metrics/excursions.ts'
import { normalQuantile } from '../../../runtime/core/metrics/normal-quantile.ts'
import { sampledEquity } from '../../../runtime/core/metrics/sampled-equity.ts'
import { longestLosing, longestWinning } from '../../../runtime/core/metrics/streaks.ts'
import { summarize } from '../../../runtime/core/metrics/summary.ts'
import { turnover } from '../../../runtime/core/metrics/turnover.ts'
import { valueAtRiskNormal } from '../../../runtime/core/metrics/value-at-risk-normal.ts'
import { figureGroups, mainFigures } from '../../../runtime/report/figure-groups.ts'
import { barsOf, DAY, run } from './script.ts'

const bars = barsOf(
  [10, 11, 9, 12, 12, 13].map((close) => [close, close + 1, close - 1, close] as const),
)
const script = [
  { kind: 'enter', side: 'long', on: [0, 3], value: 100 },
  { kind: 'exit', side: 'long', on: [1] },
] as const
const result = run(script, bars)
const { lockstep } = CONVENTIONS
const terms = { cash: 10_000, conventions: lockstep, multiplier: 1, first: 2 }
const figure = (key: string, choices: Partial<typeof lockstep>) =>
  summarize(result, bars, { ...terms, conventions: { ...lockstep, ...choices } }).find(
    (one) => one.key === key,
  )?.value

describe('a choice', () => {
  test('open trades are apart, or counted', () => {
    expect(figure('trades', {})).toBe(1)
    expect(figure('trades', { openTrades: 'counted' })).toBe(2)
    expect(figure('winRate', { openTrades: 'counted' })).toBe(0.5)
  })

  test('profit factor of money, or of returns', () => {
    const [lost, won] = [...result.trades, ...result.open]
    const counted = { openTrades: 'counted' } as const
    expect(figure('profitFactor', counted)).toBeCloseTo(won!.profit / -lost!.profit, 12)
    const byReturns = figure('profitFactor', { ...counted, profitFactor: 'returns' })
    expect(byReturns).toBeCloseTo(won!.returnRatio / -lost!.returnRatio, 12)
    expect(byReturns).not.toBeCloseTo(won!.profit / -lost!.profit, 3)
  })

  test('periods counted, stated, or by the week; population or sample', () => {
    const sample = figure('volatility', { periodsPerYear: 100 })!
    expect(figure('volatility', { periodsPerYear: 400 })).toBeCloseTo(2 * sample, 12)
    // A Thursday and the days after it: two of six are a weekend.
    expect(figure('volatility', { periodsPerYear: 'trading-days' })).toBeCloseTo(
      sample * Math.sqrt(3.65),
      12,
    )
    const population = figure('volatility', { periodsPerYear: 100, deviation: 'population' })
    expect(population).toBeCloseTo(sample * Math.sqrt(4 / 5), 12)
  })

  test('interest lowers Sharpe and Sortino; compounded it is a little less a period', () => {
    const none = figure('sharpe', { periodsPerYear: 252 })!
    const divided = figure('sharpe', { periodsPerYear: 252, riskFree: 0.1 })!
    const compounded = { periodsPerYear: 252, riskFree: 0.1, riskFreePerPeriod: 'compounded' }
    expect(divided).toBeLessThan(none)
    expect(figure('sharpe', compounded as typeof lockstep)).toBeGreaterThan(divided)
    expect(figure('sortino', { riskFree: 0.1 })).toBeLessThan(figure('sortino', {})!)
  })

  test('warm-up left out: the curve begins where it could trade', () => {
    const all = figure('volatility', { periodsPerYear: 252 })
    expect(figure('volatility', { periodsPerYear: 252, warmUp: 'left-out' })).not.toBe(all)
    expect(sampledEquity(result.equity, bars, 10_000, lockstep, 2)).toHaveLength(4)
  })

  test('trials bring the deflated Sharpe ratio, below the probable one', () => {
    expect(figure('deflatedSharpe', {})).toBeUndefined()
    const deflated = figure('deflatedSharpe', { trials: 50 })!
    expect(deflated).toBeLessThan(figure('probabilisticSharpe', { trials: 50 })!)
  })
})

test('equity is sampled by bars or days, from the first close, the capital or the day before', () => {
  const hours = { ...bars, time: bars.time.map((_, bar) => bar * (DAY / 2)) }
  const equity = Float64Array.of(1, 2, 3, 4, 5, 6)
  const sampled = (
    returns: 'bars' | 'days',
    firstReturn: 'first-close' | 'start-capital' | 'day-before',
  ) => [...sampledEquity(equity, hours, 9, { returns, firstReturn })]
  expect(sampled('days', 'first-close')).toEqual([2, 4, 6])
  expect(sampled('days', 'start-capital')).toEqual([9, 2, 4, 6])
  expect(sampled('bars', 'day-before')).toEqual([9, 9, 1, 2, 3, 4, 5, 6])
  expect(sampledEquity(equity, hours, 9, lockstep)).toBe(equity)
})

test('by hand: turnover, streaks, excursions, fragility, active returns', () => {
  const { trades, open } = result
  const traded = 100 * (trades[0]!.entryPrice + trades[0]!.exitPrice + open[0]!.entryPrice)
  const mean = result.equity.reduce((sum, value) => sum + value, 0) / 6
  expect(turnover(trades, open, 1, result.equity, 2)).toBeCloseTo(traded / 2 / mean / 2, 12)
  expect(turnover([], [], 1, new Float64Array(), 0)).toBeNaN()
  const profits = [1, 1, -1, 0, -1, -1, 1].map((profit) => ({ ...trades[0]!, profit }))
  expect([longestWinning(profits), longestLosing(profits)]).toEqual([2, 2])
  expect([longestWinning([]), longestLosing([])]).toEqual([0, 0])
  expect(averageAdverse([{ ...trades[0]!, adverse: -2, entryPrice: 8 }])).toBe(-0.25)
  expect(averageFavourable([])).toBeNaN()
  expect(betaFragility([1, 5, 2, 3], [-1, 0, 1, 2])).toBeCloseTo((2 / 3) * 1 + 1 - 2, 14)
  expect(betaFragility([1, 2], [1, 2])).toBeNaN()
  expect([...activeReturns([3, 2], [1, 1])]).toEqual([2, 1])
  expect(valueAtRiskNormal([0.1], 0.05)).toBeNaN()
})

// Wichura (1988), section 4: the values that the algorithm is checked with.
test.each([
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167814],
  [1e-20, -9.26234008979841],
])('the normal quantile of %d', (probability, value) => {
  expect(normalQuantile(probability)).toBeCloseTo(value, 13)
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY)
  expect(normalQuantile(-1)).toBeNaN()
})

test('every figure has its group, and what a terminal shows is among them', () => {
  const conventions = { ...lockstep, trials: 3 }
  const figures = [
    ...summarize(result, bars, { ...terms, conventions }),
    ...benchmarkFigures(result, bars, { cash: 10_000, conventions }),
  ]
  const groups = figureGroups(figures)
  expect(groups.map(({ title }) => title)).not.toContain('Other')
  expect(groups.flatMap((group) => group.figures)).toHaveLength(figures.length)
  expect(mainFigures(figures)).toHaveLength(29)
  expect(figureGroups([{ key: 'new', label: 'New', value: 1, format: 'day' }])).toMatchObject([
    { title: 'Other' },
  ])
})
