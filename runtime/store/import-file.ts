import { resolve } from 'node:path'
import type { Bars } from '../../stdlib/bars.ts'
import { hashFile } from '../feeds/data-file.ts'
import type { FeedSeries } from '../feeds/format.ts'
import type { FeedOptions } from '../feeds/options.ts'
import { type Refused, refuse } from '../feeds/problem.ts'
import { readFile } from '../feeds/read-file.ts'
import type { BarStore } from './bar-store.ts'
import { mergeBars } from './merge-bars.ts'
import {
  identityKey,
  metaOf,
  type SeriesIdentity,
  type SeriesMeta,
  sourceOf,
} from './series-meta.ts'
import { symbolOf } from './symbol.ts'

/** What an import made of one series of the store. */
export interface ImportedSeries {
  readonly key: string
  readonly identity: SeriesIdentity
  /** 'same': the store had all of it. 'new' and 'revised' are a new revision. */
  readonly outcome: 'new' | 'revised' | 'same'
  /** Bars that the store did not have, and those that differ from what it had. */
  readonly added: number
  readonly changed: number
  /** Bars of the series afterwards. */
  readonly length: number
  readonly first: number
  readonly last: number
  readonly meta: SeriesMeta
}

/** What an import made of a file, or why nothing of it was stored. */
export type Imported =
  | { readonly kind: 'ok'; readonly format: string; readonly series: readonly ImportedSeries[] }
  | Refused

/**
 * Reads a file of prices of any known format into the store, in one transaction: all of its series,
 * or none. Each takes its place beside the bars that the store has of the same symbol, interval,
 * source and adjustment; where both have a time the file's bar counts, in a new revision.
 * `options.symbol` names the series, or picks one of a file of several.
 */
export async function importFile(
  store: BarStore,
  path: string,
  options: FeedOptions,
): Promise<Imported> {
  const contentHash = hashFile(path)
  if (typeof contentHash !== 'string') return contentHash
  const result = await readFile(path, options)
  if (result.kind === 'refused') return result
  const lacking = result.series.find(({ report }) => report.interval === undefined)
  if (lacking) {
    const message = 'one bar alone does not tell how long it is'
    return refuse(0, 'question', message, 'Say it with --interval 1d')
  }
  const { format } = result
  const source = { path: resolve(path), format, contentHash }
  const series = store.atomically(() =>
    result.series.map((one) => {
      const symbol = options.symbol ?? one.symbol ?? symbolOf(path)
      const identity: SeriesIdentity = {
        symbol,
        interval: one.report.interval!.text,
        source: sourceOf(options),
        adjusted: options.adjusted === true,
      }
      return storeSeries(store, identity, one, source)
    }),
  )
  return { kind: 'ok', format, series }
}

/** Merges bars into a series of the store; part of a transaction where there is one. */
export function storeSeries(
  store: BarStore,
  identity: SeriesIdentity,
  { bars, report, quarantine }: Pick<FeedSeries, 'bars' | 'report' | 'quarantine'>,
  source: Omit<SeriesMeta, 'report' | 'identity'>,
): ImportedSeries {
  const key = identityKey(identity)
  const before = storedBars(store, key)
  const merged = before === undefined ? undefined : mergeBars(before, bars)
  const whole = merged?.bars ?? bars
  const { length } = whole
  const first = whole.time[0]!
  const last = whole.time[length - 1]!
  const meta = { ...source, identity, report: { ...report, bars: length, first, last } }
  const revised = store.reviseSeries(key, whole, meta)
  store.putQuarantine(key, source.path, quarantine)
  const { added, changed } = merged ?? { added: length, changed: 0 }
  const outcome = before === undefined ? 'new' : revised ? 'revised' : 'same'
  return { key, identity, outcome, added, changed, length, first, last, meta }
}

/** The newest bars of a series; undefined where there are none that can be used. */
function storedBars(store: BarStore, key: string): Bars | undefined {
  const entry = store.findSeries(key)
  if (entry === undefined || metaOf(entry).identity === undefined) return undefined
  const stored = store.getSeries(entry)
  return stored.kind === 'bars' ? stored.bars : undefined
}
