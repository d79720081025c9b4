import type { Span } from '../diagnostic.ts'
import type { Expr } from '../syntax/ast.ts'
import { BARE, type NumberType, PRICE, RATIO, type Type, type Weight } from '../types.ts'
import { adviseComparison, adviseLogic } from './advice.ts'
import { because } from './because.ts'
import { interval, literal } from './constants.ts'

import { broken, type Checker, type Env, make, report, textAt } from './context.ts'
import { describeType } from './describe.ts'
import { mismatch, numberDue, unitMismatch } from './mix-ups.ts'
import { BOOL, ERROR, strongest } from './node.ts'
import { besideMoney } from './risk-in-money.ts'
import type { ArithmeticOperator, ComparisonOperator, TypedExpr } from './typed.ts'
import { addWeights, joinTypes, joinUnits, multiplyUnits, sameUnit, scaleWeight } from './units.ts'

type Binary = Extract<Expr, { kind: 'binary' }>

/** A binary operator over checked operands. */
export function binary(
  checker: Checker,
  expr: Binary,
  left: TypedExpr,
  right: TypedExpr,
  env: Env,
): TypedExpr {
  const { op, span } = expr
  switch (op) {
    case 'and':
    case 'or': {
      const sides = {
        left: conditionOf(checker, left, expr.left, env),
        right: conditionOf(checker, right, expr.right, env),
      }
      adviseLogic(checker, env, expr, sides.left, sides.right)
      const color = strongest([left, right])
      return make(checker, env, { kind: op, ...sides, type: BOOL, color, span })
    }
    case '??': {
      const type = joinTypes(left.type, right.type)
      if (type === undefined) mismatch(checker, env, expr, [left, right])
      const color = strongest([left, right])
      return make(checker, env, { kind: 'coalesce', left, right, type: type ?? ERROR, color, span })
    }
    case '+':
    case '-':
    case '*':
    case '/':
      return arithmetic(checker, { ...expr, op }, left, right, env)
    default:
      return comparison(checker, { ...expr, op, verb: 'compare' }, left, right, env)
  }
}

/** A condition, or the message that one is due here. */
export function conditionOf(checker: Checker, value: TypedExpr, expr: Expr, env: Env): TypedExpr {
  if (value.type.kind === 'bool' || value.type.kind === 'error') return value
  const text = textAt(checker, env, expr.span)
  const labels = because(env, value)
  const is = describeType(value.type)
  // Elsewhere every number but zero counts as true.
  const simple = expr.kind === 'name' || expr.kind === 'call' || expr.kind === 'index'
  const replacement = `${text} != 0`
  const fix = { title: `Write \`${replacement}\``, span: expr.span, replacement }
  const mend = simple && value.type.kind === 'number' ? { fix } : {}
  report(checker, env, 'condition-due', expr.span, { text, is }, { labels, ...mend })
  return broken(env, expr.span)
}

/** `-x`, `not x`. */
export function negation(
  checker: Checker,
  expr: Extract<Expr, { kind: 'unary' }>,
  operand: TypedExpr,
  env: Env,
): TypedExpr {
  const { span } = expr
  const { color } = operand
  if (expr.op === 'not') {
    const condition = conditionOf(checker, operand, expr.operand, env)
    return make(checker, env, { kind: 'not', operand: condition, type: BOOL, color, span })
  }
  let { type } = operand
  if (type.kind === 'number') type = { ...type, weight: scaleWeight(type.weight, -1) }
  else if (type.kind !== 'duration' && type.kind !== 'error') {
    numberDue(checker, env, expr.operand, operand)
    type = ERROR
  }
  if (operand.kind === 'number') {
    return make(checker, env, { ...operand, value: 0 - operand.value, type, span })
  }
  return make(checker, env, { kind: 'negate', operand, type, color, span })
}

// ── Arithmetic ─────────────────────────────────────────────────────────────────────────────────

function arithmetic(
  checker: Checker,
  expr: Binary & { readonly op: ArithmeticOperator },
  first: TypedExpr,
  second: TypedExpr,
  env: Env,
): TypedExpr {
  const { op, span } = expr
  const [left, right] = besideMoney(checker, env, first, second)
  const type = arithmeticType(checker, expr, left, right, env)
  const color = strongest([left, right])
  return make(checker, env, { kind: 'arithmetic', op, left, right, type, color, span })
}

function arithmeticType(
  checker: Checker,
  expr: Binary & { readonly op: ArithmeticOperator },
  left: TypedExpr,
  right: TypedExpr,
  env: Env,
): Type {
  if (left.type.kind === 'error' || right.type.kind === 'error') return ERROR
  if (left.type.kind === 'number' && right.type.kind === 'number') {
    if (expr.op === '*' || expr.op === '/') return productType(expr.op, left, right)
    return sumType(checker, expr, left, right, env)
  }
  const temporal = temporalType(expr.op, left.type, right.type)
  if (temporal !== undefined) return temporal
  for (const [operand, value] of [
    [expr.left, left],
    [expr.right, right],
  ] as const) {
    if (value.type.kind === 'bool') {
      numberDue(checker, env, operand, value)
      return ERROR
    }
  }
  unitMismatch(checker, env, { ...expr, verb: VERBS[expr.op] }, left, right)
  return ERROR
}

const VERBS = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide' } as const

function sumType(
  checker: Checker,
  expr: Binary & { readonly op: ArithmeticOperator },
  left: TypedExpr,
  right: TypedExpr,
  env: Env,
): Type {
  if (left.type.kind !== 'number' || right.type.kind !== 'number') return ERROR
  const unit = joinUnits(left.type.unit, right.type.unit)
  if (unit === undefined) {
    const percent = right.type.unit.kind === 'unit' && sameUnit(right.type.unit, RATIO)
    if (percent && sameUnit(left.type.unit, PRICE)) addedPercent(checker, env, expr, [left, right])
    else unitMismatch(checker, env, { ...expr, verb: VERBS[expr.op] }, left, right)
    return ERROR
  }
  return { kind: 'number', unit, weight: sumWeight(expr, left, right) }
}

/** A 0 that is written there changes no weight; one handed to a function may be a level. */
function sumWeight(expr: Binary, left: TypedExpr, right: TypedExpr): Weight {
  const sign = expr.op === '+' ? 1 : -1
  const a = (left.type as NumberType).weight
  const b = (right.type as NumberType).weight
  if (expr.right.kind === 'number' && literal(right) === 0) return a
  if (expr.left.kind === 'number' && literal(left) === 0) return scaleWeight(b, sign)
  return addWeights(a, b, sign)
}

/** `close + 2%`: what was meant is `close * (1 + 2%)`. */
function addedPercent(
  checker: Checker,
  env: Env,
  expr: Binary,
  [ofLeft, ofRight]: readonly [TypedExpr, TypedExpr],
): void {
  const left = textAt(checker, env, expr.left.span)
  const right = textAt(checker, env, expr.right.span)
  const base = expr.left.kind === 'binary' ? `(${left})` : left
  const replacement = `${base} * (1 ${expr.op} ${right})`
  const fix = { title: `Write ${replacement}`, span: expr.span, replacement }
  const labels = [...because(env, ofLeft), ...because(env, ofRight)]
  report(checker, env, 'percent-added', expr.span, { left, right, replacement }, { labels, fix })
}

function productType(op: '*' | '/', left: TypedExpr, right: TypedExpr): Type {
  const a = left.type as NumberType
  const b = right.type as NumberType
  const unit = multiplyUnits(a.unit, b.unit, op === '*' ? 1 : -1)
  return { kind: 'number', unit, weight: productWeight(op, left, right) }
}

function productWeight(op: '*' | '/', left: TypedExpr, right: TypedExpr): Weight {
  const a = (left.type as NumberType).weight
  const b = (right.type as NumberType).weight
  if (right.color === 'constant') return factored(op, a, right)
  if (op === '*' && left.color === 'constant') return factored(op, b, left)
  if (a === 0 || (op === '*' && b === 0)) return 0
  return a === 'any' && b === 'any' ? 'any' : 'unknown'
}

/**
 * A ratio near one keeps the weight (`close * 98%`), a small one may be meant either way (`2% *
 * close` is a move); a bare literal scales it; a parameter may be anything.
 */
function factored(op: '*' | '/', weight: Weight, factor: TypedExpr): Weight {
  if (weight === 0 || weight === 'any' || weight === 'unknown') return weight
  if (factor.type.kind === 'number' && factor.type.unit.kind !== 'bare') {
    const bounds = interval(factor)
    return bounds !== undefined && bounds.low < 0.5 ? 'unknown' : weight
  }
  const value = literal(factor)
  if (value === undefined) return 'unknown'
  return scaleWeight(weight, op === '*' ? value : 1 / value)
}

/** Points in time and lengths of time. */
function temporalType(op: ArithmeticOperator, left: Type, right: Type): Type | undefined {
  const pair = `${left.kind} ${op} ${right.kind}`
  switch (pair) {
    case 'time - time':
    case 'duration + duration':
    case 'duration - duration':
      return { kind: 'duration' }
    case 'time + duration':
    case 'time - duration':
      return { kind: 'time' }
    case 'duration / duration':
      return { kind: 'number', unit: RATIO, weight: 'unknown' }
    case 'duration * number':
    case 'duration / number':
      return right.kind === 'number' && right.unit === BARE ? { kind: 'duration' } : undefined
    case 'number * duration':
      return left.kind === 'number' && left.unit === BARE ? { kind: 'duration' } : undefined
    default:
      return undefined
  }
}

// ── Comparison ─────────────────────────────────────────────────────────────────────────────────

/** Two things side by side in the source, for a comparison's message. */
export interface Sides {
  readonly left: Expr
  readonly right: Expr
  readonly span: Span
  /** What was tried with them: "compare", "cross". */
  readonly verb: string
}

/** A comparison over checked operands, after checking that they can be compared. */
export function comparison(
  checker: Checker,
  expr: Sides & { readonly op: ComparisonOperator },
  first: TypedExpr,
  second: TypedExpr,
  env: Env,
): TypedExpr {
  const { op, span } = expr
  const [left, right] = besideMoney(checker, env, first, second)
  const known = left.type.kind !== 'error' && right.type.kind !== 'error'
  const fits = known && comparable(checker, expr, left, right, env)
  if (fits) adviseComparison(checker, env, expr, left, right)
  const color = strongest([left, right])
  const type = fits ? BOOL : ERROR
  return make(checker, env, { kind: 'compare', op, left, right, type, color, span })
}

function comparable(
  checker: Checker,
  expr: Sides & { readonly op: ComparisonOperator },
  left: TypedExpr,
  right: TypedExpr,
  env: Env,
): boolean {
  const a = left.type
  const b = right.type
  if (a.kind === 'bool' || b.kind === 'bool') {
    const equality = expr.op === '==' || expr.op === '!='
    if (a.kind === b.kind && equality) return true
    const [wrong, value] = a.kind === 'bool' ? [expr.left, left] : [expr.right, right]
    if (wrong === expr.left && isChained(checker, env, wrong)) return false
    numberDue(checker, env, wrong, value)
    return false
  }
  if (joinTypes(a, b) === undefined) {
    unitMismatch(checker, env, expr, left, right)
    return false
  }
  if (a.kind !== 'number' || b.kind !== 'number') return true
  const distance = a.weight === 0 ? expr.left : b.weight === 0 ? expr.right : undefined
  const levels = typeof a.weight === 'number' && typeof b.weight === 'number'
  if (!levels || a.weight === b.weight || distance === undefined) return true
  const level = distance === expr.left ? expr.right : expr.left
  const values = {
    level: textAt(checker, env, level.span),
    distance: textAt(checker, env, distance.span),
  }
  const labels = [...because(env, left), ...because(env, right)]
  report(checker, env, 'distance-compared', expr.span, values, { labels })
  return false
}

/** `a < b < c`, of which the parser has told. */
function isChained(checker: Checker, env: Env, left: Expr): boolean {
  if (left.kind !== 'binary' || !['<', '<=', '>', '>=', '==', '!='].includes(left.op)) return false
  const after = (env.source ?? checker.source).slice(left.span.end).trimStart()
  return !after.startsWith(')')
}

// ── Choice ─────────────────────────────────────────────────────────────────────────────────────

/** `if` over checked parts. */
export function choice(
  checker: Checker,
  expr: Extract<Expr, { kind: 'if' }>,
  condition: TypedExpr,
  whenTrue: TypedExpr,
  whenFalse: TypedExpr,
  env: Env,
): TypedExpr {
  const { span } = expr
  const type = joinTypes(whenTrue.type, whenFalse.type)
  if (type === undefined) mismatch(checker, env, expr, [whenTrue, whenFalse])
  const color = strongest([condition, whenTrue, whenFalse])
  const parts = { condition, whenTrue, whenFalse }
  return make(checker, env, { kind: 'if', ...parts, type: type ?? ERROR, color, span })
}
