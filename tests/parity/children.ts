import { operands, ruleOperands } from '../../language/check/operands.ts'
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
  for (const rule of program.rules) for (const read of ruleOperands(rule)) visit(read)
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

/** The expressions whose meaning needs the strategy's own bars and parameters only. */
export function marketExpressions(program: TypedProgram): TypedExpr[] {
  const elsewhere = onOtherClocks(program)
  return expressions(program).filter(
    (expr) =>
      !elsewhere.has(expr) &&
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

/** What is evaluated on another clock: its ticks are not those of the bars. */
function onOtherClocks(program: TypedProgram): ReadonlySet<TypedExpr> {
  const sources = expressions(program).flatMap((expr) => (expr.kind === 'at' ? [expr.source] : []))
  const definitions = program.definitions.filter(({ clock }) => clock !== 0)
  const found = new Set([...sources, ...definitions.map(({ expr }) => expr)])
  for (const expr of found) for (const below of operands(expr)) found.add(below)
  return found
}
