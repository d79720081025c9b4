import type { Builtins } from '../language/builtins.ts'
import type { Primitive } from './builtin.ts'
import { COMPOSITIONS } from './generated/compositions.ts'
import { PRIMITIVES } from './generated/registry.ts'

/**
 * Everything a strategy can call: what `check` is handed, and where whoever steps a primitive
 * finds it. The inlinable step texts stand apart, in `generated/steps.ts`.
 */
export const BUILTINS: Builtins & { readonly primitives: ReadonlyMap<string, Primitive> } = {
  primitives: new Map(PRIMITIVES.map((primitive) => [primitive.name, primitive])),
  compositions: new Map(
    COMPOSITIONS.map((composition) => [composition.name, composition] as const),
  ),
}
