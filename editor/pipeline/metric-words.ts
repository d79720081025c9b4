import { CONVENTIONS, type MetricConventions } from '../../runtime/core/metrics/conventions.ts'
import { didYouMean } from './did-you-mean.ts'

export type MetricWords = { readonly metrics: MetricConventions } | { readonly problem: string }

/** What one choice takes: one of some words, or a number. */
type Choice = {
  readonly field: keyof MetricConventions
  readonly words: readonly string[]
  readonly number?: {
    readonly takes: RegExp
    readonly example: string
    readonly least: number
  }
}

const PERCENT = { takes: /^-?\d+(\.\d+)?%$/, example: '2%', least: -1 }
const COUNT = { takes: /^\d+$/, example: '200', least: 1 }

const CHOICES: Readonly<Record<string, Choice>> = {
  returns: { field: 'returns', words: ['bars', 'days'] },
  first: { field: 'firstReturn', words: ['first-close', 'start-capital', 'day-before'] },
  periods: {
    field: 'periodsPerYear',
    words: ['counted', 'trading-days'],
    number: { ...COUNT, example: '252' },
  },
  'risk-free': { field: 'riskFree', words: [], number: PERCENT },
  interest: { field: 'riskFreePerPeriod', words: ['divided', 'compounded'] },
  mean: {
    field: 'yearlyMean',
    words: ['arithmetic', 'geometric', 'mean-compounded'],
  },
  volatility: { field: 'volatility', words: ['root-of-time', 'compounded'] },
  deviation: { field: 'deviation', words: ['sample', 'population'] },
  downside: { field: 'downside', words: ['all-returns', 'losses-only'] },
  moments: { field: 'moments', words: ['population', 'sample'] },
  kurtosis: { field: 'kurtosis', words: ['raw', 'excess'] },
  'sharpe-over': {
    field: 'sharpeBenchmark',
    words: [],
    number: { takes: /^-?\d+(\.\d+)?$/, example: '1', least: -100 },
  },
  trials: { field: 'trials', words: [], number: COUNT },
  alpha: { field: 'alpha', words: ['rest-compounded', 'capm'] },
  'profit-factor': { field: 'profitFactor', words: ['money', 'returns'] },
  'trade-deviation': { field: 'tradeDeviation', words: ['sample', 'population'] },
  'open-trades': { field: 'openTrades', words: ['apart', 'counted'] },
  'warm-up': { field: 'warmUp', words: ['counted', 'left-out'] },
}

/**
 * What metrics mean, in words: a convention's name, and choices that differ from it, parted by
 * commas: `empyrical, risk-free 2%, trials 200`. Without a name, ours.
 */
export function metricWords(words: string): MetricWords {
  const items = words.split(',').map((item) => item.trim())
  const named = Object.entries(CONVENTIONS).find(([name]) => name === items[0])
  let metrics: MetricConventions = named?.[1] ?? CONVENTIONS.lockstep
  for (const item of named === undefined ? items : items.slice(1)) {
    const [word = '', value, ...more] = item.split(/\s+/)
    const choice = Object.hasOwn(CHOICES, word) ? CHOICES[word] : undefined
    if (choice === undefined) return { problem: unknownWord(word, item === items[0]) }
    const chosen = more.length === 0 && value !== undefined ? chosenBy(choice, value) : undefined
    if (chosen === undefined) return { problem: `${word} is written ${ways(word, choice)}.` }
    metrics = { ...metrics, [choice.field]: chosen }
  }
  const changed = items.slice(named === undefined ? 0 : 1)
  if (changed.length === 0) return { metrics }
  return {
    metrics: {
      ...metrics,
      name: [metrics.name, ...changed].join(', '),
      summary: `${metrics.summary}; but ${changed.join(', ')}`,
    },
  }
}

function chosenBy({ words, number }: Choice, value: string): string | number | undefined {
  if (words.includes(value)) return value
  if (number === undefined || !number.takes.test(value)) return undefined
  const parsed = value.endsWith('%') ? Number(value.slice(0, -1)) / 100 : Number(value)
  return parsed >= number.least ? parsed : undefined
}

function ways(word: string, { words, number }: Choice): string {
  const values = [...words, ...(number === undefined ? [] : [number.example])]
  return values.map((value) => `"${word} ${value}"`).join(' or ')
}

function unknownWord(word: string, first: boolean): string {
  const names = Object.keys(CONVENTIONS)
  const choices = Object.keys(CHOICES)
  const known = first ? [...names, ...choices] : choices
  const what = word === '' ? 'nothing stands there.' : `"${word}" is not known.`
  const conventions = first ? ` Conventions: ${names.join(', ')}.` : ''
  return `${what}${didYouMean(word, known)}${conventions} Choices: ${choices.join(', ')}.`
}
