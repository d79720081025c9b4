import { calendarNamed, calendarNames } from '../../runtime/calendar/calendars.ts'
import type { MarginSpec } from '../../runtime/core/margin.ts'
import type { MetricConventions } from '../../runtime/core/metrics/conventions.ts'
import type { CostSpec, ModuleMeta } from '../../stdlib/module.ts'
import { costWords } from '../pipeline/cost-words.ts'
import { marginWords } from '../pipeline/margin-words.ts'
import { metricWords } from '../pipeline/metric-words.ts'
import { parameterValue, unknownParameter } from '../pipeline/parameter-value.ts'

/** An option's value, or what is wrong with it. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string }

/** The parameters of a strategy with those that `--param` gives; problems are added to a list. */
export function readParameters(
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
      problems.push(`--param ${name.trim()}: ${unknownParameter(name.trim(), meta)}`)
      continue
    }
    const read = parameterValue(text.trim(), parameter)
    if ('problem' in read) problems.push(`--param ${assignment}: ${read.problem}`)
    else values[index] = read.value
  }
  return values
}

/** The costs that `--costs` says in the language's words, else the strategy's own. */
export function costsOf(words: string | undefined, meta: ModuleMeta): Parsed<CostSpec> {
  if (words === undefined) return { value: meta.costs ?? {} }
  const read = costWords(words)
  if ('costs' in read) return { value: read.costs }
  return { problem: `--costs "${words}": ${read.problem}` }
}

/** What the figures mean, as `--metrics` says it. */
export function metricsOf(words: string): Parsed<MetricConventions> {
  const read = metricWords(words)
  if ('metrics' in read) return { value: read.metrics }
  return { problem: `--metrics "${words}": ${read.problem}` }
}

/** What positions tie up, as `--margin` says it; undefined where it says nothing. */
export function marginOf(words: string | undefined): Parsed<MarginSpec | undefined> {
  if (words === undefined) return { value: undefined }
  const read = marginWords(words)
  if ('margin' in read) return { value: read.margin }
  return { problem: `--margin "${words}": ${read.problem}` }
}

/** A number not below the least. */
export function numberFrom(least: number, option: string, text: string): Parsed<number> {
  const value = numberOf(text)
  if (value >= least) return { value }
  return { problem: `${option} must be a number from ${least}, not "${text}".` }
}

/** A number above a bound. */
export function numberOver(bound: number, option: string, text: string): Parsed<number> {
  const value = numberOf(text)
  if (value > bound) return { value }
  return { problem: `${option} must be a number over ${bound}, not "${text}".` }
}

/** NaN for what is no plain decimal number. */
function numberOf(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN
}

/** One of some words; absent stays absent. */
export function choice<const T extends string>(
  option: string,
  text: string | undefined,
  among: readonly T[],
): Parsed<T | undefined> {
  const value = among.find((one) => one === text)
  if (text === undefined || value !== undefined) return { value }
  return { problem: `${option} is ${among.join(' or ')}, not "${text}".` }
}

/** A day that the calendar has, written year-month-day. */
export function day(option: string, text: string | undefined): Parsed<string | undefined> {
  if (text === undefined) return { value: undefined }
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const instant = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)))
  if (year !== undefined && instant.toISOString().startsWith(text)) return { value: text }
  return { problem: `${option} must be a day such as 2015-01-31, not "${text}".` }
}

/** Money as people write it: `50,000`. */
export function moneyOver(bound: number, option: string, text: string): Parsed<number> {
  return numberOver(bound, option, text.replaceAll(',', ''))
}

/** A whole number within bounds. */
export function wholeWithin(
  least: number,
  most: number,
  option: string,
  text: string,
): Parsed<number> {
  const value = numberOf(text)
  if (Number.isInteger(value) && value >= least && value <= most) return { value }
  return { problem: `${option} must be a whole number from ${least} to ${most}, not "${text}".` }
}

/** Takes values out of what was parsed and gathers the problems of all that could not be. */
export function keeper(problems: string[]): <T>(result: Parsed<T>, instead: T) => T {
  return (result, instead) => {
    if ('value' in result) return result.value
    problems.push(result.problem)
    return instead
  }
}

/** The name of an exchange's calendar. */
export function calendarOf(name: string | undefined): Parsed<string | undefined> {
  if (name === undefined || calendarNamed(name) !== undefined) return { value: name }
  const names = calendarNames().join(', ')
  return { problem: `--calendar ${name}: no such exchange is known. Write one of ${names}.` }
}
