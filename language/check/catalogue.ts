import type { CatalogueEntry } from '../catalogue.ts'
import { NAMES_CATALOGUE } from './catalogue-names.ts'
import { RULES_CATALOGUE } from './catalogue-rules.ts'
import { TYPES_CATALOGUE } from './catalogue-types.ts'

/** What the checker can complain of. */
export const CHECK_CATALOGUE = {
  ...NAMES_CATALOGUE,
  ...TYPES_CATALOGUE,
  ...RULES_CATALOGUE,
} as const satisfies Record<string, CatalogueEntry>
