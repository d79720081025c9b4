import type { Checker } from './context.ts'
import { neededNow } from './cycles.ts'
import { components } from './dependencies.ts'
import { needed, settleDefinitions } from './flow.ts'
import { operands } from './operands.ts'
import type { Recording } from './recording.ts'
import type { Definition, TypedExpr } from './typed.ts'

/**
 * Notes which definitions have a proved warm-up. In a program with mistakes it works out those
 * that no mistake reaches, so that what is right is known while something else is being written.
 */
export function settleSound(checker: Checker, { settled }: Recording): void {
  const broken = checker.diagnostics.some(({ severity }) => severity === 'error')
  const definitions = broken ? soundDefinitions(checker) : checker.definitions
  // What is too large is told of a program without other mistakes, not here.
  if (broken) settleDefinitions({ ...checker, definitions, diagnostics: [] })
  for (const { expr } of definitions) settled.add(expr)
}

/** Definitions without a mistake or a cycle in them or in anything they need. */
function soundDefinitions(checker: Checker): Definition[] {
  const unsound = new Set<Definition>()
  const sound = checker.memory?.sound ?? new WeakMap<Definition, boolean>()
  const open = checker.definitions.filter((definition) => {
    const known = sound.get(definition)
    if (known === false) unsound.add(definition)
    return known === undefined
  })
  const inside = new Set(open)
  const within = (all: readonly Definition[]) => all.filter((one) => inside.has(one))
  const now = (definition: Definition): readonly Definition[] => neededNow(checker, definition)
  for (const members of components(open, (one) => within(now(one)))) {
    const [only] = members
    const cyclic = members.length > 1 || now(only!).includes(only!)
    for (const member of members) if (cyclic || isBroken(member.expr)) unsound.add(member)
  }
  // Each comes after those it needs; the members of a recursion stand or fall together.
  for (const members of components(open, (one) => within(needed(one)))) {
    const reached = members.some((one) => needed(one).some((other) => unsound.has(other)))
    if (reached || members.some((one) => unsound.has(one))) {
      for (const member of members) unsound.add(member)
    }
  }
  for (const one of open) sound.set(one, !unsound.has(one))
  return checker.definitions.filter((definition) => !unsound.has(definition))
}

function isBroken(expr: TypedExpr): boolean {
  return expr.type.kind === 'error' || operands(expr).some(isBroken)
}
