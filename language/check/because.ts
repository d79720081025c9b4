import type { Label } from '../diagnostic.ts'
import type { Env } from './context.ts'
import { describeType } from './describe.ts'
import { modeOfName } from './modes.ts'
import type { Definition, TypedExpr } from './typed.ts'

/** At most so many places explain one value. */
const PLACES = 2
/** And so many names are followed to the place that decides. */
const STEPS = 4

/**
 * Because of what a value has its type: where its names were defined, each name followed to what
 * it stands for. Nothing for what is written out where the mistake is.
 */
export function because(env: Env, expr: TypedExpr): readonly Label[] {
  // A function's text and the library's are not what the reader looks at.
  if (env.at !== undefined) return []
  const labels: Label[] = []
  gather(expr, labels, STEPS)
  return labels
}

function gather(expr: TypedExpr, labels: Label[], steps: number): void {
  if (labels.length >= PLACES || steps === 0) return
  switch (expr.kind) {
    case 'reference':
      explainDefinition(expr.definition, labels, steps)
      return
    case 'parameter': {
      const { name, span, type } = expr.parameter
      add(labels, { span, message: `\`${name}\` is ${describeType(type)} by its default` })
      return
    }
    case 'lag':
      gather(expr.source, labels, steps)
      return
    case 'negate':
      gather(expr.operand, labels, steps)
      return
    case 'arithmetic':
    case 'coalesce':
      for (const operand of [expr.left, expr.right]) gather(operand, labels, steps)
      return
    case 'if':
      for (const branch of [expr.whenTrue, expr.whenFalse]) gather(branch, labels, steps)
      return
    case 'call':
      for (const input of expr.inputs) gather(input, labels, steps)
      return
    default:
  }
}

function explainDefinition(definition: Definition, labels: Label[], steps: number): void {
  const value = definition.expr as TypedExpr | undefined
  // What refers to itself is still being worked out.
  if (value === undefined || value.type.kind === 'error') return
  if (definition.visible && modeOfName(definition.name) === undefined) {
    const reason = isDifference(value) ? 'one price less another' : ''
    const is = describeType(value.type)
    const message = `\`${definition.name}\` is ${is}${reason === '' ? ' because of this' : `: ${reason}`}`
    add(labels, { span: value.span, message })
  }
  // Of another name the reason lies further on.
  if (value.kind === 'reference' || !definition.visible) gather(value, labels, steps - 1)
}

function isDifference({ kind, type, ...expr }: TypedExpr): boolean {
  if (kind !== 'arithmetic' || type.kind !== 'number' || type.weight !== 0) return false
  return 'op' in expr && expr.op === '-'
}

function add(labels: Label[], label: Label): void {
  if (!labels.some(({ span }) => span.start === label.span.start)) labels.push(label)
}
