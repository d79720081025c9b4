import { CALLABLE } from '../../compiler/extern/callable.ts'
import { check } from '../../language/check/check.ts'
import type { TypedProgram } from '../../language/check/typed.ts'
import type { Diagnostic } from '../../language/diagnostic.ts'
import { type Libraries, NO_LIBRARIES } from '../../language/libraries.ts'
import { parse } from '../../language/syntax/parse.ts'
import { normalised } from './normalised.ts'

export interface Checked {
  /** The text that the spans point into: as given, without byte order mark, lines ended by \n. */
  readonly source: string
  /** In source order. */
  readonly diagnostics: readonly Diagnostic[]
  /** Present where no diagnostic is an error. */
  readonly program?: TypedProgram
  /** What it may import. */
  readonly libraries: Libraries
}

/** What the reader did wrong in this text, and the checked program where nothing. Never throws. */
export function checkText(text: string, libraries: Libraries = NO_LIBRARIES): Checked {
  const source = normalised(text)
  const parsed = parse(source)
  const checked = check(parsed.tree, source, CALLABLE, undefined, { libraries, path: '' })
  const diagnostics = [...parsed.diagnostics, ...checked.diagnostics].sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  )
  const broken = diagnostics.some((diagnostic) => diagnostic.severity === 'error')
  if (broken || checked.program === undefined) return { source, diagnostics, libraries }
  return { source, diagnostics, libraries, program: checked.program }
}
