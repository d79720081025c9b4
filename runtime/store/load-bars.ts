import { createHash } from 'node:crypto'
import { type BigIntStats, existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Bars } from '../../stdlib/bars.ts'
import { fileBytes, parseCsvBytes } from '../feeds/csv.ts'
import type { CsvOptions } from '../feeds/options.ts'
import type { Refused } from '../feeds/problem.ts'
import type { QualityReport } from '../feeds/quality-report.ts'
import { type BarStore, openStore, type SeriesEntry } from './bar-store.ts'
import { storeFailure } from './store-failure.ts'
import { symbolOf } from './symbol.ts'

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
  readonly csv?: CsvOptions
  /** Path of the store; `storePath()` when absent, false: none. */
  readonly store?: string | false
}

/** Raised with every change of what the reader makes of a file: older series are read anew. */
const READER_VERSION = 1

/** A file changed this shortly before it was stored may change again within its time stamp. */
const UNSURE_MS = 2_000

/** How a stored file is known again. */
interface Provenance {
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
 * The bars of a CSV file: from the store when the very same file was read before with the same
 * options, else from the file and then into the store. A path that is no file may be the symbol of
 * one that was read before. A store that cannot be used is a note.
 */
export async function loadBars(path: string, options: LoadOptions = {}): Promise<LoadedBars> {
  const csv = options.csv ?? {}
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (options.store === false || (stat && !stat.isFile())) return readFresh(path, csv)
  const place = options.store ?? storePath()
  if (stat === undefined && !existsSync(place)) return readFresh(path, csv)
  const opened = await openStore(place)
  if (opened.kind === 'unavailable') {
    return readFresh(path, csv, [`The prices are not kept for the next run: ${opened.reason}.`])
  }
  try {
    return stat === undefined
      ? (loadSymbol(opened.store, path) ?? readFresh(path, csv))
      : loadThrough(opened.store, resolve(path), stat, csv)
  } finally {
    opened.store.close()
  }
}

/** What was last stored of a file with this symbol, as it was then. */
function loadSymbol(store: BarStore, symbol: string): LoadedBars | undefined {
  const entries = attempt(() => store.listSeries(), []) as readonly SeriesEntry<Provenance>[]
  const named = (entries ?? []).filter(
    ({ provenance }) => symbolOf(provenance.path).toLowerCase() === symbol.toLowerCase(),
  )
  const [newest] = named.sort((a, b) => b.storedAt - a.storedAt)
  if (newest === undefined) return undefined
  const notes = [`${symbol} is what was read of ${newest.provenance.path}.`]
  return attempt(() => restore(store, newest, notes), notes)
}

function readFresh(path: string, csv: CsvOptions, notes: readonly string[] = []): LoadedBars {
  const bytes = fileBytes(path)
  if (!(bytes instanceof Uint8Array)) return bytes
  const result = parseCsvBytes(bytes, csv)
  return result.kind === 'ok' ? { ...result, fromStore: false, notes } : result
}

function loadThrough(
  store: BarStore,
  path: string,
  stat: BigIntStats,
  csv: CsvOptions,
): LoadedBars {
  const key = seriesKey(path, csv)
  const notes: string[] = []
  const trying = <T>(use: () => T): T | undefined => attempt(use, notes)

  const entry = trying(() => store.findSeries(key)) as SeriesEntry<Provenance> | undefined
  if (entry && isSurelySame(entry, stat)) {
    const stored = trying(() => restore(store, entry, notes))
    if (stored) return stored
  }
  // The stat is older than these bytes: a change in between is seen next time.
  const bytes = fileBytes(path)
  if (!(bytes instanceof Uint8Array)) return bytes
  const contentHash = createHash('sha256').update(bytes).digest('hex')
  const seen = { path, size: String(stat.size), mtimeNs: String(stat.mtimeNs), contentHash }
  if (entry && entry.provenance.contentHash === contentHash) {
    const stored = trying(() => restore(store, entry, notes))
    if (stored) {
      trying(() => store.setProvenance(key, { ...entry.provenance, ...seen }))
      return stored
    }
  }
  const result = parseCsvBytes(bytes, csv)
  if (result.kind === 'refused') return result
  const provenance: Provenance = { ...seen, report: result.report }
  trying(() => store.putSeries(key, result.bars, provenance))
  return { ...result, fromStore: false, notes }
}

function seriesKey(path: string, { timezone = 'UTC', dateOrder, onBad = 'refuse' }: CsvOptions) {
  return JSON.stringify(['csv', READER_VERSION, path, timezone, dateOrder ?? '', onBad])
}

function isSurelySame({ provenance, storedAt }: SeriesEntry<Provenance>, stat: BigIntStats) {
  const same = provenance.size === String(stat.size) && provenance.mtimeNs === String(stat.mtimeNs)
  return same && storedAt - Number(stat.mtimeMs) > UNSURE_MS
}

function restore(
  store: BarStore,
  entry: SeriesEntry<Provenance>,
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
