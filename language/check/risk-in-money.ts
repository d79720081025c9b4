import { MONEY, PRICE } from '../types.ts'
import { type Checker, type Env, exhausted, make, report } from './context.ts'
import { operands } from './operands.ts'
import type { Rule, TypedExpr } from './typed.ts'
import { sameUnit } from './units.ts'

/** Names are followed so far: a circle of them is told elsewhere. */
const DEPTH = 20

type Pair = readonly [left: TypedExpr, right: TypedExpr]

/**
 * `R` beside money is money: the distance from entry to stop, times shares and multiplier. So
 * `open_profit > 2R` and `open_profit / R` mean what they say; elsewhere `R` stays a distance.
 */
export function besideMoney(checker: Checker, env: Env, left: TypedExpr, right: TypedExpr): Pair {
  if (isMoney(left)) return [left, inMoney(checker, env, right) ?? right]
  if (isMoney(right)) return [inMoney(checker, env, left) ?? left, right]
  return [left, right]
}

function isMoney({ type }: TypedExpr): boolean {
  return type.kind === 'number' && sameUnit(type.unit, MONEY)
}

/** A multiple of the position's `R` as money; undefined for all else. */
function inMoney(
  checker: Checker,
  env: Env,
  expr: TypedExpr,
  depth = DEPTH,
): TypedExpr | undefined {
  const { type } = expr
  if (type.kind !== 'number' || !sameUnit(type.unit, PRICE)) return undefined
  if (depth === 0 || exhausted(checker)) return undefined
  const money = { ...type, unit: MONEY }
  const convert = (part: TypedExpr) => inMoney(checker, env, part, depth)
  switch (expr.kind) {
    case 'account':
      return expr.name === 'R'
        ? make(checker, env, { ...expr, name: 'R_in_money', type: money })
        : undefined
    case 'reference': {
      const { definition, span } = expr
      // Not known yet: of a name on another clock, where no `R` is, or of one that is being checked.
      if (definition.expr === undefined) return undefined
      const through = inMoney(checker, env, definition.expr, depth - 1)
      return through && { ...through, span }
    }
    case 'negate': {
      const operand = convert(expr.operand)
      return operand && make(checker, env, { ...expr, operand, type: money })
    }
    case 'arithmetic': {
      const adds = expr.op === '+' || expr.op === '-'
      const left = convert(expr.left) ?? (adds ? undefined : factor(expr.left))
      const right = convert(expr.right) ?? (adds ? undefined : factor(expr.right))
      return left && right && make(checker, env, { ...expr, left, right, type: money })
    }
    default:
      return undefined
  }
}

/** What a distance is multiplied with, where it may stand in the tree a second time. */
function factor(expr: TypedExpr): TypedExpr | undefined {
  const { kind, type } = expr
  const plain = kind === 'number' || kind === 'parameter' || kind === 'reference'
  return plain && type.kind === 'number' ? expr : undefined
}

/** `R` in a rule is measured with the stops of the entries that it is about. */
export function requireStops(checker: Checker, env: Env, rules: readonly Rule[]): void {
  const entries = rules.filter(({ kind }) => kind === 'enter')
  if (entries.length === 0) return
  for (const rule of rules) {
    const read = [rule.when, ...exitPrices(rule)].map(readsOfR).find((one) => one !== undefined)
    if (read === undefined) continue
    const left = entries.filter((entry) => isLeftBy(entry, rule))
    const without = left.find(({ stop }) => stop === undefined)
    if (without !== undefined) {
      const { tag, side, span } = without
      const entry = tag === undefined ? `the ${side} entry` : `the entry "${tag}"`
      const values = { lacking: `${entry} has no stop` }
      const at = { start: span.start, end: span.start + 'enter'.length }
      const labels = [{ span: at, message: 'this entry' }]
      report(checker, env, 'stops-missing', read.span, values, { labels })
    } else if (left.length === 0 && !entries.some(({ stop }) => stop !== undefined)) {
      report(checker, env, 'stops-missing', read.span, { lacking: 'no entry has one' })
    }
  }
}

/** Prices of an exit are told of the open position; those of an entry of its own fill. */
function exitPrices({ kind, order }: Rule): readonly TypedExpr[] {
  if (kind !== 'exit' || !('price' in order)) return []
  return 'limit' in order ? [order.price, order.limit] : [order.price]
}

function isLeftBy(entry: Rule, { kind, tag, side }: Rule): boolean {
  if (kind !== 'exit') return false
  return tag === undefined ? entry.side === side : entry.tag === tag
}

/** Where an expression, or a definition that it names, reads the position's `R`. */
function readsOfR(root: TypedExpr): TypedExpr | undefined {
  const open = [root]
  const seen = new Set<TypedExpr>(open)
  for (const expr of open) {
    if (expr.kind === 'account' && (expr.name === 'R' || expr.name === 'R_in_money')) return expr
    const below = expr.kind === 'reference' ? [expr.definition.expr] : operands(expr)
    for (const next of below) {
      if (seen.has(next)) continue
      seen.add(next)
      open.push(next)
    }
  }
  return undefined
}
