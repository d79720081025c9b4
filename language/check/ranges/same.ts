import { components } from '../dependencies.ts'
import { needed } from '../flow.ts'
import { operands } from '../operands.ts'
import { own } from '../ordering.ts'
import type { Definition, TypedExpr, Warmup } from '../typed.ts'
import { sameWarmup } from '../warmup.ts'

/** A number for each stream: the same one exactly where two are worked out in the same way. */
export type Identity = (expr: TypedExpr) => number

/** The identities of a whole program's streams, names looked through. */
export function identities(definitions: readonly Definition[]): Identity {
  const numbers = new Map<string, number>()
  const ofDefinition = new Map<Definition, number>()
  const numberOf = (key: string): number => {
    const known = numbers.get(key) ?? numbers.size
    numbers.set(key, known)
    return known
  }
  const formulas: Warmup[] = []
  const formulaNumber = (formula: Warmup): number => {
    const at = formulas.findIndex((one) => sameWarmup(one, formula))
    return at < 0 ? formulas.push(formula) - 1 : at
  }
  const identity = (expr: TypedExpr): number => {
    if (expr.kind === 'reference') return ofDefinition.get(expr.definition)!
    const clock = expr.kind === 'at' || expr.kind === 'arrived' ? expr.clock.index : ''
    if (expr.kind === 'ticks') return numberOf(`ticks ${formulaNumber(expr.formula)}`)
    return numberOf([expr.kind, own(expr), clock, ...operands(expr).map(identity)].join(' '))
  }
  for (const members of components(definitions, needed)) {
    const [only] = members
    const refersToItself = members.length > 1 || needed(only!).includes(only!)
    // One that refers to itself is like no other.
    if (refersToItself) for (const one of members) ofDefinition.set(one, numberOf(`own ${one.id}`))
    else ofDefinition.set(only!, identity(only!.expr))
  }
  return identity
}
