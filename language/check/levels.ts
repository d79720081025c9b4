import type { Expr } from '../syntax/ast.ts'
import { PRICE, RATIO } from '../types.ts'
import { because } from './because.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { describeType } from './describe.ts'
import { checkStream } from './expression.ts'
import { operands } from './operands.ts'
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
  const labels = because(env, price)
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
 * In a definition `entry_price`, like `R`, is the open position's, unknown while flat, which is just when a
 * first entry is made: a stop from it would never be sent.
 */
export function checkPositionPrice(
  checker: Checker,
  price: TypedExpr,
  written: Expr,
  env: Env,
): void {
  const found = definitionReading(price)
  if (found === undefined) return
  const { through, stream } = found
  const labels = [{ span: through.span, message: 'here it is the open position’s' }]
  report(checker, env, 'position-price', written.span, { name: through.name, stream }, { labels })
}

/** The definition that an expression names and that reads what only the open position has. */
function definitionReading(
  price: TypedExpr,
): { readonly through: Definition; readonly stream: string } | undefined {
  const seen = new Set<Definition>()
  const open: { expr: TypedExpr; via?: Definition }[] = [{ expr: price }]
  for (const { expr, via } of open) {
    if (expr.kind === 'account' && via !== undefined) {
      const stream = expr.name === 'R_in_money' ? 'R' : expr.name
      if (stream === 'entry_price' || stream === 'R') return { through: via, stream }
    }
    const below = via === undefined ? {} : { via }
    for (const operand of operands(expr)) open.push({ expr: operand, ...below })
    if (expr.kind !== 'reference' || seen.has(expr.definition)) continue
    seen.add(expr.definition)
    open.push({ expr: expr.definition.expr, via: via ?? expr.definition })
  }
  return undefined
}

/** How far from the entry: a distance of prices, no level, no percentage. */
export function checkDistance(checker: Checker, written: Expr, env: Env): TypedExpr {
  const distance = checkStream(checker, written, env)
  const { type } = distance
  if (type.kind === 'error') return distance
  const { span } = written
  const text = textAt(checker, env, span)
  const labels = because(env, distance)
  if (type.kind !== 'number' || joinUnits(type.unit, PRICE) === undefined) {
    const replacement = `entry_price * ${text}`
    const ratio = type.kind === 'number' && sameUnit(type.unit, RATIO)
    const fix = { title: `Write ${replacement}`, span, replacement }
    const extra = ratio ? { labels, fix } : { labels }
    const values = { text, is: describeType(type), example: ratio ? replacement : '1R' }
    report(checker, env, 'distance-due', span, values, extra)
  } else if (typeof type.weight === 'number' && type.weight !== 0) {
    const values = { text, is: 'a price level', example: '1R' }
    report(checker, env, 'distance-due', span, values, { labels })
  }
  return distance
}
