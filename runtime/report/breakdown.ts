import { buyAndHold } from '../core/metrics/buy-and-hold.ts'
import { calendarReturns } from '../core/metrics/calendar-returns.ts'
import { type CostsPaid, costsPaid } from '../core/metrics/costs-paid.ts'
import { distributionFigures } from '../core/metrics/distribution-figures.ts'
import { type HistogramBin, histogram } from '../core/metrics/histogram.ts'
import { monthlyReturns, type YearOfReturns } from '../core/metrics/monthly-returns.ts'
import type { Figure } from '../core/metrics/summary.ts'
import type { RunReport } from './run-report.ts'

/** What a report tells beyond its figures: the same for page, JSON and CSV. */
export interface Breakdown {
  /** Equity of the benchmark at each bar's close. */
  readonly benchmark: Float64Array
  readonly years: readonly YearOfReturns[]
  /** Days by their return; those on which equity stood still, out of the market, are left out. */
  readonly days: readonly HistogramBin[]
  readonly dayFigures: readonly Figure[]
  /** Closed trades by their return. */
  readonly trades: readonly HistogramBin[]
  readonly costs: CostsPaid
}

/** Reckons it. */
export function breakdownOf({ result, bars, options }: RunReport): Breakdown {
  const { cash, costs, policy, instrument, tradeFrom } = options
  const returns = (period: 'day' | 'month') => calendarReturns(result.equity, bars, cash, period)
  const days = returns('day').map(({ value }) => value)
  return {
    benchmark: buyAndHold(bars, cash, tradeFrom),
    years: monthlyReturns(returns('month')),
    days: histogram(days.filter((value) => value !== 0)),
    dayFigures: distributionFigures(days),
    trades: histogram(result.trades.map(({ returnRatio }) => returnRatio)),
    costs: costsPaid(result, costs, policy, instrument, bars),
  }
}
