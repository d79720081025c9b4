import { components } from '../dependencies.ts'
import { needed } from '../flow.ts'
import { operands } from '../operands.ts'
import type { Definition, Parameter, TypedExpr, Warmup } from '../typed.ts'

/** Every definition behind some expressions, each once. */
export function definitionsOf(exprs: readonly TypedExpr[]): readonly Definition[] {
  const found = new Set<Definition>()
  const visit = (expr: TypedExpr): void => {
    if (expr.kind === 'reference') found.add(expr.definition)
    for (const operand of operands(expr)) visit(operand)
  }
  for (const expr of exprs) visit(expr)
  // A set is walked on while it grows.
  for (const { expr } of found) visit(expr)
  return [...found]
}

/** Every parameter that some expressions mention themselves, or a definition behind them. */
export function parametersOf(exprs: readonly TypedExpr[]): ReadonlySet<Parameter> {
  const all = [...exprs, ...definitionsOf(exprs).map(({ expr }) => expr)]
  return new Set(all.flatMap((expr) => [...mentioned(expr)]))
}

/** The parameters behind each definition, each looked at once. */
export function parametersBehind(
  definitions: readonly Definition[],
): ReadonlyMap<Definition, ReadonlySet<Parameter>> {
  const found = new Map<Definition, Set<Parameter>>()
  for (const members of components(definitions, needed)) {
    const together = new Set<Parameter>()
    for (const member of members) {
      for (const parameter of mentioned(member.expr)) together.add(parameter)
      for (const other of needed(member)) {
        for (const parameter of found.get(other) ?? []) together.add(parameter)
      }
    }
    for (const member of members) found.set(member, together)
  }
  return found
}

function mentioned(expr: TypedExpr): ReadonlySet<Parameter> {
  const found = new Set<Parameter>()
  const visit = (part: TypedExpr): void => {
    if (part.kind === 'parameter') found.add(part.parameter)
    if (part.kind === 'ticks') for (const constant of constantsOf(part.formula)) visit(constant)
    for (const operand of operands(part)) visit(operand)
  }
  visit(expr)
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
