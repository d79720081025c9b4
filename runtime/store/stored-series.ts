import type { Database } from 'better-sqlite3'
import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import type { Problem } from '../feeds/problem.ts'
import type { BarStore, QuarantinedRow, SeriesEntry, StoredBars } from './bar-store.ts'
import { bytesOf, type Chunk, COLUMNS, checksumOf, joinChunks } from './chunk.ts'

interface RevisionRow {
  readonly id: number
  readonly key: string
  readonly number: number
  readonly kept: number
  readonly length: number
  readonly first: number
  readonly last: number
  readonly provenance: string
  readonly stored_at: number
}

/** The store on a database whose schema is up to date; it cuts columns in chunks of this size. */
export function storeOn(database: Database, chunkValues: number): BarStore {
  const revisions = `SELECT revision.*, key FROM revision JOIN series ON series.id = series`
  const newest = `number = (SELECT max(number) FROM revision WHERE series = series.id)`
  const selectNewest = database.prepare<[string], RevisionRow>(
    `${revisions} WHERE key = ? AND ${newest}`,
  )
  const selectAll = database.prepare<[], RevisionRow>(`${revisions} WHERE ${newest} ORDER BY key`)
  const selectChain = database.prepare<[string, number], RevisionRow>(
    `${revisions} WHERE key = ? AND number <= ? ORDER BY number DESC`,
  )
  const selectChunks = database.prepare<[number, string], Chunk>(
    'SELECT checksum, bytes FROM chunk WHERE revision = ? AND name = ? ORDER BY ordinal',
  )
  const insertRevision = database.prepare(
    `INSERT INTO revision (series, number, kept, length, first, last, provenance, stored_at)
     VALUES ((SELECT id FROM series WHERE key = ?), ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertSeries = database.prepare('INSERT OR IGNORE INTO series (key) VALUES (?)')
  const deleteSeries = database.prepare('DELETE FROM series WHERE key = ?')
  const insertChunk = database.prepare(
    'INSERT INTO chunk (revision, name, ordinal, checksum, bytes) VALUES (?, ?, ?, ?, ?)',
  )
  const update = database.prepare('UPDATE revision SET provenance = ?, stored_at = ? WHERE id = ?')

  const insert = (key: string, number: number, kept: number, bars: Bars, provenance: object) => {
    const { length, time } = bars
    const [first, last] = [time[0] ?? 0, time[length - 1] ?? 0]
    const text = JSON.stringify(provenance)
    insertSeries.run(key)
    const row = insertRevision.run(key, number, kept, length, first, last, text, Date.now())
    for (const name of COLUMNS) {
      for (let from = kept, ordinal = 0; from < length; from += chunkValues, ordinal++) {
        const bytes = bytesOf(bars[name], from, Math.min(length, from + chunkValues))
        insertChunk.run(row.lastInsertRowid, name, ordinal, checksumOf(bytes, from), bytes)
      }
    }
  }

  // One transaction: nobody replaces the series between two of its columns.
  const get = database.transaction((key: string, number: number): StoredBars => {
    const chain = selectChain.all(key, number)
    const length = chain[0]?.length ?? 0
    const columns = emptyBars(0)
    for (const name of COLUMNS) {
      const column = readColumn(chain, ({ id }) => selectChunks.iterate(id, name))
      if (typeof column === 'string') return { kind: 'damaged', reason: column }
      columns[name] = column
    }
    return { kind: 'bars', bars: { ...columns, length } }
  })

  const put = database.transaction((key: string, bars: Bars, provenance: object) => {
    deleteSeries.run(key)
    insert(key, 1, 0, bars, provenance)
  })
  const revise = database.transaction((key: string, bars: Bars, provenance: object): boolean => {
    const row = selectNewest.get(key)
    if (row === undefined) {
      insert(key, 1, 0, bars, provenance)
      return true
    }
    const stored = get(key, row.number)
    const kept = stored.kind === 'bars' ? sharedBars(stored.bars, bars) : 0
    if (kept === bars.length && kept === row.length) {
      update.run(JSON.stringify(provenance), Date.now(), row.id)
      return false
    }
    insert(key, row.number + 1, kept, bars, provenance)
    return true
  })

  return {
    putSeries: (key, bars, provenance) => put.immediate(key, bars, provenance),
    reviseSeries: (key, bars, provenance) => revise.immediate(key, bars, provenance),
    findSeries: (key) => {
      const row = selectNewest.get(key)
      return row && entryOf(row)
    },
    getSeries: ({ key, revision }) => get(key, revision),
    listSeries: () => selectAll.all().map(entryOf),
    listRevisions: (key) => selectChain.all(key, Number.MAX_SAFE_INTEGER).map(entryOf),
    removeSeries: (key) => deleteSeries.run(key).changes > 0,
    setProvenance: (key, provenance) => {
      const row = selectNewest.get(key)
      if (row) update.run(JSON.stringify(provenance), Date.now(), row.id)
    },
    ...quarantineOn(database),
    atomically: (work) => database.transaction(work).immediate(),
    close: () => database.close(),
  }
}

/**
 * A column of the first revision of the chain: its own values from `kept` on, those before from the
 * revisions that it shares them with.
 */
function readColumn(
  chain: readonly RevisionRow[],
  chunksOf: (row: RevisionRow) => Iterable<Chunk>,
): Float64Array | string {
  const [own] = chain
  if (own === undefined) return 'the series is no longer there'
  const whole = own.kept === 0 ? undefined : new Float64Array(own.length)
  let end = own.length
  for (const row of chain) {
    if (row.kept >= end) continue
    const part = joinChunks(chunksOf(row), row.kept, row.length)
    if (typeof part === 'string' || whole === undefined) return part
    whole.set(part.subarray(0, end - row.kept), row.kept)
    end = row.kept
    if (end === 0) break
  }
  if (end > 0 && own.length > 0) return `the stored bars before bar ${end} are lost`
  return whole ?? new Float64Array(0)
}

/** How many bars from the first on are equal, to the last bit. */
function sharedBars(one: Bars, other: Bars): number {
  const length = Math.min(one.length, other.length)
  let bar = 0
  while (bar < length && COLUMNS.every((name) => one[name][bar] === other[name][bar])) bar += 1
  return bar
}

function quarantineOn(database: Database): Pick<BarStore, 'putQuarantine' | 'listQuarantine'> {
  const series = '(SELECT id FROM series WHERE key = ?)'
  const clear = database.prepare(`DELETE FROM quarantine WHERE series = ${series} AND file = ?`)
  const insert = database.prepare(
    `INSERT INTO quarantine (series, file, line, kind, message, row)
     VALUES (${series}, ?, ?, ?, ?, ?)`,
  )
  const select = database.prepare<[string], QuarantinedRow>(
    `SELECT file, line, kind, message, row FROM quarantine
     WHERE series = ${series} ORDER BY file, line`,
  )
  const put = database.transaction((key: string, file: string, problems: readonly Problem[]) => {
    clear.run(key, file)
    for (const { line, kind, message, row } of problems) {
      insert.run(key, file, line, kind, message, row ?? '')
    }
  })
  return {
    putQuarantine: (key, file, problems) => put.immediate(key, file, problems),
    listQuarantine: (key) => select.all(key),
  }
}

function entryOf(row: RevisionRow): SeriesEntry<unknown> {
  const { key, length, first, last } = row
  return {
    key,
    revision: row.number,
    length,
    first,
    last,
    provenance: JSON.parse(row.provenance),
    storedAt: row.stored_at,
  }
}
