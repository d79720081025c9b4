import { operands } from '../../language/check/operands.ts'
import type { TypedExpr, TypedProgram } from '../../language/check/typed.ts'

/** Every expression of a program, each once, operands before what uses them. */
export function expressions(program: TypedProgram): TypedExpr[] {
  const seen = new Set<TypedExpr>()
  const visit = (expr: TypedExpr | undefined) => {
    if (expr === undefined || seen.has(expr)) return
    for (const child of operands(expr)) visit(child)
    seen.add(expr)
  }
  for (const definition of program.definitions) visit(definition.expr)
  for (const rule of program.rules) {
    visit(rule.when)
    if (rule.order.kind !== 'market') visit(rule.order.price)
    visit(rule.size?.value)
    visit(rule.stop)
    visit(rule.target)
    visit(rule.expireBars)
    visit(rule.entries)
  }
  for (const item of program.plots) visit(item.value)
  return [...seen]
}

/** The program with a plot for each of its market expressions, a bool as 1 or 0. */
export function withPlots(program: TypedProgram, watched: readonly TypedExpr[]): TypedProgram {
  return {
    ...program,
    plots: watched.map((expr, k) => ({ label: `e${k}`, value: asNumber(expr) })),
  }
}

/** The expressions whose meaning needs bars and parameters only. */
export function marketExpressions(program: TypedProgram): TypedExpr[] {
  return expressions(program).filter(
    (expr) =>
      (expr.color === 'market' || expr.color === 'constant') &&
      (expr.type.kind === 'number' || expr.type.kind === 'bool'),
  )
}

function asNumber(expr: TypedExpr): TypedExpr {
  if (expr.type.kind !== 'bool') return expr
  const literal = (value: number): TypedExpr => ({
    kind: 'number',
    value,
    type: { kind: 'number', unit: { kind: 'bare' }, weight: 'any' },
    color: 'constant',
    warmup: { kind: 'ticks', ticks: 0 },
    optional: false,
    span: expr.span,
  })
  return {
    ...literal(0),
    kind: 'if',
    condition: expr,
    whenTrue: literal(1),
    whenFalse: literal(0),
    color: expr.color,
    warmup: expr.warmup,
    optional: expr.optional,
  }
}
