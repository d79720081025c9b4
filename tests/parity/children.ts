import { operands, ruleOperands } from '../../language/check/operands.ts'
import type { TypedExpr, TypedProgram } from '../../language/check/typed.ts'

/**
 * The expressions whose meaning needs bars and parameters only, by the clock that they are on (0 is
 * the strategy's own), operands before what uses them.
 */
export function marketExpressions(program: TypedProgram): readonly (readonly TypedExpr[])[] {
  const found = [0, ...program.clocks.map(({ index }) => index)].map(() => new Set<TypedExpr>())
  const visit = (expr: TypedExpr, clock: number) => {
    if (found[clock]!.has(expr)) return
    const below = expr.kind === 'at' ? expr.clock.index : clock
    for (const child of operands(expr)) visit(child, below)
    found[clock]!.add(expr)
  }
  for (const { expr, clock } of program.definitions) visit(expr, clock)
  for (const rule of program.rules) for (const read of ruleOperands(rule)) visit(read, 0)
  for (const { value } of program.plots) visit(value, 0)
  return found.map((all) => [...all].filter(isOfMarket))
}

function isOfMarket({ color, type }: TypedExpr): boolean {
  return (
    (color === 'market' || color === 'constant') && (type.kind === 'number' || type.kind === 'bool')
  )
}

/** The program with a plot for each of its market expressions, a bool as 1 or 0. */
export function withPlots(program: TypedProgram, watched: readonly TypedExpr[]): TypedProgram {
  return {
    ...program,
    plots: watched.map((expr, k) => ({ label: `e${k}`, value: asNumber(expr) })),
  }
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
