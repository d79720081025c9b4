import { operands } from '../../language/check/operands.ts'
import type { Definition, TypedExpr } from '../../language/check/typed.ts'

/** The definitions that an expression names. */
export function referencesOf(expr: TypedExpr): readonly Definition[] {
  const found = new Set<Definition>()
  const seen = new Set<TypedExpr>([expr])
  for (const part of seen) {
    if (part.kind === 'reference') found.add(part.definition)
    for (const below of operands(part)) seen.add(below)
  }
  return [...found]
}

/**
 * Which definitions refer to one another in a circle (through `prev`, as the checker has made
 * sure): definitions of one circle have the same number. Tarjan, SIAM J. Comput. 1(2), 1972.
 */
export function circles(definitions: readonly Definition[]): ReadonlyMap<Definition, number> {
  const order = new Map<Definition, number>()
  const low = new Map<Definition, number>()
  const circle = new Map<Definition, number>()
  const stack: Definition[] = []
  const visit = (definition: Definition): number => {
    const index = order.size
    order.set(definition, index)
    low.set(definition, index)
    stack.push(definition)
    for (const next of referencesOf(definition.expr)) {
      const reach = order.has(next) ? (circle.has(next) ? index : order.get(next)!) : visit(next)
      low.set(definition, Math.min(low.get(definition)!, reach))
    }
    if (low.get(definition) === index) {
      for (let member = stack.pop()!; ; member = stack.pop()!) {
        circle.set(member, index)
        if (member === definition) break
      }
    }
    return low.get(definition)!
  }
  for (const definition of definitions) if (!order.has(definition)) visit(definition)
  return circle
}
