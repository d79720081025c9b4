import { CALLABLE } from '../../../compiler/extern/callable.ts'
import { check } from '../../../language/check/check.ts'
import type { Definition, TypedProgram } from '../../../language/check/typed.ts'
import type { Diagnostic } from '../../../language/diagnostic.ts'
import { EXAMPLE_LIBRARIES } from '../../../language/example.ts'
import type { Libraries } from '../../../language/libraries.ts'
import { parse } from '../../../language/syntax/parse.ts'

export interface Outcome {
  readonly source: string
  readonly program?: TypedProgram
  readonly diagnostics: readonly Diagnostic[]
}

/** Parses and checks a whole source text. */
export function checkSource(source: string, libraries: Libraries = EXAMPLE_LIBRARIES): Outcome {
  const { tree, diagnostics } = parse(source)
  const checked = check(tree, source, CALLABLE, undefined, { libraries, path: '' })
  return {
    source,
    ...(checked.program === undefined ? {} : { program: checked.program }),
    diagnostics: [...diagnostics, ...checked.diagnostics],
  }
}

/** A daily strategy around some lines. */
export function around(lines: string): string {
  return `strategy "Example"\n\ntimeframe 1d\n\n${lines}\n`
}

/** The definition `name` of a program that must be right. */
export function definitionOf(lines: string, name: string): Definition {
  const { program, diagnostics } = checkSource(around(lines))
  const found = program?.definitions.find((definition) => definition.name === name)
  if (found === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  return found
}

/** The text with a diagnostic's fix in place. */
export function mended(source: string, { fix }: Diagnostic): string {
  if (fix === undefined) throw new Error('the diagnostic has no fix')
  return source.slice(0, fix.span.start) + fix.replacement + source.slice(fix.span.end)
}
