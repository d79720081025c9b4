import type { Argument, Expr } from '../../../language/syntax/ast.ts'

/** An expression as a short text with all its brackets: `a + b * c` is `(a + (b * c))`. */
export function shape(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return `${expr.value}${expr.unit === 'bars' ? ' bars' : expr.unit}`
    case 'money':
      return `${expr.value} ${expr.currency}`
    case 'duration':
      return `${expr.value}${expr.unit}`
    case 'time':
      return `minute ${expr.minutes}`
    case 'date':
    case 'name':
      return expr.text
    case 'text':
      return JSON.stringify(expr.value)
    case 'bool':
      return String(expr.value)
    case 'member':
      return `${shape(expr.object)}.${expr.field.text}`
    case 'index':
      return `${shape(expr.object)}[${shape(expr.index)}]`
    case 'at': {
      const clock = [expr.instrument?.text, expr.timeframe && shape(expr.timeframe)]
      return `(${shape(expr.object)} @ ${clock.filter((part) => part !== undefined).join(' ')})`
    }
    case 'call':
      return `${shape(expr.callee)}(${expr.args.map(argument).join(', ')})`
    case 'unary':
      return `(${expr.op} ${shape(expr.operand)})`
    case 'binary':
      return `(${shape(expr.left)} ${expr.op} ${shape(expr.right)})`
    case 'if': {
      const [condition, yes, no] = [expr.condition, expr.whenTrue, expr.whenFalse].map(shape)
      return `(if ${condition} then ${yes} else ${no})`
    }
    case 'crosses':
      return `(${shape(expr.left)} crosses ${expr.direction} ${shape(expr.right)})`
    case 'is':
      return `(${shape(expr.mode)} is ${expr.state.text})`
    case 'record':
      return `{${expr.fields.map(({ name, value }) => argument({ name, value })).join(', ')}}`
    case 'missing':
      return '?'
  }
}

function argument({ name, value }: Argument): string {
  return name === undefined ? shape(value) : `${name.text}: ${shape(value)}`
}
