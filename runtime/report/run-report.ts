import type { Bars } from '../../stdlib/bars.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'
import type { Figure } from '../core/metrics/summary.ts'
import type { RunOptions, RunResult } from '../core/result.ts'

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
