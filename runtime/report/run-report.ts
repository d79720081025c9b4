import type { Bars } from '../../stdlib/bars.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'
import type { GivenRates } from '../calendar/rates-beside.ts'
import type { Signal } from '../core/message.ts'
import type { MetricConventions } from '../core/metrics/conventions.ts'
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
  /** What they mean. */
  readonly metrics: MetricConventions
  /** One column per `meta.plots`, over the bars. */
  readonly plots: readonly Float64Array[]
  /** What alerts and marks said, by bar. */
  readonly signals: readonly Signal[]
  /** Where the bars are from, for people: a path. */
  readonly data: string
  /** IANA zone in which times of day are shown. */
  readonly timezone: string
  /** Bars' spacing: '1d'. */
  readonly interval: string
  /** What its fills were matched on within the bars. */
  readonly finer?: { readonly name: string; readonly timeframe: string; readonly bars: Bars }
  /** What its money was converted at. */
  readonly rates?: GivenRates
  /** What a person must know of the run to read the figures rightly. */
  readonly notes: readonly string[]
  /** The same of the prices: how they were understood, what was left out. */
  readonly dataNotes: readonly string[]
}
