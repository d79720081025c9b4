import { parse } from '../../language/syntax/parse.ts'
import type { Type } from '../../language/types.ts'
import { parameterText } from '../../runtime/report/words.ts'
import type { ParameterMeta } from '../../stdlib/module.ts'
import { checkText } from './check-text.ts'

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
  const { value } = written
  if (parameter.integer && !Number.isInteger(value)) {
    return { problem: `${parameter.name} must be a whole number, not ${text}.` }
  }
  const low = parameter.min !== undefined && value < parameter.min
  const high = parameter.max !== undefined && value > parameter.max
  if (low || high) {
    const range = rangeText(parameter)
    return { problem: `${parameter.name} must be within ${range}, not ${text}.` }
  }
  return { value }
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
