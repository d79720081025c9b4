import { parse } from '../../language/syntax/parse.ts'
import type { Type } from '../../language/types.ts'
import { parameterText } from '../../runtime/report/words.ts'
import type { ModuleMeta, ParameterMeta } from '../../stdlib/module.ts'
import { checkText } from './check-text.ts'
import { didYouMean } from './did-you-mean.ts'

export type ParameterValue = { readonly value: number } | { readonly problem: string }

/**
 * A parameter's value as a person writes it (`12`, `2%`, `30m`, `10 bars`), in the language's own
 * grammar, in the program's terms (2% is 0.02), and within the parameter's range.
 */
export function parameterValue(text: string, parameter: ParameterMeta): ParameterValue {
  const written = literal(text)
  if (written === undefined || !fits(written, parameter)) {
    return { problem: `${parameter.name} is ${kindOf(parameter)}; "${text}" is not.` }
  }
  const problem = parameterProblem(parameter, written.value, text)
  return problem === undefined ? { value: written.value } : { problem }
}

/** Why a value in the program's terms is none of this parameter's; undefined where it is one. */
export function parameterProblem(
  parameter: ParameterMeta,
  value: number,
  text: string = parameterText(parameter, value),
): string | undefined {
  const {
    name,
    integer,
    min = Number.NEGATIVE_INFINITY,
    max = Number.POSITIVE_INFINITY,
  } = parameter
  if (integer && !Number.isInteger(value)) return `${name} must be a whole number, not ${text}.`
  if (value >= min && value <= max) return undefined
  return `${name} must be within ${rangeText(parameter)}, not ${text}.`
}

/** What to say of a name that none of the strategy's parameters has. */
export function unknownParameter(name: string, meta: ModuleMeta): string {
  if (meta.parameters.length === 0) return `"${meta.title}" has no parameters.`
  const names = meta.parameters.map((parameter) => parameter.name)
  const known = meta.parameters.map((parameter) =>
    parameter.min === undefined && parameter.max === undefined
      ? parameter.name
      : `${parameter.name} (${rangeText(parameter)})`,
  )
  return `there is no such parameter.${didYouMean(name, names)} There are: ${known.join(', ')}.`
}

/** `5..50`, as the parameter's statement writes it. */
export function rangeText(parameter: ParameterMeta): string {
  const { min, max, unit } = parameter
  const end = (value: number) => (unit === 'bars' ? String(value) : parameterText(parameter, value))
  return `${min === undefined ? '' : end(min)}..${max === undefined ? '' : end(max)}`
}

interface Literal {
  readonly value: number
  readonly unit: 'bare' | 'ratio' | 'bars' | 'duration' | 'money' | 'other'
}

function literal(text: string): Literal | undefined {
  const source = `strategy "value"\ntimeframe 1d\nparam value = ${text}\n`
  const [, statement, ...more] = parse(source).tree.statements
  const alone = statement?.kind === 'param' && statement.range === undefined && more.length === 0
  const parameter = alone ? checkText(source).program?.parameters[0] : undefined
  return parameter && { value: parameter.value, unit: unitOf(parameter.type) }
}

function unitOf(type: Type): Literal['unit'] {
  if (type.kind === 'duration') return 'duration'
  if (type.kind !== 'number') return 'other'
  if (type.unit.kind === 'bare') return 'bare'
  const { tag, money, shares } = type.unit
  if (tag === 'none' && money === 1 && shares === 0) return 'money'
  return tag === 'ratio' || tag === 'bars' ? tag : 'other'
}

function fits(written: Literal, parameter: ParameterMeta): boolean {
  if (parameter.unit === 'duration') return written.unit === 'duration'
  return written.unit === 'bare' || written.unit === parameter.unit
}

function kindOf(parameter: ParameterMeta): string {
  switch (parameter.unit) {
    case 'ratio':
      return 'a ratio such as 2%'
    case 'duration':
      return 'a duration such as 30m'
    case 'bars':
      return 'a number of bars such as 10'
    case 'number':
    case 'price':
    case 'money':
    case 'shares':
    case 'oscillator':
      return 'a number such as 10'
  }
}
