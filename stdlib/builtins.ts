import type { Builtins } from '../language/builtins.ts'
import type { Primitive } from './builtin.ts'
import { TECHNICALINDICATORS } from './externs/technicalindicators.ts'
import { COMPOSITIONS } from './generated/compositions.ts'
import { PRIMITIVES } from './generated/registry.ts'

/** `Builtins` with whole primitives: their arithmetic, not just their signatures. */
export interface StandardBuiltins extends Builtins {
  readonly primitives: ReadonlyMap<string, Primitive>
}

/**
 * Everything a strategy can call: what `check` is handed, and where whoever steps a primitive
 * finds it. The inlinable step texts stand apart, in `generated/steps.ts`.
 */
export const BUILTINS: StandardBuiltins = {
  primitives: new Map(PRIMITIVES.map((primitive) => [primitive.name, primitive])),
  compositions: new Map(
    COMPOSITIONS.map((composition) => [composition.name, composition] as const),
  ),
  externs: new Map([[TECHNICALINDICATORS.path, TECHNICALINDICATORS]]),
}
