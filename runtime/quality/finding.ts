/** What a check may find in bars that are sound one by one. */
export type FindingKind =
  /** Sessions, or a stretch of one, without bars. */
  | 'gap'
  /** Bars where the calendar has no session. */
  | 'off-session'
  /** A price that jumps away and comes back. */
  | 'outlier'
  /** A jump by a ratio of splits, which stays. */
  | 'split'
  /** Times that are of another zone than they say. */
  | 'timezone'

/** Something to look at before the prices are trusted. */
export interface Finding {
  readonly kind: FindingKind
  /** Start of the first and of the last bar or session that it is about, ms UTC. */
  readonly from: number
  readonly to: number
  /** One sentence without its full stop. */
  readonly message: string
  /** What to do, beginning with a verb. */
  readonly fix?: string
}
