import { dotted, foreignExpression, rootOf } from '../habits/rewrite.ts'
import type { Expr } from '../syntax/ast.ts'
import { type Checker, type Env, lookup, report } from './context.ts'
import { BASE_NAMES } from './streams.ts'

/**
 * Tells of an expression that is another language's: `ta.crossover(a, b)`, `df['close']`,
 * `close.shift(1)`, `nz(x)`. Names that the file or the market has are never taken for one.
 */
export function tellForeign(checker: Checker, env: Env, expr: Expr): boolean {
  if (env.source !== undefined || !mayBeForeign(env, expr)) return false
  const found = foreignExpression(expr, checker.source)
  if (found === undefined) return false
  const { code, values, replacement } = found
  const title = replacement?.replace(/^\((.*)\)$/, '$1')
  const fix = { title: `Write \`${title}\``, span: expr.span, replacement: replacement ?? '' }
  const extra = replacement === undefined ? {} : { fix, hint: `${fix.title}.` }
  report(checker, env, code, expr.span, values, extra)
  return true
}

/** Streams have no methods and fields, so a call on one is foreign; otherwise a name must be. */
function mayBeForeign(env: Env, expr: Expr): boolean {
  if (expr.kind === 'call' && expr.callee.kind === 'member') return true
  const root = rootOf(expr)
  if (root === undefined) return expr.kind === 'member' || expr.kind === 'index'
  if (lookup(env.scope, root) === undefined && !BASE_NAMES.has(root)) return true
  return expr.kind === 'index' && expr.object.kind === 'member' && dotted(expr) === undefined
    ? expr.object.field.text === 'iloc'
    : false
}
