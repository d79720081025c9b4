import { CATALOGUE, type CatalogueEntry } from '../../language/catalogue.ts'
import type { Diagnostic, Severity } from '../../language/diagnostic.ts'
import { EXAMPLE_LIBRARIES } from '../../language/example.ts'
import { nearest } from '../../language/nearest.ts'
import { checkText } from './check-text.ts'

/** All there is to know of one kind of mistake. */
export interface Explanation {
  readonly code: string
  readonly severity: Severity
  readonly explanation: string
  readonly wrong: string
  readonly right: string
  /** What is said of `wrong`. */
  readonly diagnostic: Diagnostic
}

/** Every code there is, in alphabetical order. */
export const CODES: readonly string[] = Object.keys(CATALOGUE).sort()

/** What a code means, or the code that was likely meant instead. */
export function explain(code: string): Explanation | { readonly meant?: string } {
  const entry = (CATALOGUE as Readonly<Record<string, CatalogueEntry>>)[code]
  if (entry === undefined) {
    const meant = nearest(code, CODES) ?? CODES.find((one) => one.includes(code))
    return meant === undefined ? {} : { meant }
  }
  const { severity, explanation, wrong, right } = entry
  const { diagnostics } = checkText(wrong, EXAMPLE_LIBRARIES)
  const diagnostic = diagnostics.find((one) => one.code === code)
  if (diagnostic === undefined) throw new Error(`the example of ${code} does not show it`)
  return { code, severity, explanation, wrong, right, diagnostic }
}

/** Lines of an example that a reader can take in; the rest of a very long one is left out. */
export function shownExample(source: string): string {
  return source
    .trimEnd()
    .split('\n')
    .slice(0, 16)
    .map((line) => (line.length > 100 ? `${line.slice(0, 99)}…` : line))
    .join('\n')
}
