import type { QuarantinedRow } from '../store/bar-store.ts'
import type { BarsCheck } from './check-bars.ts'
import type { FindingKind } from './finding.ts'

/** All that is said of how good a series is. */
export interface SeriesQuality {
  readonly symbol: string
  /** Which of its series, for people. */
  readonly words: string
  readonly interval: string
  /** Where the newest bars are from. */
  readonly path: string
  readonly bars: number
  /** Start of the first and of the last bar, ms UTC. */
  readonly first: number
  readonly last: number
  readonly notes: readonly string[]
  readonly check: BarsCheck
  /** Rows that were left out when files were read, the first thousand of each. */
  readonly quarantine: readonly QuarantinedRow[]
  /** How many rows were left out of the last file. */
  readonly left: number
}

/** The kinds of findings in the order in which they are told, and what they are called. */
export const FINDING_TITLES: readonly (readonly [FindingKind, string])[] = [
  ['timezone', 'Times of another zone'],
  ['split', 'Jumps like splits'],
  ['gap', 'Gaps'],
  ['off-session', 'Bars outside sessions'],
  ['outlier', 'Outliers'],
]
