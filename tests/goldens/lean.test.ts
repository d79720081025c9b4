/** Statistics that LEAN's regression tests expect, where they were re-simulated from daily bars. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { annualReturn } from '../../runtime/core/metrics/annual-return.ts'
import { CONVENTIONS } from '../../runtime/core/metrics/conventions.ts'
import { curveOf } from '../../runtime/core/metrics/curve.ts'
import { maxDrawdown } from '../../runtime/core/metrics/max-drawdown.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import { barsFrom, DATA, figuresOf, goldenOf, read, rowsOf, runOf } from './golden.ts'

interface Case {
  readonly name: string
  readonly verified: string
  readonly expectedStatistics: Readonly<Record<string, string>>
}

/**
 * Interest in October 2013, as its interest-rate.csv has it; the returns of the probabilistic
 * Sharpe ratio are above it too.
 */
const CONVENTION = { ...CONVENTIONS.lean, riskFree: 0.0075 }

/** All that it states but names, hashes, capacity, and what no closed trade leaves at zero. */
const COMPARED = [
  ...['Total Orders', 'End Equity', 'Net Profit', 'Total Fees', 'Drawdown'],
  ...['Compounding Annual Return', 'Sharpe Ratio', 'Sortino Ratio', 'Probabilistic Sharpe Ratio'],
  ...['Alpha', 'Beta', 'Annual Standard Deviation', 'Annual Variance', 'Information Ratio'],
  ...['Tracking Error', 'Treynor Ratio', 'Average Win', 'Average Loss'],
]

describe.skipIf(!existsSync(DATA))('LEAN', () => {
  test('BasicTemplateDailyAlgorithm', () => {
    const { cases } = goldenOf<{ cases: readonly Case[] }>('lean.curated')
    const verified = cases.filter((item) => item.verified.startsWith('re-simulated'))
    expect(verified.map(({ name }) => name)).toEqual(['BasicTemplateDailyAlgorithm'])
    const { expectedStatistics: told } = verified[0]!
    const bars = barsOf('2013-10-08', '2013-10-17')
    const result = runOf('lean.BasicTemplateDailyAlgorithm', bars, {
      cash: 100_000,
      policy: POLICIES.next_open,
    })
    const { equity, orders, commission } = result
    const end = equity.at(-1)!
    // Its benchmark is a chart, whose points are kept to four decimals.
    const charted = { ...bars, close: bars.close.map((close) => Math.round(close * 1e4) / 1e4) }
    const figures = figuresOf(result, charted, { cash: 100_000, conventions: CONVENTION })
    const figure = (key: string, decimals = 3) => Number(figures.get(key)!.toFixed(decimals))
    const curve = curveOf(equity, 100_000)
    const perCent = (value: number) => `${(value * 100).toFixed(3)}%`
    expect({
      'Total Orders': String(orders.length),
      'End Equity': end.toFixed(2),
      'Net Profit': `${((end / 100_000 - 1) * 100).toFixed(3)}%`,
      'Total Fees': `$${(Math.round(commission * 100) / 100).toFixed(2)}`,
      Drawdown: `${(maxDrawdown(curve) * 100).toFixed(1)}00%`,
      // From midnight before the first bar to the last close, in years of 365 days.
      'Compounding Annual Return': perCent(
        annualReturn({ ...curve, count: 1 }, 365 / (9 + 16 / 24)),
      ),
      'Sharpe Ratio': String(figure('sharpe')),
      'Sortino Ratio': String(figure('sortino')),
      'Probabilistic Sharpe Ratio': perCent(figures.get('probabilisticSharpe')!),
      Alpha: String(figure('alpha')),
      Beta: String(figure('beta')),
      'Annual Standard Deviation': String(figure('volatility')),
      'Annual Variance': String(Number((figures.get('volatility')! ** 2).toFixed(3))),
      'Information Ratio': String(figure('informationRatio')),
      'Tracking Error': String(figure('trackingError')),
      'Treynor Ratio': String(figure('treynor')),
      'Average Win': '0%',
      'Average Loss': '0%',
    }).toEqual(Object.fromEntries(COMPARED.map((name) => [name, told[name]])))
  })
})

/** SPY's days, by price and split factors of the first row that is not before the day. */
function barsOf(from: string, to: string) {
  const factors = read('corporate_actions/lean/factor_files/spy.csv')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  return barsFrom(
    rowsOf(read('ohlcv/lean/daily/spy.csv'))
      .filter(({ date }) => date! >= from && date! <= to)
      .map(({ date, open, high, low, close, volume }) => {
        const [, price, split] = factors.find(([day]) => day! >= date!.replaceAll('-', ''))!
        const factor = Number(price) * Number(split)
        const adjusted = (text?: string) => Number(text) * factor
        return [
          Date.parse(`${date}T00:00:00Z`),
          adjusted(open),
          adjusted(high),
          adjusted(low),
          adjusted(close),
          Number(volume),
        ]
      }),
  )
}
