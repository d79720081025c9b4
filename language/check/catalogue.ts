import type { CatalogueEntry } from '../catalogue.ts'

/** What the checker can complain of. */
export const CHECK_CATALOGUE = {} as const satisfies Record<string, CatalogueEntry>
