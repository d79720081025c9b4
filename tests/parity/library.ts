import { BUILTINS } from '../../stdlib/builtins.ts'
import { wordsOfComposition } from './composition.ts'
import { type Word, wordsOf } from './vocabulary.ts'

/** Every way to call the library that the generator knows. */
export const LIBRARY: readonly Word[] = [
  ...wordsOf(BUILTINS.primitives.values()),
  ...[...BUILTINS.compositions.values()].flatMap(wordsOfComposition),
]
