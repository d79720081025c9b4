import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { annualReturn } from '../../../runtime/core/metrics/annual-return.ts'
import { averageTrade } from '../../../runtime/core/metrics/average-trade.ts'
import { bestTrade, worstTrade } from '../../../runtime/core/metrics/best-and-worst.ts'
import { calmar } from '../../../runtime/core/metrics/calmar.ts'
import { CONVENTIONS } from '../../../runtime/core/metrics/conventions.ts'
import { curveOf } from '../../../runtime/core/metrics/curve.ts'
import { drawdownDuration } from '../../../runtime/core/metrics/drawdown-duration.ts'
import { expectancy } from '../../../runtime/core/metrics/expectancy.ts'
import { exposure } from '../../../runtime/core/metrics/exposure.ts'
import { kelly } from '../../../runtime/core/metrics/kelly.ts'
import { maxDrawdown } from '../../../runtime/core/metrics/max-drawdown.ts'
import { payoff } from '../../../runtime/core/metrics/payoff.ts'
import { periodsPerYear } from '../../../runtime/core/metrics/periods-per-year.ts'
import { profitFactor } from '../../../runtime/core/metrics/profit-factor.ts'
import { returnsOf } from '../../../runtime/core/metrics/returns.ts'
import { sharpe } from '../../../runtime/core/metrics/sharpe.ts'
import { sortino } from '../../../runtime/core/metrics/sortino.ts'
import { sqn } from '../../../runtime/core/metrics/sqn.ts'
import { summarize } from '../../../runtime/core/metrics/summary.ts'
import { totalReturn } from '../../../runtime/core/metrics/total-return.ts'
import { volatility } from '../../../runtime/core/metrics/volatility.ts'
import { winRate } from '../../../runtime/core/metrics/win-rate.ts'
import type { Trade } from '../../../runtime/core/result.ts'
import { barsOf, DAY, run } from './script.ts'
import { DATA, readGoogle } from './shared-data.ts'

describe.skipIf(!existsSync(DATA))('against scipy and numpy on GOOG closes', () => {
  const golden = () =>
    JSON.parse(readFileSync(`${DATA}goldens/stats/performance_metrics.json`, 'utf8')).values.goog

  test('every curve metric', () => {
    const { close } = readGoogle()
    const curve = curveOf(close, close[0]!)
    const expected = golden()
    expect(curve.count).toBe(expected.n)
    expect(totalReturn(curve)).toBeCloseTo(expected.total, 12)
    expect(annualReturn(curve, 252)).toBeCloseTo(expected.cagr, 12)
    expect(volatility(curve, 252)).toBeCloseTo(expected.vol, 12)
    expect(sharpe(curve, 252)).toBeCloseTo(expected.sharpe, 10)
    expect(sortino(curve, returnsOf(close), 252)).toBeCloseTo(expected.sortino_fulln, 10)
    expect(maxDrawdown(curve)).toBeCloseTo(-expected.maxdd, 12)
    expect(calmar(curve, annualReturn(curve, 252))).toBeCloseTo(expected.calmar, 10)
  })
})

const trade = (profit: number, returnRatio = profit / 1000): Trade => ({
  side: 'long',
  quantity: 10,
  rule: 0,
  entryOrder: 0,
  exitOrder: 1,
  entryBar: 0,
  exitBar: 1,
  entryTime: 0,
  exitTime: DAY,
  entryPrice: 100,
  exitPrice: 100 + profit / 10,
  profit,
  commission: 0,
  borrow: 0,
  returnRatio,
  risk: Number.NaN,
  exit: 'exit',
  exitRule: 1,
  adverse: 0,
  favourable: 0,
  ambiguous: false,
})

describe('trade metrics', () => {
  const trades = [trade(60), trade(-20), trade(30), trade(-10), trade(0)]

  test('by hand', () => {
    expect(winRate(trades)).toBe(0.4)
    expect(profitFactor(trades)).toBe(3)
    expect(payoff(trades)).toBe(3)
    expect(averageTrade(trades)).toBe(12)
    expect(expectancy(trades)).toBeCloseTo(0.012, 15)
    expect(bestTrade(trades)).toBe(0.06)
    expect(worstTrade(trades)).toBe(-0.02)
    expect(kelly(trades)).toBeCloseTo(0.4 - 0.6 / 3, 15)
    // Squares about the mean: 48² + 32² + 18² + 22² + 12² = 4280.
    expect(sqn(trades)).toBeCloseTo((Math.sqrt(5) * 12) / Math.sqrt(4280 / 4), 12)
    expect(exposure(3, 4)).toBe(0.75)
  })

  test('no trades: nothing is defined, nothing is invented', () => {
    const all = [winRate, profitFactor, payoff, averageTrade, expectancy, bestTrade, worstTrade]
    for (const metric of [...all, kelly, sqn]) expect(metric([])).toBeNaN()
  })

  test('winners only: what compares with losers is not defined', () => {
    for (const metric of [profitFactor, payoff, kelly]) expect(metric([trade(5)])).toBeNaN()
    expect(winRate([trade(5)])).toBe(1)
  })

  test('equal trades have no deviation', () => {
    expect(sqn([trade(5), trade(5)])).toBeNaN()
    expect(sqn([trade(5)])).toBeNaN()
  })
})

describe('curve edges', () => {
  const of = (...equity: number[]) => curveOf(Float64Array.from(equity), 100)

  test('flat: no volatility, so no Sharpe ratio', () => {
    const curve = of(100, 100, 100)
    expect(volatility(curve, 252)).toBe(0)
    expect(sharpe(curve, 252)).toBeNaN()
    expect(sortino(curve, Float64Array.of(0, 0), 252)).toBeNaN()
    expect(calmar(curve, 0)).toBeNaN()
    expect(annualReturn(curve, 252)).toBe(0)
  })

  test('the same return each bar: rounding is not volatility', () => {
    const equity = [100]
    for (let i = 0; i < 300; i++) equity.push(equity.at(-1)! * 1.001)
    expect(sharpe(of(...equity), 252)).toBeNaN()
  })

  test('one bar, no bars', () => {
    for (const curve of [of(100), of()]) {
      expect(totalReturn(curve)).toBe(0)
      expect(annualReturn(curve, 252)).toBeNaN()
      expect(volatility(curve, 252)).toBeNaN()
      expect(sharpe(curve, 252)).toBeNaN()
      expect(maxDrawdown(curve)).toBe(0)
    }
  })

  test('ruin ends the curve at -100 %', () => {
    const curve = of(100, 50, -20, 300)
    expect(curve.ruined).toBe(true)
    expect(curve.count).toBe(2)
    expect(curve.mean).toBe((-0.5 - 1) / 2)
    expect(totalReturn(curve)).toBe(-1)
    expect(annualReturn(curve, 252)).toBe(-1)
    expect(maxDrawdown(curve)).toBe(1)
    expect(of(-5).ruined).toBe(true)
  })

  test('drawdown: from the peak to its recovery, or to the end', () => {
    const bars = barsOf(Array.from({ length: 9 }, () => [1, 1, 1, 1] as const))
    const healed = of(100, 120, 90, 110, 120, 119, 125, 124, 130)
    expect(maxDrawdown(healed)).toBe(0.25)
    expect(drawdownDuration(healed, bars)).toBe(3 * DAY)
    const open = of(100, 120, 110, 120, 119, 118, 117, 116, 115)
    expect(drawdownDuration(open, bars)).toBe(5 * DAY)
    expect(drawdownDuration(of(100, 101, 102), bars)).toBe(0)
    expect(maxDrawdown(of(80, 90))).toBe(0.2)
  })
})

test('periods a year come from the calendar', () => {
  const bars = barsOf(Array.from({ length: 366 }, () => [1, 1, 1, 1] as const))
  expect(periodsPerYear(bars)).toBeCloseTo(365.2425, 9)
  expect(periodsPerYear(barsOf([[1, 1, 1, 1]]))).toBeNaN()
})

test('a summary names every figure once', () => {
  const bars = barsOf([
    [10, 10, 10, 10],
    [10, 12, 10, 12],
    [12, 12, 12, 12],
  ])
  const script = [{ kind: 'enter', side: 'long', on: [0], value: 100 }] as const
  const terms = { cash: 10_000, conventions: CONVENTIONS.lockstep, multiplier: 1, first: 0 }
  const figures = summarize(run(script, bars, { endOfRun: 'close' }), bars, terms)
  expect(new Set(figures.map(({ key }) => key)).size).toBe(figures.length)
  const value = (key: string) => figures.find((figure) => figure.key === key)?.value
  expect(value('finalEquity')).toBe(10_200)
  expect(value('totalReturn')).toBeCloseTo(0.02, 15)
  expect(value('trades')).toBe(1)
  expect(value('winRate')).toBe(1)
  expect(value('exposure')).toBeCloseTo(2 / 3, 15)
})
