import { type Compiled, compile } from '../../compiler/compile.ts'
import { externsOf } from '../../compiler/extern/externs.ts'
import { load } from '../../compiler/load.ts'
import type { TypedProgram } from '../../language/check/typed.ts'
import type { Libraries } from '../../language/libraries.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { type Checked, checkText } from './check-text.ts'

/** A strategy from text to runnable; a library compiles to nothing of its own. */
export interface Compilation extends Checked {
  readonly program?: TypedProgram
  readonly compiled?: Compiled
  readonly module?: StrategyModule
}

/** The straight line on one screen: parse, check, compile, load. Never throws for a user's text. */
export function compileText(text: string, libraries?: Libraries): Compilation {
  const checked = checkText(text, libraries)
  const { program, source } = checked
  if (program === undefined || program.kind === 'library') return checked
  const compiled = compile(program, source)
  return { ...checked, compiled, module: load(compiled.javascript, externsOf(program)) }
}
