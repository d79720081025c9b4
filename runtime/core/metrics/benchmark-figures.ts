import type { Bars } from '../../../stdlib/bars.ts'
import type { RunResult } from '../result.ts'
import { alpha } from './alpha.ts'
import { annualReturn } from './annual-return.ts'
import { beta } from './beta.ts'
import { betaFragility } from './beta-fragility.ts'
import { buyAndHold } from './buy-and-hold.ts'
import { capture } from './capture.ts'
import type { MetricConventions } from './conventions.ts'
import { curveOf } from './curve.ts'
import { excessSharpe } from './excess-sharpe.ts'
import { maxDrawdown } from './max-drawdown.ts'
import { conventionalPeriods, periodsPerYear } from './periods-per-year.ts'
import { returnsOf } from './returns.ts'
import { riskFreeOf } from './risk-free.ts'
import { sampledEquity } from './sampled-equity.ts'
import { type Figure, figuresOf } from './summary.ts'
import { totalReturn } from './total-return.ts'
import { trackingError } from './tracking-error.ts'
import { yearlyMean } from './yearly-mean.ts'

/** What a run is put beside. */
export interface BenchmarkTerms {
  /** Start capital, money. */
  readonly cash: number
  readonly conventions: MetricConventions
  /** First bar whose entries the run takes; 0 when absent. */
  readonly tradeFrom?: number | undefined
}

/** A run beside holding its instrument all along, day by day. */
export function benchmarkFigures(
  result: RunResult,
  bars: Bars,
  { cash, conventions, tradeFrom = 0 }: BenchmarkTerms,
): readonly Figure[] {
  if (bars.length === 0) return []
  const held = buyAndHold(bars, cash, tradeFrom)
  const curve = curveOf(held, cash)
  const daily = { returns: 'days', firstReturn: conventions.firstReturn } as const
  const sampled = (equity: Float64Array) => sampledEquity(equity, bars, cash, daily)
  const [runDays, heldDays] = [sampled(result.equity), sampled(held)]
  const [run, market] = [returnsOf(runDays), returnsOf(heldDays)]
  // A run may be ruined before the last day.
  const benchmark = market.subarray(0, run.length)
  const periods = conventionalPeriods(bars, run.length, conventions.periodsPerYear)
  const slope = beta(run, benchmark)
  const interest = riskFreeOf(conventions, periods)
  const year = (days: Float64Array) => yearlyMean(curveOf(days, cash), periods, conventions)
  const { riskFree } = conventions
  const excess = year(runDays) - riskFree
  const left =
    conventions.alpha === 'capm'
      ? excess - slope * (year(heldDays) - riskFree)
      : alpha(run, benchmark, periods, interest)
  const error = trackingError(run, benchmark, periods)
  const information =
    conventions.yearlyMean === 'arithmetic'
      ? excessSharpe(run, benchmark) * Math.sqrt(periods)
      : (year(runDays) - year(heldDays)) / error
  return figuresOf([
    ['holdReturn', 'Buy and hold', totalReturn(curve), 'ratio'],
    [
      'holdAnnualReturn',
      'Buy and hold, annual',
      annualReturn(curve, periodsPerYear(bars)),
      'ratio',
    ],
    ['holdMaxDrawdown', 'Buy and hold, drawdown', maxDrawdown(curve), 'ratio'],
    ['beta', 'Beta', slope, 'number'],
    ['alpha', 'Alpha, annual', left, 'ratio'],
    ['treynor', 'Treynor ratio', slope === 0 ? Number.NaN : excess / slope, 'number'],
    ['trackingError', 'Tracking error', error, 'ratio'],
    ['informationRatio', 'Information ratio', information, 'number'],
    ['excessSharpe', 'The same, a day', excessSharpe(run, benchmark), 'number'],
    ['upCapture', 'Capture of rises', capture(run, benchmark, periods, 'up'), 'number'],
    ['downCapture', 'Capture of falls', capture(run, benchmark, periods, 'down'), 'number'],
    ['betaFragility', 'Beta fragility', betaFragility(run, benchmark), 'ratio'],
  ])
}
