import type { BarInterval } from './quality-report.ts'

/** How a file of prices is to be read where the file alone does not tell. */
export interface FeedOptions {
  /** Zone of times that carry none: `--timezone`, an IANA name; 'UTC' when absent. */
  readonly timezone?: string
  /** Which comes first in dates such as 03/04/2024: `--date-order`. */
  readonly dateOrder?: 'mdy' | 'dmy'
  /**
   * `--on-bad`: 'refuse' (the default) refuses the file with the list of its bad rows;
   * 'quarantine' leaves them out and tells them in the report.
   */
  readonly onBad?: 'refuse' | 'quarantine'
  /** `--adjusted`: open, high, low and close are scaled by the file's adjusted close. */
  readonly adjusted?: true
  /** `--quote`: which side of a file of quotes is taken as the price. */
  readonly quote?: 'bid' | 'ask'
  /** `--symbol`: the only one to take of a file of several. Other files are not asked for theirs. */
  readonly symbol?: string
  /** `--interval`: the spacing of the bars, where many are missing; else it is measured. */
  readonly interval?: BarInterval
  /** The present instant, ms UTC, to tell bars of the future; the clock's when absent. */
  readonly now?: number
}
