import type { PairedBootstrap } from '../core/metrics/paired-bootstrap.ts'
import type { Figure } from '../core/metrics/summary.ts'
import { figureText } from '../report/figure-text.ts'
import { decimalsOf, moneyText, numberText, quantityText } from '../report/format.ts'
import { costsText } from '../report/words.ts'
import type { ComparedRun, ComparedTrade } from './compared-run.ts'
import type { Comparison } from './comparison.ts'
import { CAUSES, costsOf, type TradePair } from './match-trades.ts'

/** A run in one line: strategy, parameters, policy, costs, prices. */
export function runName({ strategy, parameters, options, data }: ComparedRun): string {
  const values = Object.entries(parameters).map(([name, value]) => `${name} ${value}`)
  const parts = [strategy.title, ...values, options.policy, costsText(options.costs), data.source]
  return parts.join(', ')
}

/** One figure of both runs. */
export interface FigurePair {
  readonly first: Figure
  readonly second: Figure
  /** Among those that a terminal shows. */
  readonly main: boolean
}

const FIGURES: readonly (readonly [key: string, label: string, format: Figure['format']])[] = [
  ['finalEquity', 'Final equity', 'money'],
  ['totalReturn', 'Total return', 'ratio'],
  ['annualReturn', 'Annual return', 'ratio'],
  ['volatility', 'Volatility', 'ratio'],
  ['sharpe', 'Sharpe ratio', 'number'],
  ['sortino', 'Sortino ratio', 'number'],
  ['calmar', 'Calmar ratio', 'number'],
  ['maxDrawdown', 'Max drawdown', 'ratio'],
  ['drawdownDuration', 'Longest drawdown', 'duration'],
  ['exposure', 'Exposure', 'ratio'],
  ['turnover', 'Turnover a year', 'number'],
  ['trades', 'Trades', 'count'],
  ['winRate', 'Win rate', 'ratio'],
  ['profitFactor', 'Profit factor', 'number'],
  ['expectancy', 'Expectancy', 'ratio'],
  ['averageTrade', 'Average trade', 'money'],
  ['payoff', 'Payoff ratio', 'number'],
  ['commission', 'Commission', 'money'],
  ['alpha', 'Alpha, annual', 'ratio'],
  ['beta', 'Beta', 'number'],
]
const MAIN = new Set(
  'finalEquity annualReturn volatility sharpe maxDrawdown exposure trades winRate profitFactor averageTrade commission'.split(
    ' ',
  ),
)

/** The figures that both runs have. */
export function figurePairs({ first, second }: Comparison): readonly FigurePair[] {
  return FIGURES.flatMap(([key, label, format]) => {
    if (!(key in first.figures && key in second.figures)) return []
    const figure = (run: ComparedRun) => ({
      ...{ key, label, format },
      value: run.figures[key] ?? Number.NaN,
    })
    return [{ first: figure(first), second: figure(second), main: MAIN.has(key) }]
  })
}

/** The second less the first, with its sign. */
export function differenceOf(first: Figure, second: Figure): string {
  const value = second.value - first.value
  const { format } = first
  const text = figureText({ ...first, value: format === 'duration' ? Math.abs(value) : value })
  if (value > 0) return `+${text}`
  return format === 'duration' && value < 0 ? `−${text}` : text
}

/** What resampling says, in a sentence. */
export function verdictText({ annualMean, sharpe }: PairedBootstrap): string {
  const apart = [annualMean, sharpe].map(({ low, high }) => low > 0 || high < 0)
  if (apart.every((one) => one))
    return 'Zero is in neither interval: the difference is more than the luck of the days.'
  if (apart.some((one) => one)) return 'Zero is in one of the intervals: hardly a difference.'
  return 'Zero is in both intervals: these days cannot tell the two apart.'
}

/** `2015-03-02 long: another size (100, 120), other costs; +12.30`. */
export function pairText({ first, second, causes, profit }: TradePair): string {
  const trade = (first ?? second)!
  const reasons = causes.map((cause) => {
    const title = CAUSES.find(([one]) => one === cause)![1]
    const values =
      first === undefined || second === undefined ? '' : valuesText(cause, first, second)
    return `${title.toLowerCase().replace(/ in ([ab])$/, (_, run) => ` in ${run.toUpperCase()}`)}${values}`
  })
  const sign = profit > 0 ? '+' : ''
  return `${timeText(trade.entry.time)} ${trade.side}: ${reasons.join(', ')}; ${sign}${moneyText(profit)}`
}

function valuesText(
  cause: TradePair['causes'][number],
  first: ComparedTrade,
  second: ComparedTrade,
): string {
  const both = (of: (trade: ComparedTrade) => string) => ` (${of(first)}, ${of(second)})`
  switch (cause) {
    case 'entry-time':
      return both(({ entry }) => timeText(entry.time))
    case 'entry-price':
      return both(({ entry }) => priceText(entry.price))
    case 'size':
      return both(({ quantity }) => quantityText(quantity))
    case 'exit-reason':
      return both(({ exitBy, exitRule }) => exitRule ?? exitBy)
    case 'exit-time':
      return both(({ exit }) => timeText(exit.time))
    case 'exit-price':
      return both(({ exit }) => priceText(exit.price))
    case 'costs':
      return both((trade) => moneyText(costsOf(trade)))
    case 'only-first':
    case 'only-second':
      return ''
  }
}

function priceText(price: number): string {
  return numberText(price, decimalsOf([price]))
}

/** A day, and the time of it where it has one. */
export function timeText(iso: string): string {
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ')
}
