import type { Expr } from './ast.ts'

/** The expressions that stand right inside one, in written order. */
export function childExpressions(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'number':
    case 'money':
    case 'duration':
    case 'time':
    case 'date':
    case 'text':
    case 'bool':
    case 'name':
    case 'missing':
      return []
    case 'member':
      return [expr.object]
    case 'index':
      return [expr.object, expr.index]
    case 'at':
      return expr.timeframe === undefined ? [expr.object] : [expr.object, expr.timeframe]
    case 'call':
      return [expr.callee, ...expr.args.map(({ value }) => value)]
    case 'unary':
      return [expr.operand]
    case 'binary':
    case 'crosses':
      return [expr.left, expr.right]
    case 'if':
      return [expr.condition, expr.whenTrue, expr.whenFalse]
    case 'is':
      return [expr.mode]
    case 'record':
      return expr.fields.map(({ value }) => value)
    default: {
      const never: never = expr
      throw new Error(`no expression: ${JSON.stringify(never)}`)
    }
  }
}
