import {
  type GivenSeries,
  type MissingSeries,
  missingSeries,
  seriesText,
} from '../../runtime/calendar/bar-clocks.ts'
import {
  type Currencies,
  type GivenRates,
  type PairBars,
  pairsOf,
  ratesAmong,
  ratesProblem,
} from '../../runtime/calendar/rates-beside.ts'
import type { LotMethod } from '../../runtime/core/lot-methods.ts'
import type { MetricConventions } from '../../runtime/core/metrics/conventions.ts'
import type { RunOptions } from '../../runtime/core/result.ts'
import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import type { ModuleMeta, StrategyModule } from '../../stdlib/module.ts'
import { brokenRequires } from './broken-requires.ts'
import { costWords } from './cost-words.ts'
import { marginWords } from './margin-words.ts'
import { metricWords } from './metric-words.ts'
import { accountCurrency, moneyOf } from './money-words.ts'
import { parameterProblem, unknownParameter } from './parameter-value.ts'
import { policyNamed } from './policy-named.ts'

/** A run as a page or a program asks for it; what is absent is the strategy's or the house's. */
export interface AskedRun {
  /** By name, in the program's own terms: 2% is 0.02. */
  readonly parameters: Readonly<Record<string, number>>
  /** Start capital. */
  readonly cash?: number | undefined
  /** The account's currency; the instrument's where absent. */
  readonly currency?: string | undefined
  /** In the words of a costs block. */
  readonly costs?: string | undefined
  /** A fill policy's name. */
  readonly policy?: string | undefined
  /** What positions tie up, in words: reg-t, 25%; the policy's way where absent. */
  readonly margin?: string | undefined
  /** What becomes of positions that are open at the end; the policy's way where absent. */
  readonly end?: 'mark' | 'close' | undefined
  /** Which shares an exit is booked against; those of its own trade where absent. */
  readonly lots?: LotMethod | undefined
  /** What the figures mean, in words: empyrical, or "lockstep, risk-free 2%". */
  readonly metrics?: string | undefined
}

/** The same, understood. */
export interface RunSettings {
  /** By index. */
  readonly parameters: Float64Array
  readonly options: RunOptions
  readonly metrics: MetricConventions
  /** From the instrument's currency into the account's, where they are two. */
  readonly rates?: GivenRates
}

export type ReadSettings =
  | { readonly settings: RunSettings }
  | {
      /** All that is wrong with it, a sentence each. */
      readonly problems: readonly string[]
      /** What of it more prices would mend. */
      readonly missing: MissingPrices
    }

/** Bars that a run reads, or rates that it takes, and was not given. */
export interface MissingPrices {
  readonly series: readonly MissingSeries[]
  readonly rates?: Currencies
}

/** What a run is given beside what is asked. */
export interface SettingsBeside {
  readonly series?: readonly GivenSeries[]
  /** What there is of pairs of currencies. */
  readonly pairs?: readonly PairBars[]
  /** Over which rates must reach. */
  readonly bars?: Bars
}

const CASH = 100_000

/** Understands what is asked of a strategy over prices of `symbol`; its `require`s hold, too. */
export function runSettings(
  module: StrategyModule,
  asked: AskedRun,
  symbol: string,
  { series = [], pairs = [], bars = emptyBars(0) }: SettingsBeside = {},
): ReadSettings {
  const { meta } = module
  const { cash = CASH } = asked
  const problems: string[] = []
  const parameters = readParameters(meta, asked.parameters, problems)
  if (!(cash > 0 && Number.isFinite(cash))) problems.push(`cash must be over 0, not ${cash}.`)
  const named = policyNamed(asked.policy ?? 'next_open')
  if ('problem' in named) problems.push(`policy ${asked.policy}: ${named.problem}`)
  const words = asked.costs === undefined ? { costs: meta.costs ?? {} } : costWords(asked.costs)
  if ('problem' in words) problems.push(`costs "${asked.costs}": ${words.problem}`)
  const tied = asked.margin === undefined ? {} : marginWords(asked.margin)
  if ('problem' in tied) problems.push(`margin "${asked.margin}": ${tied.problem}`)
  const meaning = metricWords(asked.metrics ?? 'lockstep')
  if ('problem' in meaning) problems.push(`metrics "${asked.metrics}": ${meaning.problem}`)
  const missing = missingSeries(meta.clocks ?? [], series)
  for (const one of missing) {
    problems.push(
      `It reads ${seriesText(one)}, and there are no such bars beside these prices. ` +
        `Bring them with strat data import FILE --symbol ${one.symbol ?? symbol}`,
    )
  }
  const currency = meta.instrument?.currency ?? moneyOf(asked.currency, meta)
  const money = accountCurrency(asked.currency, currency, meta, 'currency')
  if ('problem' in money) problems.push(money.problem)
  const account = 'problem' in money ? undefined : money.currency
  const between = account === undefined ? undefined : { instrument: currency, account }
  const rates = between && ratesAmong(between, pairs)
  const unfit = between && (rates ? ratesProblem(rates, bars) : missingRates(between, symbol))
  if (unfit) problems.push(unfit)
  if (problems.length === 0) problems.push(...brokenRequires(module, parameters))
  const unread =
    'problem' in named || 'problem' in words || 'problem' in meaning || 'problem' in tied
  if (problems.length > 0 || unread || 'problem' in money) {
    const lacking = between !== undefined && rates === undefined ? { rates: between } : {}
    return { problems, missing: { series: missing, ...lacking } }
  }
  const instrument = {
    symbol: meta.instrument?.symbol ?? symbol,
    tick: 0,
    lot: 1,
    multiplier: 1,
    currency,
  }
  const { end, lots } = asked
  const options = {
    cash,
    ...money,
    policy: named.policy,
    costs: words.costs,
    instrument,
    ...tied,
    ...(end && { endOfRun: end }),
    ...(lots && { lots }),
  }
  return { settings: { parameters, options, metrics: meaning.metrics, ...(rates && { rates }) } }
}

function missingRates(between: Currencies, symbol: string): string {
  const { instrument, account } = between
  const [pair] = pairsOf(between)
  return (
    `The account is in ${account} and ${symbol} in ${instrument}, and there is no rate between ` +
    `them. Bring it with strat download ${pair} --source NAME, or with strat data import FILE ` +
    `--symbol ${pair}, or keep the account in ${instrument}.`
  )
}

function readParameters(
  meta: ModuleMeta,
  given: AskedRun['parameters'],
  problems: string[],
): Float64Array {
  const values = Float64Array.from(meta.parameters, (parameter) => parameter.value)
  for (const [name, value] of Object.entries(given)) {
    const index = meta.parameters.findIndex((parameter) => parameter.name === name)
    const parameter = meta.parameters[index]
    const problem =
      parameter === undefined
        ? `${name}: ${unknownParameter(name, meta)}`
        : parameterProblem(parameter, value)
    if (problem === undefined) values[index] = value
    else problems.push(problem)
  }
  return values
}
