import { parse as parsePath } from 'node:path'
import { nearest } from '../../language/nearest.ts'
import { POLICIES, type Policy } from '../../runtime/core/policy.ts'
import type { InstrumentSpec, RunOptions } from '../../runtime/core/result.ts'
import type { CsvOptions } from '../../runtime/feeds/options.ts'
import type { CostSpec, ModuleMeta } from '../../stdlib/module.ts'
import { costWords } from '../pipeline/cost-words.ts'
import { parameterValue, rangeText } from '../pipeline/parameter-value.ts'

/** The options of `strat run` as the command line gives them, every value still a text. */
export interface RunFlags {
  readonly data?: string
  readonly from?: string
  readonly to?: string
  readonly param: readonly string[]
  readonly cash: string
  readonly costs?: string
  readonly policy: string
  readonly end?: string
  readonly timezone?: string
  readonly dateOrder?: string
  readonly onBad?: string
  readonly symbol?: string
  readonly tick?: string
  readonly lot?: string
  readonly multiplier?: string
  readonly report?: string
  readonly json?: true
  readonly store: boolean
}

/** The same, understood. */
export interface RunSettings {
  readonly data: string
  readonly parameters: Float64Array
  readonly options: RunOptions
  /** First and last calendar day to use, as given: checked. */
  readonly from?: string
  readonly to?: string
  readonly csv: CsvOptions
}

export type ReadOptions =
  | { readonly settings: RunSettings }
  /** Every wrong option, not the first alone. */
  | { readonly problems: readonly string[] }

/** Understands the options of a run of this strategy. */
export function readRunOptions(flags: RunFlags, meta: ModuleMeta): ReadOptions {
  const problems: string[] = []
  const keep = <T>(result: Parsed<T>, instead: T): T => {
    if ('value' in result) return result.value
    problems.push(result.problem)
    return instead
  }
  if (flags.data === undefined) problems.push('Say which prices to use: --data prices.csv.')
  const parameters = readParameters(flags.param, meta, problems)
  const policy = keep(policyNamed(flags.policy), undefined)
  const costs = keep(costsOf(flags.costs, meta), {})
  const cash = keep(numberOver(0, '--cash', flags.cash.replaceAll(',', '')), 0)
  const instrument = {
    symbol: flags.symbol ?? meta.instrument?.symbol ?? symbolOf(flags.data ?? ''),
    tick: keep(numberFrom(0, '--tick', flags.tick ?? '0'), 0),
    lot: keep(numberOver(0, '--lot', flags.lot ?? '1'), 1),
    multiplier: keep(numberOver(0, '--multiplier', flags.multiplier ?? '1'), 1),
    currency: meta.instrument?.currency ?? 'USD',
  } satisfies InstrumentSpec
  const end = keep(choice('--end', flags.end, ['mark', 'close']), undefined)
  const dateOrder = keep(choice('--date-order', flags.dateOrder, ['mdy', 'dmy']), undefined)
  const onBad = keep(choice('--on-bad', flags.onBad, ['refuse', 'quarantine']), undefined)
  const timezone = keep(zone(flags.timezone), undefined)
  const from = keep(day('--from', flags.from), undefined)
  const to = keep(day('--to', flags.to), undefined)
  if (from !== undefined && to !== undefined && from > to) {
    problems.push(`--from ${from} is later than --to ${to}.`)
  }
  if (problems.length > 0 || policy === undefined) return { problems }
  return {
    settings: {
      data: flags.data ?? '',
      parameters,
      options: {
        cash,
        policy,
        costs,
        instrument,
        ...(end !== undefined && { endOfRun: end }),
      },
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      csv: {
        ...(timezone !== undefined && { timezone }),
        ...(dateOrder !== undefined && { dateOrder }),
        ...(onBad !== undefined && { onBad }),
      },
    },
  }
}

type Parsed<T> = { readonly value: T } | { readonly problem: string }

function readParameters(
  given: readonly string[],
  meta: ModuleMeta,
  problems: string[],
): Float64Array {
  const values = Float64Array.from(meta.parameters, (parameter) => parameter.value)
  for (const assignment of given) {
    const [, name = '', text = ''] = /^([^=]*)=(.*)$/s.exec(assignment) ?? []
    if (name.trim() === '' || text.trim() === '') {
      problems.push(`--param is written name=value, such as --param fast=12, not "${assignment}".`)
      continue
    }
    const index = meta.parameters.findIndex((parameter) => parameter.name === name.trim())
    const parameter = meta.parameters[index]
    if (parameter === undefined) {
      problems.push(unknownParameter(name.trim(), meta))
      continue
    }
    const read = parameterValue(text.trim(), parameter)
    if ('problem' in read) problems.push(`--param ${assignment}: ${read.problem}`)
    else values[index] = read.value
  }
  return values
}

function unknownParameter(name: string, meta: ModuleMeta): string {
  if (meta.parameters.length === 0) return `--param ${name}: "${meta.title}" has no parameters.`
  const names = meta.parameters.map((parameter) => parameter.name)
  const known = meta.parameters.map((parameter) =>
    parameter.min === undefined && parameter.max === undefined
      ? parameter.name
      : `${parameter.name} (${rangeText(parameter)})`,
  )
  return `--param ${name}: there is no such parameter.${didYouMean(name, names)} There are: ${known.join(', ')}.`
}

function policyNamed(name: string): Parsed<Policy | undefined> {
  const policies: ReadonlyMap<string, Policy> = new Map(Object.entries(POLICIES))
  const policy = policies.get(name)
  if (policy !== undefined) return { value: policy }
  const names = [...policies.keys()]
  return {
    problem: `--policy ${name}: there is no such policy.${didYouMean(name, names)} There are: ${names.join(', ')}.`,
  }
}

function costsOf(words: string | undefined, meta: ModuleMeta): Parsed<CostSpec> {
  if (words === undefined) return { value: meta.costs ?? {} }
  const read = costWords(words)
  if ('costs' in read) return { value: read.costs }
  return { problem: `--costs "${words}": ${read.problem}` }
}

function didYouMean(word: string, words: readonly string[]): string {
  const one = nearest(word, words)
  return one === undefined ? '' : ` Did you mean ${one}?`
}

function numberFrom(least: number, option: string, text: string): Parsed<number> {
  const value = numberOf(text)
  if (value >= least) return { value }
  return { problem: `${option} must be a number from ${least}, not "${text}".` }
}

function numberOver(bound: number, option: string, text: string): Parsed<number> {
  const value = numberOf(text)
  if (value > bound) return { value }
  return { problem: `${option} must be a number over ${bound}, not "${text}".` }
}

/** NaN for what is no plain decimal number. */
function numberOf(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN
}

function choice<const T extends string>(
  option: string,
  text: string | undefined,
  among: readonly T[],
): Parsed<T | undefined> {
  const value = among.find((one) => one === text)
  if (text === undefined || value !== undefined) return { value }
  return { problem: `${option} is ${among.join(' or ')}, not "${text}".` }
}

function zone(name: string | undefined): Parsed<string | undefined> {
  if (name === undefined) return { value: undefined }
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return { value: name }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const example = 'America/New_York, Europe/London or UTC'
    return { problem: `--timezone ${name}: there is no such zone. Zones are named ${example}.` }
  }
}

/** A day that the calendar has, written year-month-day. */
function day(option: string, text: string | undefined): Parsed<string | undefined> {
  if (text === undefined) return { value: undefined }
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const instant = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)))
  if (year !== undefined && instant.toISOString().startsWith(text)) return { value: text }
  return { problem: `${option} must be a day such as 2015-01-31, not "${text}".` }
}

/** `prices/SPY daily.csv` is prices of SPY daily. */
function symbolOf(path: string): string {
  return parsePath(path.replaceAll('\\', '/')).name
}
