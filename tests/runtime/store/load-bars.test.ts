import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import * as files from '../../../runtime/feeds/data-file.ts'
import * as reader from '../../../runtime/feeds/read-file.ts'
import { type LoadOptions, loadBars, storePath } from '../../../runtime/store/load-bars.ts'

const folder = mkdtempSync(join(tmpdir(), 'load-'))
afterAll(() => rmSync(folder, { recursive: true }))

const HEADER = 'date,open,high,low,close,volume'
const text = (price: number) =>
  `${HEADER}\n2024-03-28,${price},9,1,2,100\n2024-03-29,${price},9,1,2,100\n`
/** Long ago: the file's time stamp alone says that it is the same. */
const OLD = new Date('2020-01-01T00:00:00Z')

let run = 0
let path = ''
let store = ''
const parses = vi.spyOn(reader, 'readFile')
const reads = vi.spyOn(files, 'hashFile')
beforeEach(() => {
  run += 1
  path = join(folder, `prices-${run}.csv`)
  store = join(folder, `home-${run}`, 'bars.db')
  writeFileSync(path, text(3))
  utimesSync(path, OLD, OLD)
  parses.mockClear()
  reads.mockClear()
})

async function load(options: LoadOptions = {}) {
  const loaded = await loadBars(path, { store, ...options })
  if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems))
  return loaded
}

test('the second run neither parses nor reads the file', async () => {
  const first = await load()
  expect(first).toMatchObject({ fromStore: false, notes: [] })
  expect([reads.mock.calls.length, parses.mock.calls.length]).toEqual([1, 1])
  const second = await load()
  expect(second).toMatchObject({ fromStore: true, notes: [] })
  expect([reads.mock.calls.length, parses.mock.calls.length]).toEqual([1, 1])
  expect(second.bars).toEqual(first.bars)
  expect(second.report).toEqual(first.report)
})

test('a file that is only touched is read but not parsed, and known again next time', async () => {
  await load()
  const later = new Date('2021-01-01T00:00:00Z')
  utimesSync(path, later, later)
  expect((await load()).fromStore).toBe(true)
  expect([reads.mock.calls.length, parses.mock.calls.length]).toEqual([2, 1])
  expect((await load()).fromStore).toBe(true)
  expect(reads.mock.calls.length).toBe(2)
})

test('a symbol stands for the file of that name that was read last', async () => {
  const symbol = `PRICES-${run}`
  const missing = await loadBars(symbol, { store })
  expect(missing.kind).toBe('refused')
  const { bars } = await load()
  rmSync(path)
  const stored = await loadBars(symbol, { store })
  expect(stored).toMatchObject({ kind: 'ok', fromStore: true, bars })
  expect(stored).toMatchObject({ notes: [`${symbol} is what was read of ${path}.`] })
  expect((await loadBars('OTHER', { store })).kind).toBe('refused')
})

test('an edited file is parsed anew', async () => {
  await load()
  writeFileSync(path, text(4))
  const edited = await load()
  expect(edited.fromStore).toBe(false)
  expect(edited.bars.open[0]).toBe(4)
  expect((await load()).bars.open[0]).toBe(4)
})

test('an edit within the same time stamp and of the same size is seen', async () => {
  const now = new Date()
  utimesSync(path, now, now)
  await load()
  const { atime, mtime } = statSync(path)
  writeFileSync(path, text(5))
  utimesSync(path, atime, mtime)
  expect((await load()).bars.open[0]).toBe(5)
})

test('other options, another series', async () => {
  writeFileSync(path, `${HEADER}\n2024-03-28 09:30,3,9,1,2,1\n2024-03-28 09:31,3,9,1,2,1\n`)
  utimesSync(path, OLD, OLD)
  const utc = await load()
  const york = await load({ read: { timezone: 'America/New_York' } })
  expect(york.fromStore).toBe(false)
  expect(york.report.first - utc.report.first).toBe(4 * 3_600_000)
  expect((await load()).report.first).toBe(utc.report.first)
})

test('what is refused is not stored', async () => {
  writeFileSync(path, `${HEADER}\n2024-03-28,0,9,1,2,100\n`)
  expect(await loadBars(path, { store })).toMatchObject({ kind: 'refused' })
  const database = new Database(store)
  expect(database.prepare('SELECT count(*) FROM series').pluck().get()).toBe(0)
  database.close()
})

test('a damaged series is read from its file, told, and mended', async () => {
  await load()
  const database = new Database(store)
  database.exec("UPDATE chunk SET bytes = x'00'")
  database.close()
  const again = await load()
  expect(again).toMatchObject({ fromStore: false, bars: { length: 2 } })
  expect(again.notes.join()).toMatch(/read again: the stored bars from bar 0 on are damaged/)
  expect(await load()).toMatchObject({ fromStore: true, notes: [] })
})

test('a store with a damaged entry is told, and the run goes on', async () => {
  await load()
  const database = new Database(store)
  database.exec("UPDATE revision SET provenance = '{broken'")
  database.close()
  const again = await load()
  expect(again).toMatchObject({ fromStore: false, bars: { length: 2 } })
  expect(again.notes.join()).toMatch(/the store is damaged/)
})

test('a store that is none is told, and the run goes on', async () => {
  mkdirSync(join(folder, `home-${run}`), { recursive: true })
  writeFileSync(store, 'no database, '.repeat(1_000))
  const loaded = await load()
  expect(loaded).toMatchObject({ fromStore: false, bars: { length: 2 } })
  expect(loaded.notes.join()).toMatch(/not kept for the next run: .* is not a database/)
})

test('without a store nothing is written', async () => {
  expect(await load({ store: false })).toMatchObject({ fromStore: false, notes: [] })
  expect(statSync(join(folder, `home-${run}`), { throwIfNoEntry: false })).toBeUndefined()
})

test('a file that is not there is refused, and makes no store', async () => {
  const none = await loadBars(join(folder, 'none.csv'), { store })
  expect(none).toMatchObject({ kind: 'refused', problems: [{ message: 'there is no such file' }] })
  expect(statSync(store, { throwIfNoEntry: false })).toBeUndefined()
})

test('the store is at home in .strat or in $STRAT_HOME', () => {
  vi.stubEnv('STRAT_HOME', '')
  expect(storePath()).toBe(join(process.cwd(), '.strat', 'bars.db'))
  vi.stubEnv('STRAT_HOME', folder)
  expect(storePath()).toBe(join(folder, 'bars.db'))
  vi.unstubAllEnvs()
})
