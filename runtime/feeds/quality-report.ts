import type { Problem } from './problem.ts'

/** Typical spacing of the bars. */
export interface BarInterval {
  /** Commonest distance between neighbouring bars, ms. */
  readonly milliseconds: number
  /** As a strategy's `timeframe` writes it: '1m', '4h', '1d', '1w', '1mo'. */
  readonly text: string
}

/** What was read, how it was understood, and what was left out. Plain data: stored as JSON. */
export interface QualityReport {
  /** Rows of data in the file, good or bad. */
  readonly rows: number
  readonly bars: number
  /** Start of the first and of the last bar, ms UTC. */
  readonly first: number
  readonly last: number
  /** Absent with fewer than two bars. */
  readonly interval?: BarInterval
  /** Zone that times without one were taken in. */
  readonly timezone: string
  /** What a person should know: how the file was understood where it could be otherwise. */
  readonly notes: readonly string[]
  readonly quarantined: {
    readonly count: number
    /** The first of them, by line. */
    readonly problems: readonly Problem[]
  }
}
