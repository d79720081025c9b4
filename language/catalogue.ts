import { CHECK_CATALOGUE } from './check/catalogue.ts'
import type { Severity } from './diagnostic.ts'
import { HABITS_CATALOGUE } from './habits/catalogue.ts'
import { SYNTAX_CATALOGUE } from './syntax/catalogue.ts'

/**
 * One kind of mistake. Message and hint are templates: `{name}` is filled in by the call.
 * The test over the catalogue demands that `wrong` gives exactly this code and `right` none.
 */
export interface CatalogueEntry {
  readonly severity: Severity
  /** What is wrong, in the reader's words; then what was expected, found, because of what. */
  readonly message: string
  /** Begins with a verb. */
  readonly hint: string
  /** A paragraph for `strat explain`. */
  readonly explanation: string
  readonly wrong: string
  readonly right: string
}

/** Every diagnostic there is, by code. */
export const CATALOGUE = {
  ...SYNTAX_CATALOGUE,
  ...HABITS_CATALOGUE,
  ...CHECK_CATALOGUE,
} satisfies Record<string, CatalogueEntry>

export type Code = keyof typeof CATALOGUE
