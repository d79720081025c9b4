import { readExternFile } from '../../compiler/extern/read-extern.ts'
import type { ExternLibrary } from '../../language/builtins.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { wordsOfComposition } from './composition.ts'
import { LIBRARIES, OWN, PACKAGE } from './imports.ts'
import { type Word, wordsOf } from './vocabulary.ts'

/** Every way to call the library that the generator knows. */
export const LIBRARY: readonly Word[] = [
  ...wordsOf(BUILTINS.primitives.values()),
  ...[...BUILTINS.compositions.values()].flatMap(wordsOfComposition),
]

const COUNT = { name: 'n', integer: true, min: 1, max: 12 } as const

const ownWord = (name: string, input: Word['result'], result: Word['result']): Word => ({
  ...{ name, inputs: [input], params: [COUNT], result, field: '' },
  ...{ natural: false, counts: 'bare', from: OWN },
})

const read = readExternFile('momentum.ts', LIBRARIES.get('momentum.ts')!)
if ('mistake' in read) throw new Error(read.mistake)
const MOMENTUM = read.library

function wordsOfExtern({ path, prefix, functions }: ExternLibrary): readonly Word[] {
  return [...functions.values()].flatMap(({ name, results }) =>
    results.flatMap(({ field, signature }) =>
      wordsOf([{ ...signature, name: `${prefix}.${name}` }]).map((word) => ({
        ...word,
        from: path,
        counts: 'bare' as const,
        field: field === undefined ? '' : `.${field}`,
      })),
    ),
  )
}

/** The same with what must be imported first: a library written in Strat, an extern, a package. */
export const IMPORTING: readonly Word[] = [
  ...LIBRARY,
  ...wordsOfExtern(BUILTINS.externs!.get(PACKAGE)!),
  ...wordsOfExtern(MOMENTUM),
  ownWord('drift', 'level', 'distance'),
  ownWord('swing', 'level', 'distance'),
  ownWord('streak_of', 'level', 'number'),
]
