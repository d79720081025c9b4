import type { Span } from '../diagnostic.ts'
import { barMs, countsTime } from './bars.ts'
import { because } from './because.ts'
import { interval, isWhole, literal } from './constants.ts'
import {
  broken,
  type Checker,
  type Env,
  make,
  type ParameterDraft,
  report,
  teach,
  textAt,
} from './context.ts'
import { describeType } from './describe.ts'
import { BOOL, numberNode } from './node.ts'
import { operands } from './operands.ts'
import type { Definition, TypedExpr } from './typed.ts'

/** What a constant argument must keep to. */
export interface Bounds {
  readonly minimum: number
  readonly maximum?: number
  /** `lag` for `x[n]`; otherwise what the number is, in words: "sma's length". */
  readonly role: string
}

/**
 * A whole, constant number of ticks or items. What cannot be decided here (a parameter without a
 * range, arithmetic of parameters) becomes a bound of the parameter or a `require`.
 */
export function requireCount(
  checker: Checker,
  env: Env,
  expr: TypedExpr,
  span: Span,
  bounds: Bounds,
): TypedExpr {
  if (expr.type.kind === 'error') return expr
  const text = textAt(checker, env, span)
  const role = bounds.role === 'lag' ? 'The offset in [ ]' : bounds.role
  if (expr.type.kind === 'duration') {
    durationForBars(checker, env, expr, span, role)
    return broken(env, span)
  }
  if (!isCount(expr)) {
    const labels = because(env, expr)
    report(checker, env, 'count-due', span, { text, role, is: describeType(expr.type) }, { labels })
    return broken(env, span)
  }
  if (!requireConstant(checker, env, expr, span, role)) return broken(env, span)
  const value = literal(expr)
  if (value !== undefined && value < 0 && bounds.role === 'lag') {
    const replacement = String(-value)
    const fix = { title: `Look ${replacement} back`, span, replacement }
    report(checker, env, 'look-ahead', span, { text }, { fix })
    return broken(env, span)
  }
  makeWhole(checker, expr)
  if (!isWhole(expr)) {
    report(checker, env, 'whole-number-due', span, { text, role })
    return broken(env, span)
  }
  return requireBounds(checker, env, expr, span, bounds) ? expr : broken(env, span)
}

function isCount(expr: TypedExpr): boolean {
  if (expr.type.kind !== 'number') return false
  const { unit } = expr.type
  return unit.kind === 'bare' || unit.tag === 'bars'
}

/** `30m` where bars are due: says how they are counted, where it is a whole number of them. */
function durationForBars(
  checker: Checker,
  env: Env,
  expr: TypedExpr,
  span: Span,
  role: string,
): void {
  const milliseconds = literal(expr)
  const bars = milliseconds === undefined ? Number.NaN : milliseconds / barMs(checker, env)
  const text = textAt(checker, env, span)
  if (Number.isInteger(bars) && bars > 0) {
    const replacement = countsTime(checker, env, expr) ? `bars(${text})` : `${bars} bars`
    const fix = { title: `Write ${replacement}`, span, replacement }
    report(checker, env, 'duration-for-bars', span, { text, role, count: replacement }, { fix })
  } else {
    report(checker, env, 'duration-for-bars', span, { text, role, count: '10 bars' })
  }
}

/** Tells when an expression is not of literals and parameters alone. */
export function requireConstant(
  checker: Checker,
  env: Env,
  expr: TypedExpr,
  span: Span,
  role: string,
): boolean {
  if (expr.color === 'constant') return true
  const labels = [...new Set(changing(expr))].slice(0, 2).map(({ name, expr: value }) => ({
    span: value.span,
    message: `\`${name}\` is worked out anew on every bar`,
  }))
  const shown = env.at === undefined ? labels : []
  report(
    checker,
    env,
    'constant-due',
    span,
    { text: textAt(checker, env, span), role },
    { labels: shown },
  )
  return false
}

/** The named definitions that make an expression change. */
function changing(expr: TypedExpr): readonly Definition[] {
  if (expr.kind === 'reference') {
    return expr.definition.visible && expr.color !== 'constant' ? [expr.definition] : []
  }
  return operands(expr).flatMap(changing)
}

/** A parameter used as a count takes whole values only, if its default is whole. */
function makeWhole(checker: Checker, expr: TypedExpr): void {
  if (expr.kind === 'parameter') {
    const { parameter } = expr
    if (Number.isInteger(parameter.value)) teach(checker, parameter, { integer: true })
  }
  if (expr.kind === 'reference') makeWhole(checker, expr.definition.expr)
  if (expr.kind === 'arithmetic' && expr.op === '/') return
  for (const operand of operands(expr)) makeWhole(checker, operand)
}

/** Holds a constant to bounds: now where it can be decided, else when parameters are known. */
export function requireBounds(
  checker: Checker,
  env: Env,
  expr: TypedExpr,
  span: Span,
  bounds: Bounds,
): boolean {
  const { minimum, maximum = Number.POSITIVE_INFINITY } = bounds
  const known = interval(expr)
  if (known !== undefined && known.low >= minimum && known.high <= maximum) return true
  const role = bounds.role === 'lag' ? 'The offset in [ ]' : bounds.role
  const limits = describeBounds(minimum, maximum)
  const text = textAt(checker, env, span)
  const value = literal(expr)
  if (value !== undefined) {
    const labels = because(env, expr)
    report(checker, env, 'out-of-bounds', span, { text, role, limits }, { labels })
    return false
  }
  if (expr.kind === 'parameter') return boundParameter(checker, env, expr.parameter, span, bounds)
  if (known?.low === undefined || known.low < minimum) {
    demand(checker, env, expr, span, { op: '>=', limit: minimum, role, text })
  }
  if (known?.high === undefined || known.high > maximum) {
    demand(checker, env, expr, span, { op: '<=', limit: maximum, role, text })
  }
  return true
}

/** A parameter passed as it is: its range, if it wrote one, must lie within the bounds. */
function boundParameter(
  checker: Checker,
  env: Env,
  parameter: ParameterDraft,
  span: Span,
  bounds: Bounds,
): boolean {
  const { minimum, maximum = Number.POSITIVE_INFINITY, role } = bounds
  const limits = describeBounds(minimum, maximum)
  const values = { name: parameter.name, role: role === 'lag' ? 'The offset in [ ]' : role, limits }
  const labels = [{ span: parameter.span, message: `${parameter.name} is defined here` }]
  if (parameter.value < minimum || parameter.value > maximum) {
    report(checker, env, 'parameter-out-of-bounds', span, values, { labels })
    return false
  }
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = parameter
  if (checker.ranged.has(parameter) && (min < minimum || max > maximum)) {
    report(checker, env, 'parameter-out-of-bounds', span, values, { labels })
    return false
  }
  if (minimum > min) teach(checker, parameter, { min: minimum })
  if (maximum < max) teach(checker, parameter, { max: maximum })
  return true
}

function describeBounds(minimum: number, maximum: number): string {
  if (!Number.isFinite(maximum)) return `at least ${minimum}`
  if (!Number.isFinite(minimum)) return `at most ${maximum}`
  return `between ${minimum} and ${maximum}`
}

/** An unwritten `require`: arithmetic of parameters that must keep to a limit. */
function demand(
  checker: Checker,
  env: Env,
  expr: TypedExpr,
  span: Span,
  limit: { op: '>=' | '<='; limit: number; role: string; text: string },
): void {
  const right = numberNode(limit.limit, span)
  const condition = make(checker, env, {
    kind: 'compare',
    op: limit.op,
    left: expr,
    right,
    type: BOOL,
    color: 'constant',
    span,
  })
  const bound = limit.op === '>=' ? 'at least' : 'at most'
  const text = `${limit.role}: ${limit.text} must be ${bound} ${limit.limit}`
  checker.requires.push({ condition, text, span: env.at ?? span })
}
