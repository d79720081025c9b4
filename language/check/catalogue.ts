import type { CatalogueEntry } from '../catalogue.ts'
import { ADVICE_CATALOGUE } from './catalogue-advice.ts'
import { CLOCKS_CATALOGUE } from './catalogue-clocks.ts'
import { IMPORTS_CATALOGUE } from './catalogue-imports.ts'
import { MODES_CATALOGUE } from './catalogue-modes.ts'
import { NAMES_CATALOGUE } from './catalogue-names.ts'
import { ORDER_CATALOGUE } from './catalogue-orders.ts'
import { PROGRAM_CATALOGUE } from './catalogue-program.ts'
import { RISK_CATALOGUE } from './catalogue-risk.ts'
import { RULES_CATALOGUE } from './catalogue-rules.ts'
import { TYPES_CATALOGUE } from './catalogue-types.ts'

/** What the checker can complain of. */
export const CHECK_CATALOGUE = {
  ...NAMES_CATALOGUE,
  ...IMPORTS_CATALOGUE,
  ...CLOCKS_CATALOGUE,
  ...MODES_CATALOGUE,
  ...TYPES_CATALOGUE,
  ...RULES_CATALOGUE,
  ...RISK_CATALOGUE,
  ...ORDER_CATALOGUE,
  ...ADVICE_CATALOGUE,
  ...PROGRAM_CATALOGUE,
} as const satisfies Record<string, CatalogueEntry>
