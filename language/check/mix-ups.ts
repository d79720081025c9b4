import type { Code } from '../catalogue.ts'
import type { Fix } from '../diagnostic.ts'
import type { Expr } from '../syntax/ast.ts'
import { MONEY, OSCILLATOR, PRICE, RATIO, SHARES, type Unit } from '../types.ts'
import { because } from './because.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { describeType, describeUnit } from './describe.ts'
import type { Value } from './node.ts'
import type { Sides } from './operators.ts'
import type { TypedExpr } from './typed.ts'
import { sameUnit } from './units.ts'

/** The two values of an `if` or `??` do not mix. */
export function mismatch(
  checker: Checker,
  env: Env,
  expr: Expr,
  sides: readonly [Value, Value],
): void {
  const what = expr.kind === 'if' ? '`then` and `else`' : 'The two sides of `??`'
  const [first, second] = sides.map((side) =>
    side.kind === 'record' ? 'a record' : describeType(side.type),
  )
  const labels = sides.flatMap((side) => (side.kind === 'record' ? [] : because(env, side)))
  const values = { what, first: first!, second: second! }
  report(checker, env, 'branches-differ', expr.span, values, { labels })
}

/** A number was due and something else is there. */
export function numberDue(checker: Checker, env: Env, expr: Expr, value: TypedExpr): void {
  const text = textAt(checker, env, expr.span)
  const labels = because(env, value)
  const choice = `if ${text} then 1 else 0`
  const { start, end } = expr.span
  const bracketed = checker.source[start - 1] === '(' && checker.source[end] === ')'
  const replacement = bracketed ? choice : `(${choice})`
  const fix = { title: `Write \`${replacement}\``, span: expr.span, replacement }
  const mend = value.type.kind === 'bool' && env.source === undefined ? { fix } : {}
  const values = { text, is: describeType(value.type) }
  report(checker, env, 'number-due', expr.span, values, { labels, ...mend })
}

export function unitMismatch(
  checker: Checker,
  env: Env,
  expr: Sides,
  left: TypedExpr,
  right: TypedExpr,
): void {
  const values = {
    verb: expr.verb,
    left: textAt(checker, env, expr.left.span),
    right: textAt(checker, env, expr.right.span),
    leftIs: describeOperand(left),
    rightIs: describeOperand(right),
  }
  const labels = [...because(env, left), ...because(env, right)]
  const { code, fix } = mixUp(checker, expr, left, right)
  report(checker, env, code, expr.span, values, fix ? { labels, fix } : { labels })
}

/** Mix-ups that happen often have a message of their own. */
function mixUp(
  checker: Checker,
  expr: Sides,
  left: TypedExpr,
  right: TypedExpr,
): { readonly code: Code; readonly fix?: Fix } {
  const has = (unit: Unit): boolean =>
    [left, right].some(({ type }) => type.kind === 'number' && sameUnit(type.unit, unit))
  if (has(OSCILLATOR) && has(PRICE)) return { code: 'price-with-oscillator' }
  if (has(SHARES) && has(PRICE)) return { code: 'price-with-volume' }
  if (has(MONEY) && has(PRICE)) return { code: 'price-with-money' }
  if (has(MONEY) && has(RATIO)) return { code: 'money-with-percent' }
  if (has(PRICE) && has(RATIO)) return { code: 'price-with-percent' }
  if (!has(OSCILLATOR) || !has(RATIO)) return { code: 'units-differ' }
  // `rsi(14) > 70%`: the scale has no per cent.
  const percent = [expr.left, expr.right].find(({ kind }) => kind === 'number')
  if (percent?.kind !== 'number' || percent.unit !== '%') return { code: 'units-differ' }
  const replacement = checker.source.slice(percent.span.start, percent.span.end - 1)
  const fix = { title: `Write \`${replacement}\``, span: percent.span, replacement }
  return { code: 'oscillator-percent', fix }
}

function describeOperand(expr: TypedExpr): string {
  return expr.type.kind === 'number' ? describeUnit(expr.type.unit) : describeType(expr.type)
}
