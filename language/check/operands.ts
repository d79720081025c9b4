import { unreachable } from './node.ts'
import type { TypedExpr } from './typed.ts'

/** Direct operands, in order. A reference has none: its definition is another equation. */
export function operands(expr: TypedExpr): readonly TypedExpr[] {
  switch (expr.kind) {
    case 'number':
    case 'bool':
    case 'parameter':
    case 'stream':
    case 'account':
    case 'fill':
    case 'reference':
      return []
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
