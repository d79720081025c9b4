import type { CatalogueEntry } from '../catalogue.ts'
import { EXPRESSIONS_CATALOGUE } from './catalogue-expressions.ts'
import { LINES_CATALOGUE } from './catalogue-lines.ts'
import { WORDS_CATALOGUE } from './catalogue-words.ts'

/** What is right in another language, and how it is said here. */
export const HABITS_CATALOGUE = {
  ...LINES_CATALOGUE,
  ...WORDS_CATALOGUE,
  ...EXPRESSIONS_CATALOGUE,
} as const satisfies Record<string, CatalogueEntry>
