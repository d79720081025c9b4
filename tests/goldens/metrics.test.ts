/** Metrics of closing prices, as empyrical, numpy, pandas and scipy reckon them. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { alpha } from '../../runtime/core/metrics/alpha.ts'
import { annualReturn } from '../../runtime/core/metrics/annual-return.ts'
import { beta } from '../../runtime/core/metrics/beta.ts'
import { betaFragility } from '../../runtime/core/metrics/beta-fragility.ts'
import { calendarReturns } from '../../runtime/core/metrics/calendar-returns.ts'
import { calmar } from '../../runtime/core/metrics/calmar.ts'
import { capture } from '../../runtime/core/metrics/capture.ts'
import { conditionalValueAtRisk } from '../../runtime/core/metrics/conditional-value-at-risk.ts'
import { CONVENTIONS } from '../../runtime/core/metrics/conventions.ts'
import { curveOf } from '../../runtime/core/metrics/curve.ts'
import { deflatedSharpe } from '../../runtime/core/metrics/deflated-sharpe.ts'
import { distributionFigures } from '../../runtime/core/metrics/distribution-figures.ts'
import { downsideDeviation } from '../../runtime/core/metrics/downside-deviation.ts'
import { excessSharpe } from '../../runtime/core/metrics/excess-sharpe.ts'
import { gainToPain } from '../../runtime/core/metrics/gain-to-pain.ts'
import { maxDrawdown } from '../../runtime/core/metrics/max-drawdown.ts'
import { monthlyReturns } from '../../runtime/core/metrics/monthly-returns.ts'
import { omega } from '../../runtime/core/metrics/omega.ts'
import { probabilisticSharpe } from '../../runtime/core/metrics/probabilistic-sharpe.ts'
import { quantile } from '../../runtime/core/metrics/quantile.ts'
import { returnsOf } from '../../runtime/core/metrics/returns.ts'
import { sharpe } from '../../runtime/core/metrics/sharpe.ts'
import { sortino } from '../../runtime/core/metrics/sortino.ts'
import { stability } from '../../runtime/core/metrics/stability.ts'
import { tailRatio } from '../../runtime/core/metrics/tail-ratio.ts'
import { totalReturn } from '../../runtime/core/metrics/total-return.ts'
import { ulcerIndex } from '../../runtime/core/metrics/ulcer-index.ts'
import { volatility } from '../../runtime/core/metrics/volatility.ts'
import { barsFrom, DATA, read, rowsOf } from './golden.ts'

type Figures = Readonly<Record<string, number>>

const FILES: Readonly<Record<string, string>> = {
  spy2017: 'skender/default.csv',
  tsla2017: 'skender/compare.csv',
  goog: 'backtesting_py/GOOG.csv',
  sp500: 'vega/sp500-2000.csv',
  btc365_from_2012: 'ta4j/BTCUSD_1D_2009_2026.csv',
}

describe.skipIf(!existsSync(DATA))('metrics', () => {
  const stats = (name: string) => JSON.parse(read(`goldens/stats/${name}.json`))

  test.each(['spy2017', 'spy2017_rf2', 'goog', 'sp500', 'btc365_from_2012'])(
    'performance_metrics: %s',
    (id) => {
      const { ref, rf = 0, ...told } = stats('performance_metrics').values[id]
      const name = id.replace('_rf2', '')
      const closes = closesOf(name)
      const curve = curveOf(closes, closes[0]!)
      const returns = returnsOf(closes)
      const periods = name.includes('365') ? 365 : 252
      const conventions = { ...CONVENTIONS.lockstep, riskFree: rf }
      const { from, to } = curve.longestDrawdown
      const dayFigures = new Map(
        distributionFigures([...returns]).map(({ key, value }) => [key, value]),
      )
      equal(told, {
        n: returns.length,
        total: totalReturn(curve),
        cagr: annualReturn(curve, periods),
        vol: volatility(curve, periods),
        sharpe: sharpe(curve, periods, conventions),
        sortino_fulln: sortino(curve, returns, periods, conventions),
        downside_dev: downsideDeviation(returns, periods, rf / periods),
        maxdd: -maxDrawdown(curve),
        // Of the return, not of the close.
        maxdd_index: curve.deepestAt - 1,
        longest_underwater_bars: to - from - (closes[to]! >= closes[from]! ? 1 : 0),
        calmar: calmar(curve, annualReturn(curve, periods)),
        omega0: omega(returns),
        ulcer: ulcerIndex(closes),
        var95_hist: dayFigures.get('valueAtRisk95')!,
        cvar95_hist: dayFigures.get('shortfall95')!,
        var95_norm: dayFigures.get('valueAtRiskNormal95')!,
        skew: dayFigures.get('skewness')!,
        kurt: dayFigures.get('kurtosis')!,
        tail_ratio: dayFigures.get('tailRatio')!,
        gain_to_pain: gainToPain(returns),
        best: dayFigures.get('bestDay')!,
        worst: dayFigures.get('worstDay')!,
        pos_frac: dayFigures.get('positiveDays')!,
      })
    },
  )

  test('performance_metrics: the probabilistic Sharpe ratio', () => {
    const { psr, ...values } = stats('performance_metrics').values
    const probability = (id: string, benchmark: number) => {
      const { sharpe: yearly, n, skew, kurt }: Figures = values[id]
      const sample = { count: n!, skewness: skew!, kurtosis: kurt! + 3 }
      return probabilisticSharpe({ sharpe: yearly! / Math.sqrt(252), ...sample }, benchmark)
    }
    const { note, ...told } = psr
    equal(told, {
      spy2017_vs0: probability('spy2017', 0),
      goog_vs0: probability('goog', 0),
      goog_vs_0_02: probability('goog', 0.02),
    })
  })

  test.each(['spy2017', 'tsla2017', 'goog', 'sp500'])('empyrical_run: %s', (name) => {
    const closes = closesOf(name)
    const curve = curveOf(closes, closes[0]!)
    const returns = returnsOf(closes)
    const year = annualReturn(curve, 252)
    equal(stats('empyrical_run').values[name], {
      n: returns.length,
      cum_returns_final: totalReturn(curve),
      annual_return: year,
      cagr: year,
      annual_volatility: volatility(curve, 252, CONVENTIONS.empyrical),
      sharpe_ratio: sharpe(curve, 252, CONVENTIONS.empyrical),
      sortino_ratio: sortino(curve, returns, 252, CONVENTIONS.empyrical),
      downside_risk: downsideDeviation(returns, 252),
      max_drawdown: -maxDrawdown(curve),
      calmar_ratio: calmar(curve, year),
      omega_ratio: omega(returns),
      tail_ratio: tailRatio(returns),
      stability_of_timeseries: stability(returns),
      value_at_risk: quantile(returns, 0.05),
      conditional_value_at_risk: conditionalValueAtRisk([...returns], 0.05),
    })
  })

  test('empyrical_run: beside a benchmark', () => {
    const [stock, market] = ['tsla2017', 'spy2017'].map((name) => returnsOf(closesOf(name)))
    const up = capture(stock!, market!, 252, 'up')
    const down = capture(stock!, market!, 252, 'down')
    equal(stats('empyrical_run').relative_tsla_vs_spy, {
      alpha: alpha(stock!, market!, 252),
      beta: beta(stock!, market!),
      capture: capture(stock!, market!, 252),
      up_capture: up,
      down_capture: down,
      up_down_capture: up / down,
      excess_sharpe: excessSharpe(stock!, market!),
      beta_fragility_heuristic: betaFragility(stock!, market!),
    })
  })

  test('empyrical_run: years and months of GOOG', () => {
    const rows = rowsOf(read(`ohlcv/${FILES.goog}`))
    const bars = barsFrom(
      rows.map((row) => {
        const close = Number(row.Close)
        return [Date.parse(`${row['']}T00:00:00Z`), close, close, close, close, 0]
      }),
    )
    const years = monthlyReturns(calendarReturns(bars.close, bars, bars.close[0]!, 'month'))
    const { yearly, monthly } = stats('empyrical_run').aggregate_goog as Aggregates
    equal(
      Object.fromEntries(yearly),
      Object.fromEntries(years.map(({ year, total }) => [year, total])),
    )
    const ours = years.flatMap(({ months }) => months.filter((one) => !Number.isNaN(one)))
    const numbered = (values: readonly number[]) => Object.fromEntries(values.entries())
    equal(numbered(monthly.map(([, value]) => value)), numbered(ours))
  })
})

/** D. H. Bailey and M. Lopez de Prado, "The Deflated Sharpe Ratio" (2014), the example at its end. */
test('the deflated Sharpe ratio of its paper', () => {
  const sample = { sharpe: 2.5 / Math.sqrt(250), count: 1250, skewness: -3, kurtosis: 10 }
  expect(deflatedSharpe(sample, 100, 1 / 2 / 250)).toBeCloseTo(0.9004, 4)
  expect(deflatedSharpe(sample, 46, 1 / 2 / 250)).toBeCloseTo(0.9505, 3)
  expect(deflatedSharpe(sample, 1)).toBe(probabilisticSharpe(sample))
})

type Aggregates = Readonly<Record<'yearly' | 'monthly', readonly (readonly [string, number])[]>>

/** Every figure that is told, and no other. */
function equal(told: Figures, ours: Figures): void {
  expect(Object.keys(ours).sort()).toEqual(Object.keys(told).sort())
  for (const [name, value] of Object.entries(ours))
    expect(Math.abs(value - told[name]!), `${name}: ${value}, ${told[name]}`).toBeLessThanOrEqual(
      1e-9 * Math.abs(told[name]!),
    )
}

function closesOf(name: string): Float64Array {
  const rows = rowsOf(read(`ohlcv/${FILES[name]}`))
  const taken = name.endsWith('from_2012')
    ? rows.filter(({ time_open_utc }) => time_open_utc! >= '2012')
    : rows
  return Float64Array.from(taken, ({ close, Close }) => Number(close ?? Close))
}
