import { unreachable } from './node.ts'
import type { Rule, TypedExpr } from './typed.ts'

/** All that a rule reads, as far as it has it, in one order. */
export function ruleOperands(rule: Rule): readonly TypedExpr[] {
  const { when, order, size, stop, trailAfter, target, expireBars, entries, portion } = rule
  const price = 'price' in order ? order.price : undefined
  const limit = 'limit' in order ? order.limit : undefined
  const clauses = [size?.value, stop, trailAfter, target, expireBars, entries, portion]
  const read = [when, price, limit, ...clauses]
  return read.filter((expr) => expr !== undefined)
}

/** Direct operands, in order. A reference has none: its definition is another equation. */
export function operands(expr: TypedExpr): readonly TypedExpr[] {
  switch (expr.kind) {
    case 'number':
    case 'bool':
    case 'parameter':
    case 'stream':
    case 'account':
    case 'past':
    case 'fill':
    case 'arrived':
    case 'ticks':
    case 'reference':
      return []
    case 'at':
      return [expr.source]
    case 'lag':
      return [expr.source, expr.ticks]
    case 'negate':
    case 'not':
    case 'known':
      return [expr.operand]
    case 'arithmetic':
    case 'compare':
    case 'and':
    case 'or':
    case 'coalesce':
      return [expr.left, expr.right]
    case 'if':
      return [expr.condition, expr.whenTrue, expr.whenFalse]
    case 'call':
      return [...expr.inputs, ...expr.params]
    default:
      return unreachable(expr)
  }
}
