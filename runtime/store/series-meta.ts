import { lengthOf, timeframeNamed } from '../calendar/timeframe.ts'
import type { FeedOptions } from '../feeds/options.ts'
import type { QualityReport } from '../feeds/quality-report.ts'
import type { SeriesEntry } from './bar-store.ts'
import { symbolOf } from './symbol.ts'

/** What the prices are: traded prices, or one side of quotes. */
export type PriceSource = 'trades' | 'bid' | 'ask'

/** Which series an imported or downloaded one is: bars of two of these are never mixed. */
export interface SeriesIdentity {
  readonly symbol: string
  /** As a `timeframe` writes it. */
  readonly interval: string
  readonly source: PriceSource
  readonly adjusted: boolean
}

/** What the store keeps beside the bars of a series. */
export interface SeriesMeta {
  /** The file that was read, or the address that answered. */
  readonly path: string
  readonly report: QualityReport
  /** Absent where the series is the copy of a file, which `loadBars` keeps for itself. */
  readonly identity?: SeriesIdentity
  /** Of an imported series: `Format.name`, or the source of a download. */
  readonly format?: string
  /** SHA-256 of the file's bytes. */
  readonly contentHash?: string
}

/** The store's key of an imported series. */
export function identityKey({ symbol, interval, source, adjusted }: SeriesIdentity): string {
  return JSON.stringify(['bars', symbol, interval, source, adjusted ? 'adjusted' : 'as-given'])
}

/** The source that the options ask for. */
export function sourceOf({ quote }: FeedOptions): PriceSource {
  return quote ?? 'trades'
}

/** What the store keeps of a series; the store's own JSON is trusted. */
export function metaOf({ provenance }: SeriesEntry<unknown>): SeriesMeta {
  return provenance as SeriesMeta
}

/** Whether a series was imported or downloaded; else it is the copy of a file. */
export function isImported(entry: SeriesEntry<unknown>): boolean {
  return metaOf(entry).identity !== undefined
}

/** The symbol of a stored series: its own, or the name of the file that it copies. */
export function symbolOfSeries(entry: SeriesEntry<unknown>): string {
  const { identity, path } = metaOf(entry)
  return identity?.symbol ?? symbolOf(path)
}

/** The spacing of its bars, where it is known. */
export function intervalOfSeries(entry: SeriesEntry<unknown>): string | undefined {
  const { identity, report } = metaOf(entry)
  return identity?.interval ?? report.interval?.text
}

/** What its prices are. */
export function sourceOfSeries(entry: SeriesEntry<unknown>): PriceSource {
  return metaOf(entry).identity?.source ?? 'trades'
}

/** Of these the one with the shortest bars, if they are shorter than those of a timeframe. */
export function shortestSeries(
  entries: readonly SeriesEntry<unknown>[],
  than: string,
): SeriesEntry<unknown> | undefined {
  let best: SeriesEntry<unknown> | undefined
  let least = lengthOf(timeframeNamed(than))
  for (const entry of entries) {
    const interval = intervalOfSeries(entry)
    const length = interval === undefined ? least : lengthOf(timeframeNamed(interval))
    if (length >= least) continue
    least = length
    best = entry
  }
  return best
}

/**
 * The stored series of a symbol, letters large or small: what was imported before the copies of
 * files that runs keep, the last stored first.
 */
export function seriesNamed(
  entries: readonly SeriesEntry<unknown>[],
  symbol: string,
): SeriesEntry<unknown>[] {
  const wanted = symbol.toLowerCase()
  return entries
    .filter((entry) => symbolOfSeries(entry).toLowerCase() === wanted)
    .sort((a, b) => Number(isImported(b)) - Number(isImported(a)) || b.storedAt - a.storedAt)
}
