import type { FeedFlags } from './feed-options.ts'

/** The options of `strat run` as the command line gives them, every value still a text. */
export interface RunFlags extends FeedFlags {
  readonly data?: string
  /** `--data NAME=FILE`: bars of other timeframes and instruments. */
  readonly series?: readonly string[]
  /** A file or a symbol of the store, or `none`. */
  readonly finer?: string
  /** The account's, and from where its rate to the instrument's is. */
  readonly currency?: string
  readonly rates?: string
  readonly sample?: true
  readonly from?: string
  readonly to?: string
  readonly param: readonly string[]
  readonly cash: string
  readonly costs?: string
  readonly policy: string
  readonly end?: string
  /** What exits are booked against. */
  readonly lots?: string
  /** What the figures mean. */
  readonly metrics: string
  readonly tick?: string
  readonly lot?: string
  readonly multiplier?: string
  /** What positions tie up. */
  readonly margin?: string
  readonly calendar?: string
  readonly instruments?: string
  /** A file: written where there is none, else the run in it is made again. */
  readonly lock?: string
  readonly report?: string
  /** A folder. */
  readonly csv?: string
  readonly json?: true
  readonly allFigures?: true
  readonly store: boolean
  readonly writeExpected?: true
}

/** What is taken where nothing is said. */
export const RUN_DEFAULTS: RunFlags = {
  param: [],
  cash: '100000',
  policy: 'next_open',
  metrics: 'lockstep',
  store: true,
}
