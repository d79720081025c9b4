import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Bars } from '../../stdlib/bars.ts'
import type { Problem } from '../feeds/problem.ts'
import { CHUNK_VALUES } from './chunk.ts'
import { APPLICATION_ID, MIGRATIONS } from './migrations.ts'
import { storeFailure } from './store-failure.ts'
import { storeOn } from './stored-series.ts'

/** What is stored of a series, as of one revision, beside its bars. `P` is plain data: JSON. */
export interface SeriesEntry<P> {
  readonly key: string
  /** 1 for the first. */
  readonly revision: number
  readonly length: number
  /** Start of the first and of the last bar, ms UTC. */
  readonly first: number
  readonly last: number
  /** Where the bars are from, in the words of whoever stored them. */
  readonly provenance: P
  /** When it was stored, ms UTC. */
  readonly storedAt: number
}

/** A series read back, or why it cannot be used. */
export type StoredBars =
  | { readonly kind: 'bars'; readonly bars: Bars }
  | { readonly kind: 'damaged'; readonly reason: string }

/** A row that was left out of a series, with the file that has it. */
export interface QuarantinedRow extends Pick<Problem, 'line' | 'kind' | 'message'> {
  readonly file: string
  readonly row: string
}

/** Series of bars in one SQLite file. */
export interface BarStore {
  /** Stores a series in one transaction, in place of what had this key and all its revisions. */
  readonly putSeries: (key: string, bars: Bars, provenance: object) => void
  /**
   * Stores the newest revision of a series in one transaction; the older ones stay. Bars equal to
   * those of the newest make none: then the provenance alone is rewritten, and the answer is false.
   */
  readonly reviseSeries: (key: string, bars: Bars, provenance: object) => boolean
  /** What is known of a series without reading its bars; undefined: there is none. */
  readonly findSeries: (key: string) => SeriesEntry<unknown> | undefined
  /** The bars of an entry, every chunk checked. */
  readonly getSeries: (entry: SeriesEntry<unknown>) => StoredBars
  /** The newest revision of each. */
  readonly listSeries: () => readonly SeriesEntry<unknown>[]
  /** All revisions of a series, the newest first. */
  readonly listRevisions: (key: string) => readonly SeriesEntry<unknown>[]
  /** Whether there was one to remove. */
  readonly removeSeries: (key: string) => boolean
  /** Rewrites the provenance of the newest revision, whose bars are still right. */
  readonly setProvenance: (key: string, provenance: object) => void
  /** Keeps the rows that were left out of a file, in place of what was known of that file. */
  readonly putQuarantine: (key: string, file: string, problems: readonly Problem[]) => void
  readonly listQuarantine: (key: string) => readonly QuarantinedRow[]
  /** All that the work stores is stored, or, should it throw or the process die, nothing. */
  readonly atomically: <T>(work: () => T) => T
  readonly close: () => void
}

/** A store, or why there is none. */
export type OpenedStore =
  | { readonly kind: 'open'; readonly store: BarStore }
  | { readonly kind: 'unavailable'; readonly reason: string }

const PATIENCE_MS = 2_000

/**
 * Opens the store in `path`, making it and its folder where they lack. SQLite is loaded here and
 * not before: most commands never need it. What it stores it cuts in chunks of `chunkValues`; what
 * it reads may be cut in any way.
 */
export async function openStore(path: string, chunkValues = CHUNK_VALUES): Promise<OpenedStore> {
  let database: Database | undefined
  try {
    const { default: Sqlite } = await import('better-sqlite3')
    mkdirSync(dirname(path), { recursive: true })
    database = new Sqlite(path, { timeout: PATIENCE_MS })
    const foreign = prepare(database)
    if (foreign === undefined) return { kind: 'open', store: storeOn(database, chunkValues) }
    database.close()
    return { kind: 'unavailable', reason: `${path} ${foreign}` }
  } catch (error) {
    database?.close()
    return { kind: 'unavailable', reason: `${path} ${storeFailure(error)}` }
  }
}

/** Brings the schema up to date. A text: why this file is none of ours, left as it was. */
function prepare(database: Database): string | undefined {
  const tables = database.prepare('SELECT count(*) FROM sqlite_master').pluck().get()
  const application = database.pragma('application_id', { simple: true })
  if (tables !== 0 && application !== APPLICATION_ID) {
    return 'is a database of another program'
  }
  if (tables === 0) {
    // Sixteen-kilobyte pages read long blobs faster; it can only be said before the first table.
    database.pragma('page_size = 16384')
    database.pragma(`application_id = ${APPLICATION_ID}`)
  }
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  database.pragma('mmap_size = 1073741824')
  return migrate(database)
}

function migrate(database: Database): string | undefined {
  const steps = database.transaction((): string | undefined => {
    database.exec(
      `CREATE TABLE IF NOT EXISTS migrations (
         version INTEGER PRIMARY KEY,
         at INTEGER NOT NULL
       ) STRICT`,
    )
    const done = database.prepare('SELECT coalesce(max(version), 0) FROM migrations').pluck().get()
    const version = Number(done)
    if (version > MIGRATIONS.length) return 'was written by a newer version of this program'
    MIGRATIONS.slice(version).forEach((step, index) => {
      database.exec(step)
      database
        .prepare('INSERT INTO migrations (version, at) VALUES (?, ?)')
        .run(version + index + 1, Date.now())
    })
    return undefined
  })
  return steps.immediate()
}
