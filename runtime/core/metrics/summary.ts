import type { Bars } from '../../../stdlib/bars.ts'
import type { RunResult } from '../result.ts'
import { annualReturn } from './annual-return.ts'
import { averageTrade } from './average-trade.ts'
import { bestTrade, worstTrade } from './best-and-worst.ts'
import { calmar } from './calmar.ts'
import { curveOf } from './curve.ts'
import { drawdownDuration } from './drawdown-duration.ts'
import { expectancy } from './expectancy.ts'
import { exposure } from './exposure.ts'
import { kelly } from './kelly.ts'
import { maxDrawdown } from './max-drawdown.ts'
import { payoff } from './payoff.ts'
import { periodsPerYear } from './periods-per-year.ts'
import { profitFactor } from './profit-factor.ts'
import { sharpe } from './sharpe.ts'
import { sortino } from './sortino.ts'
import { sqn } from './sqn.ts'
import { totalReturn } from './total-return.ts'
import { volatility } from './volatility.ts'
import { winRate } from './win-rate.ts'

/**
 * One figure of a report. `format`: `money`; `ratio`, shown as per cent; `number`; `count`, whole;
 * `duration`, milliseconds. A NaN value is "not defined here" and is shown as a dash.
 */
export interface Figure {
  readonly key: string
  readonly label: string
  readonly value: number
  readonly format: 'money' | 'ratio' | 'number' | 'count' | 'duration'
}

/** Every metric of a run, in the order in which reports show them. `startCash` in money. */
export function summarize(result: RunResult, bars: Bars, startCash: number): readonly Figure[] {
  const curve = curveOf(result.equity, startCash)
  const periods = periodsPerYear(bars)
  const { trades } = result
  const figure = (key: string, label: string, value: number, format: Figure['format']): Figure => ({
    key,
    label,
    value,
    format,
  })
  return [
    figure('finalEquity', 'Final equity', curve.end, 'money'),
    figure('totalReturn', 'Total return', totalReturn(curve), 'ratio'),
    figure('annualReturn', 'Annual return', annualReturn(curve, periods), 'ratio'),
    figure('volatility', 'Volatility', volatility(curve, periods), 'ratio'),
    figure('sharpe', 'Sharpe ratio', sharpe(curve, periods), 'number'),
    figure('sortino', 'Sortino ratio', sortino(curve, periods), 'number'),
    figure('calmar', 'Calmar ratio', calmar(curve, periods), 'number'),
    figure('maxDrawdown', 'Max drawdown', maxDrawdown(curve), 'ratio'),
    figure('drawdownDuration', 'Longest drawdown', drawdownDuration(curve, bars), 'duration'),
    figure('exposure', 'Exposure', exposure(result.barsInMarket, bars.length), 'ratio'),
    figure('trades', 'Trades', trades.length, 'count'),
    figure('openTrades', 'Open trades', result.open.length, 'count'),
    figure('winRate', 'Win rate', winRate(trades), 'ratio'),
    figure('profitFactor', 'Profit factor', profitFactor(trades), 'number'),
    figure('expectancy', 'Expectancy', expectancy(trades), 'ratio'),
    figure('averageTrade', 'Average trade', averageTrade(trades), 'money'),
    figure('bestTrade', 'Best trade', bestTrade(trades), 'ratio'),
    figure('worstTrade', 'Worst trade', worstTrade(trades), 'ratio'),
    figure('payoff', 'Payoff ratio', payoff(trades), 'number'),
    figure('sqn', 'SQN', sqn(trades), 'number'),
    figure('kelly', 'Kelly fraction', kelly(trades), 'ratio'),
    figure('commission', 'Commission', result.commission, 'money'),
    figure('ambiguous', 'Ambiguous bars', result.ambiguous, 'count'),
  ]
}
