import { check } from '../../language/check/check.ts'
import type { TypedProgram } from '../../language/check/typed.ts'
import type { Diagnostic } from '../../language/diagnostic.ts'
import { parse } from '../../language/syntax/parse.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'

export interface Checked {
  /** The text that the spans point into: as given, without byte order mark, lines ended by \n. */
  readonly source: string
  /** In source order. */
  readonly diagnostics: readonly Diagnostic[]
  /** Present where no diagnostic is an error. */
  readonly program?: TypedProgram
}

/** What the reader did wrong in this text, and the checked program where nothing. Never throws. */
export function checkText(text: string): Checked {
  const source = normalised(text)
  const parsed = parse(source)
  const checked = check(parsed.tree, source, BUILTINS)
  const diagnostics = [...parsed.diagnostics, ...checked.diagnostics].sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  )
  const broken = diagnostics.some((diagnostic) => diagnostic.severity === 'error')
  if (broken || checked.program === undefined) return { source, diagnostics }
  return { source, diagnostics, program: checked.program }
}

/** The same strategy has the same hash on every system: line ends are no part of it. */
function normalised(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
}
