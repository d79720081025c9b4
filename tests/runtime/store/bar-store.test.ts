import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { build } from 'esbuild'
import { afterAll, describe, expect, test } from 'vitest'
import { type BarStore, openStore } from '../../../runtime/store/bar-store.ts'
import { bytesOf, COLUMNS, checksumOf } from '../../../runtime/store/chunk.ts'
import { APPLICATION_ID, MIGRATIONS } from '../../../runtime/store/migrations.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import { columnsOf, numberedBars } from './market.ts'

const folder = mkdtempSync(join(tmpdir(), 'store-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Values in a chunk: few, so that short series are cut too. */
const CHUNK = 4_096

let files = 0
const fresh = () => join(folder, `deep/er/bars-${files++}.db`)

async function open(path: string): Promise<BarStore> {
  const opened = await openStore(path, CHUNK)
  if (opened.kind === 'unavailable') throw new Error(opened.reason)
  return opened.store
}

function read(store: BarStore, key: string): Bars | string {
  const entry = store.findSeries(key)
  if (!entry) return 'none'
  const stored = store.getSeries(entry)
  return stored.kind === 'bars' ? stored.bars : stored.reason
}

describe('a store', () => {
  test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])(
    'gives %i bars back bit for bit, also when opened anew',
    async (length) => {
      const path = fresh()
      const bars = numberedBars(length)
      if (length > 0) bars.open[length - 1] = 0.1 + 0.2
      const first = await open(path)
      first.putSeries('key', bars, { source: 'test' })
      first.close()
      const store = await open(path)
      const back = read(store, 'key') as Bars
      expect(back.length).toBe(length)
      expect(columnsOf(back)).toEqual(columnsOf(bars))
      expect(store.findSeries('key')).toMatchObject({ length, provenance: { source: 'test' } })
      store.close()
    },
  )

  test('stores what there is, not the room after it', async () => {
    const store = await open(fresh())
    const bars = numberedBars(100)
    bars.length = 40
    store.putSeries('key', bars, {})
    expect(columnsOf(read(store, 'key') as Bars)).toEqual(columnsOf(bars))
    store.close()
  })

  test('storing again replaces; listing and removing', async () => {
    const store = await open(fresh())
    store.putSeries('b', numberedBars(5_000), { version: 1 })
    store.putSeries('b', numberedBars(5_000), { version: 1 })
    store.putSeries('b', numberedBars(7), { version: 2 })
    store.putSeries('a', numberedBars(3), {})
    expect(store.listSeries().map(({ key, length }) => [key, length])).toEqual([
      ['a', 3],
      ['b', 7],
    ])
    expect(store.findSeries('b')?.provenance).toEqual({ version: 2 })
    expect(store.removeSeries('b')).toBe(true)
    expect(store.removeSeries('b')).toBe(false)
    expect(read(store, 'b')).toBe('none')
    store.close()
  })

  test('nothing of a failed import stays', async () => {
    const path = fresh()
    const store = await open(path)
    const bars = numberedBars(2 * CHUNK)
    const broken = { ...bars, volume: undefined as unknown as Float64Array }
    expect(() => store.putSeries('key', broken, {})).toThrow(TypeError)
    expect(store.listSeries()).toEqual([])
    store.close()
    const database = new Database(path)
    expect(database.prepare('SELECT count(*) FROM chunk').pluck().get()).toBe(0)
    database.close()
  })

  test('two processes may have it open', async () => {
    const path = fresh()
    const one = await open(path)
    const other = await open(path)
    one.putSeries('key', numberedBars(10), {})
    other.putSeries('other', numberedBars(10), {})
    expect(one.listSeries()).toHaveLength(2)
    one.close()
    other.close()
  })
})

test('a killed import leaves what was there before', async () => {
  const script = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url))
  mkdirSync(script, { recursive: true })
  const outfile = join(script, `killed-import-${process.pid}.mjs`)
  await build({
    entryPoints: [fileURLToPath(new URL('./killed-import.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'warning',
  })
  const path = fresh()
  const died = spawnSync(process.execPath, [outfile, path], { encoding: 'utf8' })
  rmSync(outfile)
  // Windows knows no signals: the process is ended with a code there.
  expect(died.signal ?? died.status, died.stderr).toBe(process.platform === 'win32' ? 1 : 'SIGKILL')
  const store = await open(path)
  expect(store.findSeries('whole')?.provenance).toEqual({ from: 'before the kill' })
  expect(columnsOf(read(store, 'whole') as Bars)).toEqual(columnsOf(numberedBars(10)))
  store.close()
})

describe('revisions', () => {
  const changed = (length: number, from: number) => {
    const bars = numberedBars(length)
    bars.volume.fill(-1, from)
    return bars
  }

  test.each([
    ['bars are added', 2 * CHUNK, changed(3 * CHUNK, 2 * CHUNK + 5)],
    ['the last ones change', 2 * CHUNK, changed(2 * CHUNK, 2 * CHUNK - 3)],
    ['the first one changes', CHUNK + 9, changed(CHUNK + 9, 0)],
    ['bars are taken away', 2 * CHUNK, numberedBars(CHUNK - 1)],
    ['all are taken away', 5, numberedBars(0)],
  ])('when %s: both are there, bit for bit', async (_, length, newer) => {
    const store = await open(fresh())
    expect(store.reviseSeries('key', numberedBars(length), { number: 1 })).toBe(true)
    expect(store.reviseSeries('key', newer, { number: 2 })).toBe(true)
    expect(columnsOf(read(store, 'key') as Bars)).toEqual(columnsOf(newer))
    const [second, first] = store.listRevisions('key')
    expect(second).toMatchObject({ revision: 2, provenance: { number: 2 } })
    const before = store.getSeries(first!)
    expect(columnsOf((before as { bars: Bars }).bars)).toEqual(columnsOf(numberedBars(length)))
    expect(store.listSeries()).toHaveLength(1)
    store.close()
  })

  test('of the same bars there is one, with the newest provenance', async () => {
    const store = await open(fresh())
    store.reviseSeries('key', numberedBars(9), { from: 'first' })
    expect(store.reviseSeries('key', numberedBars(9), { from: 'second' })).toBe(false)
    expect(store.listRevisions('key')).toMatchObject([{ provenance: { from: 'second' } }])
    store.close()
  })

  test('a chain of many holds what is new of each, and is read whole', async () => {
    const path = fresh()
    const store = await open(path)
    for (let bars = 100; bars <= 1_000; bars += 9) store.reviseSeries('key', numberedBars(bars), {})
    expect(columnsOf(read(store, 'key') as Bars)).toEqual(columnsOf(numberedBars(1_000)))
    store.close()
    const database = new Database(path)
    const bytes = database.prepare("SELECT sum(length(bytes)) FROM chunk WHERE name = 'open'")
    expect(bytes.pluck().get()).toBe(8 * 1_000)
    database.close()
  })

  test('damage in an older one that is shared is seen', async () => {
    const path = fresh()
    const store = await open(path)
    store.reviseSeries('key', numberedBars(50), {})
    store.reviseSeries('key', numberedBars(60), {})
    const database = new Database(path)
    database.exec("UPDATE chunk SET bytes = x'00' WHERE revision = 1")
    database.close()
    expect(read(store, 'key')).toMatch(/from bar 0 on are damaged/)
    // What is stored next shares nothing with it.
    store.reviseSeries('key', numberedBars(60), {})
    expect(columnsOf(read(store, 'key') as Bars)).toEqual(columnsOf(numberedBars(60)))
    store.close()
  })
})

test('a store of the version before revisions keeps its series', async () => {
  const path = fresh()
  mkdirSync(join(path, '..'), { recursive: true })
  const database = new Database(path)
  database.pragma(`application_id = ${APPLICATION_ID}`)
  database.exec('CREATE TABLE migrations (version INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT')
  for (const [index, step] of MIGRATIONS.slice(0, 2).entries()) {
    database.exec(step)
    database.exec(`INSERT INTO migrations VALUES (${index + 1}, 0)`)
  }
  const bars = numberedBars(10)
  const series = 'INSERT INTO series VALUES (7, ?, 10, ?, ?, ?, 99)'
  database.prepare(series).run('key', bars.time[0], bars.time[9], '{"from":"before"}')
  for (const name of COLUMNS) {
    const bytes = bytesOf(bars[name], 0, 10)
    const chunk = 'INSERT INTO chunk VALUES (7, ?, 0, ?, ?)'
    database.prepare(chunk).run(name, checksumOf(bytes, 0), bytes)
  }
  database.close()
  const store = await open(path)
  expect(columnsOf(read(store, 'key') as Bars)).toEqual(columnsOf(bars))
  const kept = { revision: 1, length: 10, provenance: { from: 'before' }, storedAt: 99 }
  expect(store.listSeries()).toMatchObject([kept])
  store.removeSeries('key')
  expect(store.listSeries()).toEqual([])
  store.close()
})

describe('damage is seen', () => {
  async function damaged(sql: string): Promise<Bars | string> {
    const path = fresh()
    const store = await open(path)
    store.putSeries('key', numberedBars(2 * CHUNK + 5), {})
    store.close()
    const database = new Database(path)
    database.function('flipped', (blob) => {
      const bytes = Buffer.from(blob as Buffer)
      bytes[bytes.length - 3] = bytes[bytes.length - 3]! ^ 0x10
      return bytes
    })
    database.exec(sql)
    database.close()
    const again = await open(path)
    const result = read(again, 'key')
    again.close()
    return result
  }

  test.each([
    ['one flipped bit', 'UPDATE chunk SET bytes = flipped(bytes) WHERE ordinal = 1', /4096 on/],
    ['a chunk cut short', "UPDATE chunk SET bytes = x'00' WHERE ordinal = 2", /8192 on/],
    ['a chunk lost', 'DELETE FROM chunk WHERE ordinal = 2', /only 8192 of 8197/],
    ['a chunk too many', 'UPDATE revision SET length = 4096', /4096 on/],
    [
      'chunks swapped',
      'UPDATE chunk SET ordinal = CASE ordinal WHEN 1 THEN 2 ELSE 1 END + 10 WHERE ordinal > 0',
      /4096 on/,
    ],
  ])('%s', async (_, sql, reason) => {
    expect(await damaged(sql)).toMatch(reason)
  })
})

describe('files that are no store of ours', () => {
  const refused = async (path: string) => {
    const opened = await openStore(path)
    if (opened.kind === 'open') throw new Error('was opened')
    return opened.reason
  }

  test('no database', async () => {
    const path = join(folder, 'prices.csv')
    writeFileSync(path, 'date,open,high,low,close\n'.repeat(1_000))
    expect(await refused(path)).toBe(`${path} is not a database`)
  })

  test('the database of another program, which is left as it was', async () => {
    const path = join(folder, 'other.db')
    const database = new Database(path)
    database.exec('CREATE TABLE note (text TEXT)')
    database.close()
    expect(await refused(path)).toMatch(/of another program/)
    const after = new Database(path)
    expect(after.prepare('SELECT name FROM sqlite_master').pluck().all()).toEqual(['note'])
    after.close()
  })

  test('one of a newer version', async () => {
    const path = fresh()
    const store = await open(path)
    store.close()
    const database = new Database(path)
    database.exec('INSERT INTO migrations VALUES (99, 0)')
    database.close()
    expect(await refused(path)).toMatch(/newer version/)
  })

  test('a folder that cannot be made', async () => {
    const path = join(folder, 'file')
    writeFileSync(path, '')
    expect(await refused(join(path, 'bars.db'))).toMatch(/cannot be written/)
  })
})
