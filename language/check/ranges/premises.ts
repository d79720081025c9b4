import type { Expr, Program } from '../../syntax/ast.ts'
import { childExpressions } from '../../syntax/children.ts'

/** What is taken for granted of what a program reads. */
export interface Premises {
  /**
   * Prices are above zero: whoever reads files and feeds refuses others (`runtime/feeds/rows.ts`,
   * `runtime/live/bars.ts`). The prices of a `test` may be anything.
   */
  readonly prices: 'positive' | 'any'
  /** Of an account that has never held anything, or of any. */
  readonly account: 'untouched' | 'any'
}

/** Whether the prices in the tests of a program are above zero, as all others are. */
export function pricesOf({ statements }: Program): Premises['prices'] {
  const series = statements.flatMap((statement) =>
    statement.kind === 'test' ? statement.items.filter((item) => item.kind === 'series') : [],
  )
  const written = series
    .filter(({ column }) => column.text !== 'volume')
    .flatMap(({ values }) => values.map(({ value }) => value))
  return written.some(hasNone) ? 'any' : 'positive'
}

/** A number that is no price: with a sign, or zero. */
function hasNone(expr: Expr): boolean {
  if (expr.kind === 'unary' || (expr.kind === 'number' && !(expr.value > 0))) return true
  return childExpressions(expr).some(hasNone)
}
