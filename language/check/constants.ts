import { unreachable } from './node.ts'
import type { TypedExpr } from './typed.ts'

/**
 * The value of a constant-coloured expression. `parameters` by index, in the program's own terms.
 * A bool is 1 or 0. NaN: unknown (a division by zero). Asserts that the expression is constant.
 */
export function evaluateConstant(expr: TypedExpr, parameters: Float64Array): number {
  const value = (part: TypedExpr): number => evaluateConstant(part, parameters)
  switch (expr.kind) {
    case 'number':
      return expr.value
    case 'bool':
      return expr.value ? 1 : 0
    case 'parameter':
      return parameters[expr.parameter.index]!
    case 'reference':
      return value(expr.definition.expr)
    case 'negate':
      return -value(expr.operand)
    case 'arithmetic':
      return arithmetic(expr.op, value(expr.left), value(expr.right))
    case 'compare':
      return compare(expr.op, value(expr.left), value(expr.right))
    case 'not':
      return 1 - value(expr.operand)
    case 'and':
      return both(value(expr.left), value(expr.right))
    case 'or':
      return 1 - both(1 - value(expr.left), 1 - value(expr.right))
    case 'if': {
      const condition = value(expr.condition)
      if (Number.isNaN(condition)) return Number.NaN
      return condition === 1 ? value(expr.whenTrue) : value(expr.whenFalse)
    }
    case 'coalesce': {
      const left = value(expr.left)
      return Number.isNaN(left) ? value(expr.right) : left
    }
    case 'known':
      return Number.isNaN(value(expr.operand)) ? 0 : 1
    case 'stream':
    case 'account':
    case 'past':
    case 'fill':
    case 'lag':
    case 'call':
    case 'at':
    case 'arrived':
    case 'ticks':
      throw new Error(`not a constant: ${expr.kind}`)
    default:
      return unreachable(expr)
  }
}

function arithmetic(op: '+' | '-' | '*' | '/', a: number, b: number): number {
  const result = op === '+' ? a + b : op === '-' ? a - b : op === '*' ? a * b : a / b
  return Number.isFinite(result) ? result : Number.NaN
}

function compare(op: '==' | '!=' | '<' | '<=' | '>' | '>=', a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN
  switch (op) {
    case '==':
      return a === b ? 1 : 0
    case '!=':
      return a !== b ? 1 : 0
    case '<':
      return a < b ? 1 : 0
    case '<=':
      return a <= b ? 1 : 0
    case '>':
      return a > b ? 1 : 0
    case '>=':
      return a >= b ? 1 : 0
    default:
      return unreachable(op)
  }
}

/** Kleene's `and` with NaN for unknown. */
function both(a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : 1
}

/** The values a constant may take over all parameter values, ends included. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Bounds of a constant expression; undefined where nothing is known of it. */
export function interval(expr: TypedExpr): Interval | undefined {
  if (expr.color !== 'constant') return undefined
  switch (expr.kind) {
    case 'number':
      return Number.isNaN(expr.value) ? undefined : { low: expr.value, high: expr.value }
    case 'parameter': {
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = expr.parameter
      return { low: min, high: max }
    }
    case 'reference':
      return interval(expr.definition.expr)
    case 'negate': {
      const inner = interval(expr.operand)
      return inner && { low: -inner.high, high: -inner.low }
    }
    case 'arithmetic': {
      const left = interval(expr.left)
      const right = interval(expr.right)
      if (left === undefined || right === undefined) return undefined
      return combine(expr.op, left, right)
    }
    default:
      return undefined
  }
}

function combine(op: '+' | '-' | '*' | '/', a: Interval, b: Interval): Interval | undefined {
  if (op === '+') return proper(a.low + b.low, a.high + b.high)
  if (op === '-') return proper(a.low - b.high, a.high - b.low)
  if (op === '/' && b.low <= 0 && b.high >= 0) return undefined
  const ends = [a.low, a.high].flatMap((x) =>
    [b.low, b.high].map((y) => (op === '*' ? x * y : x / y)),
  )
  return proper(Math.min(...ends), Math.max(...ends))
}

function proper(low: number, high: number): Interval | undefined {
  return Number.isNaN(low) || Number.isNaN(high) ? undefined : { low, high }
}

/** The value of a constant that no parameter changes; undefined otherwise. */
export function literal(expr: TypedExpr): number | undefined {
  const bounds = interval(expr)
  return bounds !== undefined && bounds.low === bounds.high ? bounds.low : undefined
}

/** Whether a constant is a whole number for all parameter values that its parameters allow. */
export function isWhole(expr: TypedExpr): boolean {
  switch (expr.kind) {
    case 'number':
      return Number.isInteger(expr.value)
    case 'parameter':
      return expr.parameter.integer
    case 'reference':
      return isWhole(expr.definition.expr)
    case 'negate':
      return isWhole(expr.operand)
    case 'arithmetic':
      if (expr.op === '/') return Number.isInteger(literal(expr))
      return isWhole(expr.left) && isWhole(expr.right)
    case 'if':
      return isWhole(expr.whenTrue) && isWhole(expr.whenFalse)
    default:
      return false
  }
}
