import type { Bars } from '../../stdlib/bars.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'
import type { RunOptions, RunResult } from '../core/result.ts'

/** One figure of the summary; its format is in `figureText`. */
export interface Figure {
  /** Stable name, for JSON: 'sharpe'. */
  readonly key: string
  /** For people: 'Sharpe ratio'. */
  readonly label: string
  /** NaN: not defined for this run (no trades, no variance). */
  readonly value: number
  readonly format: FigureFormat
}

/** How a figure is shown; `ratio` is a plain number, `percent` a fraction shown as per cent. */
export type FigureFormat = 'money' | 'percent' | 'ratio' | 'count' | 'bars' | 'price' | 'duration'

/** All that a report is made from: what was run, on what, and what came of it. */
export interface RunReport {
  readonly meta: ModuleMeta
  /** By index, as run. */
  readonly parameters: Float64Array
  readonly options: RunOptions
  /** The bars that were run. */
  readonly bars: Bars
  readonly result: RunResult
  readonly figures: readonly Figure[]
  /** One column per `meta.plots`, over the bars. */
  readonly plots: readonly Float64Array[]
  /** Where the bars are from, for people: a path. */
  readonly data: string
  /** IANA zone in which times of day are shown. */
  readonly timezone: string
  /** Bars' spacing: '1d'. */
  readonly interval: string
  /** What a person must know to read the figures rightly. */
  readonly notes: readonly string[]
}
