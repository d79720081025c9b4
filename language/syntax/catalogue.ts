import type { CatalogueEntry } from '../catalogue.ts'

/** What the parser can complain of. */
export const SYNTAX_CATALOGUE = {} as const satisfies Record<string, CatalogueEntry>
