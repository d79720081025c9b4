import type { Type, Unit } from '../types.ts'
import { unreachable } from './node.ts'

/** A unit in a sentence: "a price", "an oscillator". */
export function describeUnit(unit: Unit): string {
  if (unit.kind === 'bare') return 'a bare number'
  const { money, shares, tag } = unit
  if (money === 1 && shares === -1) return 'a price'
  if (money === 1 && shares === 0) return 'an amount of money'
  if (money === 0 && shares === 1) return 'a number of shares'
  if (money === 0 && shares === 0) {
    if (tag === 'oscillator') return 'an oscillator'
    if (tag === 'bars') return 'a number of bars'
    return 'a ratio'
  }
  return `in ${unitName(unit)}`
}

/** A type in a sentence. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'number':
      if (isPrice(type.unit) && type.weight === 0) return 'a distance between prices'
      return describeUnit(type.unit)
    case 'bool':
      return 'a condition (true or false)'
    case 'record':
      return 'a record'
    case 'text':
      return 'a text'
    case 'time':
      return 'a point in time'
    case 'duration':
      return 'a length of time'
    case 'error':
      return 'unclear'
    default:
      return unreachable(type)
  }
}

/** A type as hover and the manual show it: `price level`, `price distance`, `ratio`, `bool`. */
export function typeText(type: Type): string {
  if (type.kind !== 'number') return type.kind
  const name = unitName(type.unit)
  if (!isPrice(type.unit)) return name
  if (type.weight === 1) return 'price level'
  return type.weight === 0 ? 'price distance' : name
}

/** `number`, `price`, `money`, `shares`, `ratio`, `oscillator`, `bars`, or exponents. */
function unitName(unit: Unit): string {
  if (unit.kind === 'bare') return 'number'
  const { money, shares, tag } = unit
  if (isPrice(unit)) return 'price'
  if (money === 0 && shares === 0) return tag === 'none' ? 'ratio' : tag
  const up = [power('money', money), power('shares', shares)].filter((part) => part !== '')
  const down = [power('money', -money), power('shares', -shares)].filter((part) => part !== '')
  const above = up.length === 0 ? '1' : up.join(' ')
  return down.length === 0 ? above : `${above} per ${down.join(' ')}`
}

function power(name: string, exponent: number): string {
  if (exponent <= 0) return ''
  return exponent === 1 ? name : `${name}^${exponent}`
}

function isPrice(unit: Unit): boolean {
  return unit.kind === 'unit' && unit.money === 1 && unit.shares === -1
}
