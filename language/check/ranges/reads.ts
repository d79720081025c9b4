import { mentionedIn } from '../flow.ts'
import { operands } from '../operands.ts'
import type { Definition, Parameter, TypedExpr, Warmup } from '../typed.ts'

/** Every definition behind some expressions, each once. */
export function definitionsOf(exprs: readonly TypedExpr[]): readonly Definition[] {
  const found = new Set(exprs.flatMap(mentionedIn))
  // A set is walked on while it grows.
  for (const { expr } of found) for (const one of mentionedIn(expr)) found.add(one)
  return [...found]
}

/** Every parameter that some expressions mention themselves, or a definition behind them. */
export function parametersOf(exprs: readonly TypedExpr[]): ReadonlySet<Parameter> {
  const found = new Set<Parameter>()
  const all = [...exprs, ...definitionsOf(exprs).map(({ expr }) => expr)]
  for (const expr of all) for (const parameter of mentioned(expr)) found.add(parameter)
  return found
}

/** By expression, as what is in one never changes. */
const known = new WeakMap<TypedExpr, ReadonlySet<Parameter>>()

function mentioned(expr: TypedExpr): ReadonlySet<Parameter> {
  const before = known.get(expr)
  if (before !== undefined) return before
  const found = new Set<Parameter>()
  const visit = (part: TypedExpr): void => {
    if (part.kind === 'parameter') found.add(part.parameter)
    if (part.kind === 'ticks') for (const constant of constantsOf(part.formula)) visit(constant)
    for (const operand of operands(part)) visit(operand)
  }
  visit(expr)
  known.set(expr, found)
  return found
}

/** The constants that a warm-up is worked out from. */
export function constantsOf(warmup: Warmup): readonly TypedExpr[] {
  switch (warmup.kind) {
    case 'ticks':
      return []
    case 'value':
      return [warmup.expr]
    case 'primitive':
      return warmup.params
    default:
      return warmup.terms.flatMap(constantsOf)
  }
}
