import type { StandardBuiltins } from '../../stdlib/builtins.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { readExtern } from './read-extern.ts'

/** Everything a strategy can call: the library, the packages, and a user's own externs. */
export const CALLABLE: StandardBuiltins = { ...BUILTINS, readExtern }
