import type { Bars } from '../../stdlib/bars.ts'
import type { DataFile } from './data-file.ts'
import type { FeedOptions } from './options.ts'
import type { Problem, Refused } from './problem.ts'
import type { QualityReport } from './quality-report.ts'

/** Bars of one instrument as a file has them. */
export interface FeedSeries {
  /** As the file tells; absent where it does not. */
  readonly symbol?: string
  readonly bars: Bars
  readonly report: QualityReport
  /** Rows that were left out, with their text: the first thousand. */
  readonly quarantine: readonly Problem[]
}

/** All series of a file, or why there are none: a file is read whole or not at all. */
export type FeedResult =
  | {
      readonly kind: 'ok'
      /** `Format.name`. */
      readonly format: string
      readonly series: readonly FeedSeries[]
    }
  | Refused

/** A way in which files of prices are written. One file each in `formats/`. */
export interface Format {
  /** One word, kept in the store. */
  readonly name: string
  /** Whether the file is of this format: by its content, for names lie. */
  readonly recognises: (file: DataFile) => boolean
  /** Reads a file that it recognises. Whatever may be wrong with it is a value. */
  readonly read: (file: DataFile, options: FeedOptions) => FeedResult | Promise<FeedResult>
}
