import type { Expr } from '../syntax/ast.ts'
import { PRICE, RATIO } from '../types.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { describeType } from './describe.ts'
import { checkStream } from './expression.ts'
import { operands } from './operands.ts'
import { because } from './operators.ts'
import type { Definition, TypedExpr } from './typed.ts'
import { joinUnits, sameUnit } from './units.ts'

/** A price to buy or sell at: a level, no distance, no percentage. */
export function checkLevel(
  checker: Checker,
  written: Expr,
  env: Env,
  what: string,
  side?: 'long' | 'short',
): TypedExpr {
  const price = checkStream(checker, written, env)
  const { type } = price
  if (type.kind === 'error') return price
  const text = textAt(checker, env, written.span)
  const labels = because(checker, env, price)
  const protective = side !== undefined
  if (type.kind !== 'number' || joinUnits(type.unit, PRICE) === undefined) {
    const ratio = type.kind === 'number' && sameUnit(type.unit, RATIO)
    if (ratio && protective && price.color === 'constant') {
      const replacement = `entry_price * (1 ${away(what, side)} ${text})`
      const fix = { title: `Write ${replacement}`, span: written.span, replacement }
      report(checker, env, 'percent-level', written.span, { text, what, replacement }, { fix })
    } else {
      const is = describeType(type)
      report(checker, env, 'price-due', written.span, { text, what, is }, { labels })
    }
    return price
  }
  if (type.weight !== 0 || sameUnit(type.unit, PRICE) === false) return price
  const base = protective ? 'entry_price' : 'close'
  const tail = written.kind === 'binary' && '+-'.includes(written.op) ? `(${text})` : text
  const replacement = `${base} ${protective ? away(what, side) : '-'} ${tail}`
  const fix = { title: `Write ${replacement}`, span: written.span, replacement }
  const values = { text, what, replacement }
  report(checker, env, 'level-due', written.span, values, { labels, fix })
  return price
}

/** The sign that leads from the entry to a long's stop below or target above it. */
function away(what: string, side: 'long' | 'short'): '+' | '-' {
  return (what === 'target') === (side === 'long') ? '+' : '-'
}

/**
 * In a definition `entry_price` is the open position's, unknown while flat, which is just when a
 * first entry is made: a stop from it would never be sent.
 */
export function checkPositionPrice(
  checker: Checker,
  price: TypedExpr,
  written: Expr,
  env: Env,
): void {
  const through = definitionReading(price)
  if (through === undefined) return
  const labels = [{ span: through.span, message: 'here it is the open position’s' }]
  report(checker, env, 'position-price', written.span, { name: through.name }, { labels })
}

/** The definition that an expression names and that reads the position's `entry_price`. */
function definitionReading(price: TypedExpr): Definition | undefined {
  const seen = new Set<Definition>()
  const open: { expr: TypedExpr; via?: Definition }[] = [{ expr: price }]
  for (const { expr, via } of open) {
    if (expr.kind === 'account' && expr.name === 'entry_price' && via !== undefined) return via
    const below = via === undefined ? {} : { via }
    for (const operand of operands(expr)) open.push({ expr: operand, ...below })
    if (expr.kind !== 'reference' || seen.has(expr.definition)) continue
    seen.add(expr.definition)
    open.push({ expr: expr.definition.expr, via: via ?? expr.definition })
  }
  return undefined
}
