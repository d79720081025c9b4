import type { Span } from '../diagnostic.ts'
import type { Expr } from '../syntax/ast.ts'
import { interval } from './constants.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import type { Ranges } from './ranges/ranges.ts'
import type { TypedExpr } from './typed.ts'

type Protection = { readonly what: 'stop' | 'target'; readonly side: 'long' | 'short' }

/**
 * Tells of a long's stop above its entry and the like: it would end the trade as soon as it began.
 * Only what is so on every bar and for every parameter is told.
 */
export function checkSide(
  checker: Checker,
  price: TypedExpr,
  written: Expr,
  env: Env,
  { what, side }: Protection,
): void {
  const due = (what === 'target') === (side === 'long') ? 'above' : 'below'
  const lies = sideOfEntry(checker.ranges, price)
  if (lies === undefined || lies === due) return
  const values = { side, due, lies, text: textAt(checker, env, written.span) }
  const code = what === 'stop' ? 'stop-wrong-side' : 'target-wrong-side'
  const sign = signSpan(checker, written)
  if (sign === undefined) {
    report(checker, env, code, written.span, values)
    return
  }
  const found = checker.source.slice(sign.start, sign.end)
  const replacement = found === '+' ? '-' : '+'
  const fix = { title: `Write \`${replacement}\``, span: sign, replacement }
  report(checker, env, code, written.span, values, { fix })
}

/** Where a price lies from `entry_price` on, if it provably always lies there. */
function sideOfEntry(ranges: Ranges, price: TypedExpr): 'above' | 'below' | undefined {
  if (price.kind !== 'arithmetic') return undefined
  const { op, left, right } = price
  if (op === '*' || op === '/') {
    const [entry, factor] = isEntry(left) ? [left, right] : [right, left]
    const bounds = isEntry(entry) && (op === '*' || entry === left) ? interval(factor) : undefined
    if (bounds === undefined || bounds.low <= 0) return undefined
    const up = bounds.low > 1 || bounds.high < 1 ? bounds.low > 1 : undefined
    if (up === undefined) return undefined
    return up === (op === '*') ? 'above' : 'below'
  }
  const [base, distance] = isEntry(right) && op === '+' ? [right, left] : [left, right]
  const from = isEntry(base) ? 'at' : sideOfEntry(ranges, base)
  const away = ranges.of(distance).low >= 0 ? (op === '+' ? 'above' : 'below') : undefined
  if (from === undefined || away === undefined) return undefined
  return from === 'at' || from === away ? away : undefined
}

function isEntry(expr: TypedExpr): boolean {
  return expr.kind === 'fill' && expr.name === 'entry_price'
}

/** The one `+` or `-` that decides it, where it is written in the clause itself. */
function signSpan(checker: Checker, written: Expr): Span | undefined {
  if (written.kind !== 'binary') return undefined
  if (written.op === '+' || written.op === '-') {
    if (written.left.kind === 'binary') return undefined
    return operatorSpan(checker, written)
  }
  const factor = [written.left, written.right].find(({ kind }) => kind === 'binary')
  return written.op === '*' && factor !== undefined ? signSpan(checker, factor) : undefined
}

function operatorSpan(
  checker: Checker,
  { left, right }: Extract<Expr, { kind: 'binary' }>,
): Span | undefined {
  const between = checker.source.slice(left.span.end, right.span.start)
  const at = between.search(/[+-]/)
  const start = left.span.end + at
  return at < 0 ? undefined : { start, end: start + 1 }
}
