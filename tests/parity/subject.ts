import { compile } from '../../compiler/compile.ts'
import { CALLABLE } from '../../compiler/extern/callable.ts'
import { externsOf } from '../../compiler/extern/externs.ts'
import { type InterpretedModule, interpret } from '../../compiler/interpret/interpret.ts'
import { load } from '../../compiler/load.ts'
import { check } from '../../language/check/check.ts'
import type { TypedProgram } from '../../language/check/typed.ts'
import { render } from '../../language/render.ts'
import { parse } from '../../language/syntax/parse.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { LIBRARIES } from './imports.ts'

/** One strategy in both its forms: the definition of its meaning, and what runs. */
export interface Subject {
  readonly source: string
  readonly program: TypedProgram
  readonly interpreted: InterpretedModule
  readonly compiled: StrategyModule
  readonly javascript: string
}

/** The checked program, or the diagnostics that refuse it, as a person would see them. */
export function checked(source: string): { program?: TypedProgram; refusal: string } {
  const { tree, diagnostics: syntax } = parse(source)
  const { program, diagnostics } = check(tree, source, CALLABLE, undefined, {
    libraries: LIBRARIES,
    path: '',
  })
  const errors = [...syntax, ...diagnostics].filter((item) => item.severity === 'error')
  const refusal = errors
    .map((item) => render(item, source, 'generated.strat', { colour: false }))
    .join('\n')
  return errors.length === 0 && program !== undefined ? { program, refusal } : { refusal }
}

/** Both forms of a program that checks. Throws what the checker says of one that does not. */
export function subjectOf(source: string): Subject {
  const { program, refusal } = checked(source)
  if (program === undefined) throw new Error(`${refusal}\n${source}`)
  return subjectOfProgram(program, source)
}

/** The same from a typed program, which need not be one that the source gives. */
export function subjectOfProgram(program: TypedProgram, source: string): Subject {
  const { javascript } = compile(program, source)
  return {
    source,
    program,
    interpreted: interpret(program, source),
    compiled: load(javascript, externsOf(program)),
    javascript,
  }
}
