import type { ExternLibrary } from '../../language/builtins.ts'
import type { TypedProgram } from '../../language/check/typed.ts'
import { type ExternFactory, type ExternStep, type Externs, resultOf } from '../../stdlib/extern.ts'
import {
  adaptTechnicalIndicators,
  TECHNICALINDICATORS,
} from '../../stdlib/externs/technicalindicators.ts'
import { CompilerError } from '../assert.ts'
import { readExternFile } from './read-extern.ts'
import { runConfined } from './run-confined.ts'
import { runPackage } from './run-package.ts'

/** Kept as long as the program: its externs are made once. */
const made = new WeakMap<TypedProgram, Externs>()

/** Every result of the extern functions that a program may call, ready to be stepped. */
export function externsOf(program: TypedProgram): Externs {
  const known = made.get(program)
  if (known !== undefined) return known
  const externs: Record<string, ExternStep> = {}
  for (const library of program.externs) {
    const text = program.imports.find(({ path }) => path === library.path)?.source
    if (text === undefined) throw new CompilerError(`no text of the extern ${library.path}`)
    Object.assign(externs, stepsOf(library, factoriesOf(library, text)))
  }
  made.set(program, externs)
  return externs
}

type Factories = Readonly<Record<string, ExternFactory>>

function factoriesOf({ path, functions }: ExternLibrary, text: string): Factories {
  if (path === TECHNICALINDICATORS.path) return adaptTechnicalIndicators(runPackage(text))
  const read = readExternFile(path, text)
  if ('mistake' in read) throw new CompilerError(`${path}: ${read.mistake}`)
  return runConfined(path, read.confined, functions.keys())
}

/** The table of a library's results, each stepped by a machine of its own. */
function stepsOf({ functions }: ExternLibrary, factories: Factories): Externs {
  const steps: Record<string, ExternStep> = {}
  for (const { name, results } of functions.values()) {
    const factory = factories[name]
    if (factory === undefined) throw new CompilerError(`no extern function ${name}`)
    for (const { field, signature } of results) {
      steps[signature.name] = {
        isBool: 'bool' in signature.result,
        warmup: (...params) => signature.warmup(...params),
        start(...params) {
          const step = factory(...params)
          return (...inputs) => resultOf(step(...inputs), field)
        },
      }
    }
  }
  return steps
}
