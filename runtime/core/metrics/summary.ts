import type { Bars } from '../../../stdlib/bars.ts'
import type { RunResult } from '../result.ts'
import { annualReturn } from './annual-return.ts'
import { averageTrade } from './average-trade.ts'
import { bestTrade, worstTrade } from './best-and-worst.ts'
import { calmar } from './calmar.ts'
import type { MetricConventions } from './conventions.ts'
import { type Curve, curveOf } from './curve.ts'
import { deflatedSharpe } from './deflated-sharpe.ts'
import { drawdownDuration } from './drawdown-duration.ts'
import { averageAdverse, averageFavourable } from './excursions.ts'
import { expectancy } from './expectancy.ts'
import { exposure } from './exposure.ts'
import { gainToPain } from './gain-to-pain.ts'
import { kelly } from './kelly.ts'
import { kurtosis } from './kurtosis.ts'
import { maxDrawdown } from './max-drawdown.ts'
import { omega } from './omega.ts'
import { payoff } from './payoff.ts'
import { conventionalPeriods, yearsBetween } from './periods-per-year.ts'
import { probabilisticSharpe, type SharpeSample } from './probabilistic-sharpe.ts'
import { profitFactor } from './profit-factor.ts'
import { returnsOf } from './returns.ts'
import { sampledEquity } from './sampled-equity.ts'
import { sharpe, sharpeAPeriod } from './sharpe.ts'
import { skewness } from './skewness.ts'
import { sortino } from './sortino.ts'
import { sqn } from './sqn.ts'
import { stability } from './stability.ts'
import { longestLosing, longestWinning } from './streaks.ts'
import { totalReturn } from './total-return.ts'
import { turnover } from './turnover.ts'
import { ulcerIndex } from './ulcer-index.ts'
import { volatility } from './volatility.ts'
import { winRate } from './win-rate.ts'

/**
 * One figure of a report. `format`: `money`; `ratio`, shown as per cent; `number`; `count`, whole;
 * `duration`, milliseconds; `day`, an instant of it, ms UTC. A NaN value is "not defined here" and
 * is shown as a dash.
 */
export interface Figure {
  readonly key: string
  readonly label: string
  readonly value: number
  readonly format: 'money' | 'ratio' | 'number' | 'count' | 'duration' | 'day'
}

/** Key, label, value, format. */
export type FigureRow = readonly [string, string, number, Figure['format']]

/** What a summary must know beside the run. */
export interface SummaryTerms {
  /** Start capital, money. */
  readonly cash: number
  readonly conventions: MetricConventions
  /** Money per point of price and share. */
  readonly multiplier: number
  /** First bar at which the strategy could trade. */
  readonly first: number
}

/** Every metric of a run but those beside a benchmark. */
export function summarize(result: RunResult, bars: Bars, terms: SummaryTerms): readonly Figure[] {
  const { cash, conventions, multiplier } = terms
  const { equity, open } = result
  const whole = curveOf(equity, cash)
  const first = conventions.warmUp === 'left-out' ? terms.first : 0
  const points = sampledEquity(equity, bars, cash, conventions, first)
  const sampled = points === equity ? whole : curveOf(points, cash)
  const trades = conventions.openTrades === 'counted' ? [...result.trades, ...open] : result.trades
  const last = bars.length - 1
  const years = last < 0 ? 0 : yearsBetween(bars.time[0]!, bars.time[last]!)
  const traded = turnover(result.trades, open, multiplier, equity, years)
  const rows: FigureRow[] = [
    ...curveRows(whole, sampled, returnsOf(points), bars, conventions),
    ['ulcer', 'Ulcer index', ulcerIndex(equity), 'ratio'],
    ['exposure', 'Exposure', exposure(result.barsInMarket, bars.length), 'ratio'],
    ['turnover', 'Turnover a year', traded, 'number'],
    ['trades', 'Trades', trades.length, 'count'],
    ['openTrades', 'Open trades', open.length, 'count'],
    ['winRate', 'Win rate', winRate(trades), 'ratio'],
    ['profitFactor', 'Profit factor', profitFactor(trades, conventions.profitFactor), 'number'],
    ['expectancy', 'Expectancy', expectancy(trades), 'ratio'],
    ['averageTrade', 'Average trade', averageTrade(trades), 'money'],
    ['bestTrade', 'Best trade', bestTrade(trades), 'ratio'],
    ['worstTrade', 'Worst trade', worstTrade(trades), 'ratio'],
    ['payoff', 'Payoff ratio', payoff(trades), 'number'],
    ['sqn', 'SQN', sqn(trades, conventions.tradeDeviation), 'number'],
    ['kelly', 'Kelly fraction', kelly(trades), 'ratio'],
    ['winsInARow', 'Most wins in a row', longestWinning(trades), 'count'],
    ['lossesInARow', 'Most losses in a row', longestLosing(trades), 'count'],
    ['averageAdverse', 'Average MAE', averageAdverse(trades), 'ratio'],
    ['averageFavourable', 'Average MFE', averageFavourable(trades), 'ratio'],
    ['commission', 'Commission', result.commission, 'money'],
    ['ambiguous', 'Ambiguous bars', result.ambiguous, 'count'],
  ]
  return figuresOf(rows)
}

/** Rows as figures. */
export function figuresOf(rows: readonly FigureRow[]): readonly Figure[] {
  return rows.map(([key, label, value, format]) => ({ key, label, value, format }))
}

/** What the curve alone tells; what is made of returns by the convention's sample of them. */
function curveRows(
  whole: Curve,
  sampled: Curve,
  returns: Float64Array,
  bars: Bars,
  conventions: MetricConventions,
): readonly FigureRow[] {
  const periods = conventionalPeriods(bars, sampled.count, conventions.periodsPerYear)
  const year = annualReturn(sampled, periods)
  const deepest = whole.maxDrawdown > 0 ? bars.time[whole.deepestAt]! : Number.NaN
  const ratio = sharpe(sampled, periods, conventions)
  const sample = sharpeSample(sampled, returns, periods, conventions)
  const benchmark = conventions.sharpeBenchmark / Math.sqrt(periods)
  const { trials } = conventions
  return [
    ['finalEquity', 'Final equity', whole.end, 'money'],
    ['totalReturn', 'Total return', totalReturn(whole), 'ratio'],
    ['annualReturn', 'Annual return', year, 'ratio'],
    ['volatility', 'Volatility', volatility(sampled, periods, conventions), 'ratio'],
    ['sharpe', 'Sharpe ratio', ratio, 'number'],
    ['sortino', 'Sortino ratio', sortino(sampled, returns, periods, conventions), 'number'],
    ['calmar', 'Calmar ratio', calmar(whole, year), 'number'],
    ['omega', 'Omega ratio', omega(returns), 'number'],
    ['gainToPain', 'Gain to pain', gainToPain(returns), 'number'],
    ['probabilisticSharpe', 'Sharpe probable', probabilisticSharpe(sample, benchmark), 'ratio'],
    ...(trials > 1
      ? ([['deflatedSharpe', 'Sharpe deflated', deflatedSharpe(sample, trials), 'ratio']] as const)
      : []),
    ['stability', 'Stability', stability(returns), 'number'],
    ['maxDrawdown', 'Max drawdown', maxDrawdown(whole), 'ratio'],
    ['deepestDay', 'Deepest on', deepest, 'day'],
    ['drawdownDuration', 'Longest drawdown', drawdownDuration(whole, bars), 'duration'],
  ]
}

function sharpeSample(
  curve: Curve,
  returns: Float64Array,
  periods: number,
  conventions: MetricConventions,
): SharpeSample {
  const { moments, kurtosis: shape } = conventions
  return {
    sharpe: sharpeAPeriod(curve, periods, conventions),
    count: curve.count,
    skewness: skewness(returns, moments),
    kurtosis: kurtosis(returns, moments) + (shape === 'raw' ? 3 : 0),
  }
}
