import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Bars } from '../../stdlib/bars.ts'
import {
  bytesOf,
  CHUNK_VALUES,
  type Chunk,
  COLUMNS,
  type ColumnName,
  checksumOf,
  joinChunks,
} from './chunk.ts'
import { APPLICATION_ID, MIGRATIONS } from './migrations.ts'
import { storeFailure } from './store-failure.ts'

/** What is stored of a series beside its bars. `P` is plain data: kept as JSON. */
export interface SeriesEntry<P> {
  readonly key: string
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

/** Series of bars in one SQLite file. */
export interface BarStore {
  /** Stores a series in one transaction, in place of what had this key. */
  readonly putSeries: (key: string, bars: Bars, provenance: object) => void
  /** What is known of a series without reading its bars; undefined: there is none. */
  readonly findSeries: (key: string) => SeriesEntry<unknown> | undefined
  /** The bars of an entry, every chunk checked. */
  readonly getSeries: (entry: SeriesEntry<unknown>) => StoredBars
  readonly listSeries: () => readonly SeriesEntry<unknown>[]
  /** Whether there was one to remove. */
  readonly removeSeries: (key: string) => boolean
  /** Rewrites the provenance of a series whose bars are still right. */
  readonly setProvenance: (key: string, provenance: object) => void
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

interface SeriesRow {
  readonly id: number
  readonly key: string
  readonly length: number
  readonly first: number
  readonly last: number
  readonly provenance: string
  readonly stored_at: number
}

function storeOn(database: Database, chunkValues: number): BarStore {
  const selectOne = database.prepare<[string], SeriesRow>('SELECT * FROM series WHERE key = ?')
  const selectAll = database.prepare<[], SeriesRow>('SELECT * FROM series ORDER BY key')
  const selectChunks = database.prepare<[string, string], Chunk>(
    `SELECT checksum, bytes FROM chunk
     WHERE series = (SELECT id FROM series WHERE key = ?) AND name = ? ORDER BY ordinal`,
  )
  const deleteOne = database.prepare('DELETE FROM series WHERE key = ?')
  const insertSeries = database.prepare(
    `INSERT INTO series (key, length, first, last, provenance, stored_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const insertChunk = database.prepare(
    'INSERT INTO chunk (series, name, ordinal, checksum, bytes) VALUES (?, ?, ?, ?, ?)',
  )
  const update = database.prepare('UPDATE series SET provenance = ?, stored_at = ? WHERE key = ?')

  const put = database.transaction((key: string, bars: Bars, provenance: object) => {
    deleteOne.run(key)
    const { length, time } = bars
    const [first, last] = [time[0] ?? 0, time[length - 1] ?? 0]
    const text = JSON.stringify(provenance)
    const { lastInsertRowid } = insertSeries.run(key, length, first, last, text, Date.now())
    for (const name of COLUMNS) {
      for (let from = 0, ordinal = 0; from < length; from += chunkValues, ordinal++) {
        const bytes = bytesOf(bars[name], from, Math.min(length, from + chunkValues))
        insertChunk.run(lastInsertRowid, name, ordinal, checksumOf(bytes, from), bytes)
      }
    }
  })

  // One transaction: nobody replaces the series between two of its columns.
  const get = database.transaction((key: string, length: number): StoredBars => {
    const columns: Partial<Record<ColumnName, Float64Array>> = {}
    for (const name of COLUMNS) {
      const column = joinChunks(selectChunks.iterate(key, name), length)
      if (typeof column === 'string') return { kind: 'damaged', reason: column }
      columns[name] = column
    }
    return { kind: 'bars', bars: { length, ...columns } as Bars }
  })

  return {
    putSeries: (key, bars, provenance) => put.immediate(key, bars, provenance),
    findSeries: (key) => {
      const row = selectOne.get(key)
      return row && entryOf(row)
    },
    getSeries: ({ key, length }) => get(key, length),
    listSeries: () => selectAll.all().map(entryOf),
    removeSeries: (key) => deleteOne.run(key).changes > 0,
    setProvenance: (key, provenance) => {
      update.run(JSON.stringify(provenance), Date.now(), key)
    },
    close: () => database.close(),
  }
}

function entryOf(row: SeriesRow): SeriesEntry<unknown> {
  const { key, length, first, last } = row
  return {
    key,
    length,
    first,
    last,
    provenance: JSON.parse(row.provenance),
    storedAt: row.stored_at,
  }
}
