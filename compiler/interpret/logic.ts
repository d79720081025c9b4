import type { ArithmeticOperator, ComparisonOperator } from '../../language/check/typed.ts'
import { assertNever } from '../assert.ts'

/** A stream's value at one tick: NaN is an unknown number, null an unknown bool. */
export type Value = number | boolean | null

/** Kleene's third value among bools. */
export type Truth = boolean | null

/** Whether a value is not unknown. */
export function isKnown(value: Value): boolean {
  return value !== null && !Number.isNaN(value)
}

/** Whatever is not finite is unknown. */
export function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN
}

export function calculate(op: ArithmeticOperator, left: number, right: number): number {
  switch (op) {
    case '+':
      return finite(left + right)
    case '-':
      return finite(left - right)
    case '*':
      return finite(left * right)
    case '/':
      return finite(left / right)
    default:
      return assertNever(op)
  }
}

/** Compares two numbers or two bools (`==` and `!=` only). */
export function compare(op: ComparisonOperator, left: Value, right: Value): Truth {
  if (!isKnown(left) || !isKnown(right)) return null
  if (op === '==') return left === right
  if (op === '!=') return left !== right
  const [a, b] = [left as number, right as number]
  switch (op) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    default:
      return assertNever(op)
  }
}

export function and(left: Truth, right: Truth): Truth {
  if (left === false || right === false) return false
  return left === null || right === null ? null : true
}

export function or(left: Truth, right: Truth): Truth {
  if (left === true || right === true) return true
  return left === null || right === null ? null : false
}

export function not(operand: Truth): Truth {
  return operand === null ? null : !operand
}

/** A value as primitives take it and as plots and frozen slots hold it. */
export function asNumber(value: Value): number {
  if (typeof value === 'number') return value
  return value === null ? Number.NaN : Number(value)
}

/** The bool that a primitive's result stands for. */
export function asTruth(value: number): Truth {
  return Number.isNaN(value) ? null : value === 1
}
