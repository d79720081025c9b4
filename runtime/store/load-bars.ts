import { type BigIntStats, existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Bars } from '../../stdlib/bars.ts'
import { hashFile } from '../feeds/data-file.ts'
import type { FeedOptions } from '../feeds/options.ts'
import { quoted, type Refused, refuse } from '../feeds/problem.ts'
import type { QualityReport } from '../feeds/quality-report.ts'
import { readFile } from '../feeds/read-file.ts'
import { type BarStore, openStore, type SeriesEntry } from './bar-store.ts'
import { intervalOfSeries, metaOf, seriesNamed, shortestSeries, sourceOf } from './series-meta.ts'
import { storeFailure } from './store-failure.ts'

/** Bars with the report of their reading, and whether they came from the store. */
export type LoadedBars =
  | {
      readonly kind: 'ok'
      readonly bars: Bars
      readonly report: QualityReport
      readonly fromStore: boolean
      /** What a person should know of the store: why it was not used. */
      readonly notes: readonly string[]
    }
  | Refused

export interface LoadOptions {
  /** How a file is to be read; `symbol` picks one of a file of several. */
  readonly read?: FeedOptions
  /** Which of several series of a symbol: that with bars of this length, else the last stored. */
  readonly timeframe?: string
  /** Of a symbol, only series with bars shorter than these, and the shortest of them. */
  readonly finerThan?: string
  /** Path of the store; `storePath()` when absent, false: none. */
  readonly store?: string | false
}

/** Raised with every change of what the reader makes of a file: older series are read anew. */
const READER_VERSION = 2

/** A file changed this shortly before it was stored may change again within its time stamp. */
const UNSURE_MS = 2_000

/** What is stored with the bars of a file: how it is known again, and how it was read. */
export interface FileProvenance {
  readonly path: string
  readonly size: string
  readonly mtimeNs: string
  /** SHA-256 of the file's bytes. */
  readonly contentHash: string
  readonly report: QualityReport
}

/** Where the store is: in $STRAT_HOME, else in `.strat` of the working directory. */
export function storePath(): string {
  return join(resolve(process.env.STRAT_HOME || '.strat'), 'bars.db')
}

/**
 * The bars of a file of prices: from the store when the very same file was read before with the
 * same options, else from the file and then into the store. A path that is no file may be the
 * symbol of an imported series, or of a file that was read before. A store that cannot be used is a
 * note.
 */
export async function loadBars(path: string, options: LoadOptions = {}): Promise<LoadedBars> {
  const read = options.read ?? {}
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (options.store === false || (stat && !stat.isFile())) return readFresh(path, read)
  const place = options.store ?? storePath()
  if (stat === undefined && !existsSync(place)) return readFresh(path, read)
  const opened = await openStore(place)
  if (opened.kind === 'unavailable') {
    return readFresh(path, read, [`The prices are not kept for the next run: ${opened.reason}.`])
  }
  try {
    return stat === undefined
      ? (loadSymbol(opened.store, path, options) ?? (await readFresh(path, read)))
      : await loadThrough(opened.store, resolve(path), stat, read)
  } finally {
    opened.store.close()
  }
}

/** What was last stored with this symbol, as it was then: the first that fits the options. */
function loadSymbol(
  store: BarStore,
  symbol: string,
  { read = {}, timeframe, finerThan }: LoadOptions,
): LoadedBars | undefined {
  const wanted = read.interval?.text ?? timeframe
  const fitting = seriesNamed(attempt(() => store.listSeries(), []) ?? [], symbol).filter((one) => {
    const { source, adjusted } = metaOf(one).identity ?? { source: 'trades', adjusted: false }
    const fits = read.interval === undefined || intervalOfSeries(one) === wanted
    return fits && source === sourceOf(read) && adjusted === (read.adjusted ?? adjusted)
  })
  const entry =
    finerThan === undefined
      ? (fitting.find((one) => intervalOfSeries(one) === wanted) ?? fitting[0])
      : shortestSeries(fitting, finerThan)
  if (entry === undefined) return undefined
  const known = entry as SeriesEntry<FileProvenance>
  const notes = [`${symbol} is what was read of ${known.provenance.path}.`]
  return attempt(() => restore(store, known, notes), notes)
}

async function readFresh(
  path: string,
  read: FeedOptions,
  notes: readonly string[] = [],
): Promise<LoadedBars> {
  const result = await readOne(path, read)
  return result.kind === 'ok' ? { ...result, fromStore: false, notes } : result
}

/** The only series of a file. */
async function readOne(path: string, read: FeedOptions) {
  const result = await readFile(path, read)
  if (result.kind === 'refused') return result
  const [only, ...others] = result.series
  if (only && others.length === 0) {
    return { kind: 'ok', bars: only.bars, report: only.report } as const
  }
  const some = result.series.slice(0, 5).map(({ symbol = '' }) => quoted(symbol))
  const message = `the file holds ${result.series.length} symbols: ${some.join(', ')}, …`
  return refuse(
    0,
    'question',
    message,
    'Say which one with --symbol, or import it: strat data import',
  )
}

async function loadThrough(
  store: BarStore,
  path: string,
  stat: BigIntStats,
  read: FeedOptions,
): Promise<LoadedBars> {
  const key = seriesKey(path, read)
  const notes: string[] = []
  const trying = <T>(use: () => T): T | undefined => attempt(use, notes)

  const entry = trying(() => store.findSeries(key)) as SeriesEntry<FileProvenance> | undefined
  if (entry && isSurelySame(entry, stat)) {
    const stored = trying(() => restore(store, entry, notes))
    if (stored) return stored
  }
  // The stat is older than these bytes: a change in between is seen next time.
  const contentHash = hashFile(path)
  if (typeof contentHash !== 'string') return contentHash
  const seen = { path, size: String(stat.size), mtimeNs: String(stat.mtimeNs), contentHash }
  if (entry && entry.provenance.contentHash === contentHash) {
    const stored = trying(() => restore(store, entry, notes))
    if (stored) {
      trying(() => store.setProvenance(key, { ...entry.provenance, ...seen }))
      return stored
    }
  }
  const result = await readOne(path, read)
  if (result.kind === 'refused') return result
  const provenance: FileProvenance = { ...seen, report: result.report }
  trying(() => store.putSeries(key, result.bars, provenance))
  return { ...result, fromStore: false, notes }
}

function seriesKey(path: string, read: FeedOptions): string {
  const { timezone = 'UTC', dateOrder, onBad = 'refuse', adjusted, quote, symbol, interval } = read
  const more = [adjusted ?? '', quote ?? '', symbol ?? '', interval?.text ?? '']
  return JSON.stringify(['csv', READER_VERSION, path, timezone, dateOrder ?? '', onBad, ...more])
}

function isSurelySame({ provenance, storedAt }: SeriesEntry<FileProvenance>, stat: BigIntStats) {
  const same = provenance.size === String(stat.size) && provenance.mtimeNs === String(stat.mtimeNs)
  return same && storedAt - Number(stat.mtimeMs) > UNSURE_MS
}

function restore(
  store: BarStore,
  entry: SeriesEntry<FileProvenance>,
  notes: string[],
): LoadedBars | undefined {
  const stored = store.getSeries(entry)
  switch (stored.kind) {
    case 'bars': {
      const { report } = entry.provenance
      return { kind: 'ok', bars: stored.bars, report, fromStore: true, notes }
    }
    case 'damaged':
      notes.push(`The file is read again: ${stored.reason}.`)
      return undefined
  }
}

/** The store only saves time: when it fails, that is a note and the run goes on without it. */
function attempt<T>(use: () => T, notes: string[]): T | undefined {
  try {
    return use()
  } catch (error) {
    notes.push(`The prices are not kept for the next run: the store ${storeFailure(error)}.`)
    return undefined
  }
}
