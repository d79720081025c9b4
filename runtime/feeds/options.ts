/** How a CSV file is to be read where the file alone does not tell. */
export interface CsvOptions {
  /** Zone of times that carry none: `--timezone`, an IANA name; 'UTC' when absent. */
  readonly timezone?: string
  /** Which comes first in dates such as 03/04/2024: `--date-order`. */
  readonly dateOrder?: 'mdy' | 'dmy'
  /**
   * `--on-bad`: 'refuse' (the default) refuses the file with the list of its bad rows;
   * 'quarantine' leaves them out and tells them in the report.
   */
  readonly onBad?: 'refuse' | 'quarantine'
  /** The present instant, ms UTC, to tell bars of the future; the clock's when absent. */
  readonly now?: number
}
