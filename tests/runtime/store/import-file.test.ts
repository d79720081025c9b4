import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { barsCsv, barsParquet } from '../../../runtime/feeds/export-bars.ts'
import type { FeedOptions } from '../../../runtime/feeds/options.ts'
import { readBytes } from '../../../runtime/feeds/read-file.ts'
import { type BarStore, openStore } from '../../../runtime/store/bar-store.ts'
import { type ImportedSeries, importFile } from '../../../runtime/store/import-file.ts'
import { loadBars } from '../../../runtime/store/load-bars.ts'
import { mergeBars } from '../../../runtime/store/merge-bars.ts'
import { seriesNamed } from '../../../runtime/store/series-meta.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import { cases } from '../../draws.ts'
import { onlySeries } from '../feeds/only-series.ts'
import { columnsOf, numberedBars } from './market.ts'

const folder = mkdtempSync(join(tmpdir(), 'import-'))
afterAll(() => rmSync(folder, { recursive: true }))

let store: BarStore
let place = ''
let runs = 0
beforeEach(async () => {
  place = join(folder, `home-${runs++}`, 'bars.db')
  const opened = await openStore(place)
  if (opened.kind === 'unavailable') throw new Error(opened.reason)
  store = opened.store
  return () => store.close()
})

const HEADER = 'date,open,high,low,close,volume'
const bar = (day: number, price: number) =>
  `2024-03-${String(day).padStart(2, '0')},${price},${price},${price},${price},100`

function file(name: string, rows: readonly string[], header = HEADER): string {
  const path = join(folder, name)
  writeFileSync(path, [header, ...rows, ''].join('\n'))
  return path
}

async function imported(path: string, options: FeedOptions = {}): Promise<ImportedSeries> {
  const result = await importFile(store, path, options)
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems))
  expect(result.series).toHaveLength(1)
  return result.series[0]!
}

function closes(symbol: string): number[] {
  const [entry] = seriesNamed(store.listSeries(), symbol)
  const stored = store.getSeries(entry!)
  if (stored.kind === 'damaged') throw new Error(stored.reason)
  return [...stored.bars.close.subarray(0, stored.bars.length)]
}

describe('an import', () => {
  test('names the series after the file, or as it is told', async () => {
    const path = file('SPY.csv', [bar(1, 1), bar(4, 2)])
    expect((await imported(path)).identity).toEqual({
      symbol: 'SPY',
      interval: '1d',
      source: 'trades',
      adjusted: false,
    })
    expect((await imported(path, { symbol: 'OTHER' })).identity.symbol).toBe('OTHER')
    expect(store.listSeries()).toHaveLength(2)
  })

  test('done twice is done once', async () => {
    const path = file('TWICE.csv', [bar(1, 1), bar(4, 2)])
    expect(await imported(path)).toMatchObject({ outcome: 'new', added: 2, changed: 0 })
    expect(await imported(path)).toMatchObject({ outcome: 'same', added: 0, changed: 0 })
    const [entry] = seriesNamed(store.listSeries(), 'TWICE')
    expect(store.listRevisions(entry!.key)).toHaveLength(1)
  })

  test('adds what is new and revises what has changed; older revisions stay', async () => {
    await imported(file('REV.csv', [bar(1, 1), bar(4, 2), bar(5, 3)]))
    const second = await imported(file('later.csv', [bar(5, 30), bar(6, 4)]), { symbol: 'REV' })
    expect(second).toMatchObject({ outcome: 'revised', added: 1, changed: 1, length: 4 })
    const third = await imported(file('earlier.csv', [bar(1, 1), bar(4, 2)]), { symbol: 'REV' })
    expect(third.outcome).toBe('same')
    await imported(file('first.csv', [bar(1, 10), bar(4, 2)]), { symbol: 'REV' })
    expect(closes('REV')).toEqual([10, 2, 30, 4])
    const revisions = store.listRevisions(second.key)
    expect(revisions.map(({ revision, length }) => [revision, length])).toEqual([
      [3, 4],
      [2, 4],
      [1, 3],
    ])
    const older = revisions.map((entry) => {
      const stored = store.getSeries(entry)
      return stored.kind === 'bars' ? [...stored.bars.close] : stored.reason
    })
    expect(older).toEqual([
      [10, 2, 30, 4],
      [1, 2, 30, 4],
      [1, 2, 3],
    ])
  })

  test('intervals, sides of quotes and adjusted prices are series of their own', async () => {
    const quotes = 'time,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close'
    const path = file(
      'FX.csv',
      ['1600000000,1,1,1,1,2,2,2,2', '1600000060,1,1,1,1,2,2,2,2'],
      quotes,
    )
    await imported(path, { quote: 'bid' })
    await imported(path, { quote: 'ask' })
    await imported(file('FX.txt', [bar(1, 1), bar(4, 2)]))
    const keys = seriesNamed(store.listSeries(), 'FX').map(({ key }) => JSON.parse(key).slice(2, 4))
    expect(keys.sort()).toEqual([
      ['1d', 'trades'],
      ['1m', 'ask'],
      ['1m', 'bid'],
    ])
  })

  test('that is refused stores nothing, not even its good symbols', async () => {
    const header = `symbol,${HEADER}`
    const path = file('panel.csv', [`A,${bar(1, 1)}`, `A,${bar(4, 1)}`, `B,${bar(1, 0)}`], header)
    expect(await importFile(store, path, {})).toMatchObject({
      kind: 'refused',
      problems: [{ line: 4, kind: 'price' }],
    })
    expect(store.listSeries()).toEqual([])
  })

  test('of one bar asks how long it is', async () => {
    const path = file('ONE.csv', [bar(1, 1)])
    expect(await importFile(store, path, {})).toMatchObject({
      problems: [{ message: 'one bar alone does not tell how long it is' }],
    })
    const interval = { milliseconds: 86_400_000, text: '1d' }
    expect((await imported(path, { interval })).identity.interval).toBe('1d')
  })

  test('keeps what it left out, with reason and text, until the file is better', async () => {
    const rows = [bar(1, 1), '2024-03-04,2,1,2,2,100', bar(5, 3), bar(6, 3)]
    const path = file('BAD.csv', rows)
    const { key } = await imported(path, { onBad: 'quarantine' })
    expect(store.listQuarantine(key)).toEqual([
      {
        file: path,
        line: 3,
        kind: 'range',
        message: 'the open 2 lies above the high 1',
        row: '2024-03-04,2,1,2,2,100',
      },
    ])
    await imported(file('BAD.csv', [bar(1, 1), bar(4, 2)]), { onBad: 'quarantine' })
    expect(store.listQuarantine(key)).toEqual([])
    expect(closes('BAD')).toEqual([1, 2, 3, 3])
  })
})

test('a run finds what was imported by its symbol, and by its timeframe of several', async () => {
  await imported(file('RUN.csv', [bar(1, 1), bar(4, 2)]))
  await imported(
    file('RUN.txt', ['1600000000,5,5,5,5,1', '1600000060,6,6,6,6,1'], 'time,o,h,l,c,v'),
  )
  const minutes = await loadBars('run', { store: place, timeframe: '1m' })
  const days = await loadBars('RUN', { store: place, timeframe: '1d' })
  if (minutes.kind === 'refused' || days.kind === 'refused') throw new Error('refused')
  expect([...minutes.bars.close]).toEqual([5, 6])
  expect([...days.bars.close]).toEqual([1, 2])
})

test('what was imported comes before the copy of a file that a run has kept', async () => {
  await imported(file('SAME.csv', [bar(1, 1), bar(4, 2)]))
  const path = file('SAME.csv', [bar(1, 8), bar(4, 9)])
  expect(await loadBars(path, { store: place })).toMatchObject({ fromStore: false })
  const loaded = await loadBars('SAME', { store: place })
  if (loaded.kind === 'refused') throw new Error('refused')
  expect([...loaded.bars.close]).toEqual([1, 2])
})

test('a run asks for the adjusted prices, or those of a side, by its options', async () => {
  const header = 'date,open,high,low,close,adj close'
  const path = file('ADJ.csv', ['2024-03-01,4,4,4,4,2', '2024-03-04,4,4,4,4,4'], header)
  await imported(path, { adjusted: true })
  await imported(path)
  const adjusted = await loadBars('ADJ', { store: place, read: { adjusted: true } })
  if (adjusted.kind === 'refused') throw new Error('refused')
  expect([...adjusted.bars.close]).toEqual([2, 4])
  expect((await loadBars('ADJ', { store: place, read: { quote: 'bid' } })).kind).toBe('refused')
})

test('a file of several symbols is a question for a run', async () => {
  const path = file('two.csv', [`A,${bar(1, 1)}`, `B,${bar(1, 2)}`], `symbol,${HEADER}`)
  expect(await loadBars(path, { store: false })).toMatchObject({
    problems: [{ kind: 'question', message: 'the file holds 2 symbols: "A", "B", …' }],
  })
  const picked = await loadBars(path, { store: false, read: { symbol: 'B' } })
  expect(picked).toMatchObject({ kind: 'ok', bars: { length: 1 } })
})

describe('merging', () => {
  const some = fc
    .uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 25 })
    .map((minutes) => minutes.sort((a, b) => a - b))
  const barsAt = (minutes: readonly number[], price: number): Bars => {
    const bars = numberedBars(minutes.length)
    minutes.forEach((minute, at) => {
      bars.time[at] = minute
      bars.close[at] = price
    })
    return bars
  }

  test('is the union, the newer where both have a time', () => {
    fc.assert(
      fc.property(some, some, (older, newer) => {
        const { bars, added } = mergeBars(barsAt(older, 1), barsAt(newer, 2))
        const expected = new Map([...older.map((at) => [at, 1]), ...newer.map((at) => [at, 2])] as [
          number,
          number,
        ][])
        const times = [...expected.keys()].sort((a, b) => a - b)
        expect([...bars.time.subarray(0, bars.length)]).toEqual(times)
        expect([...bars.close.subarray(0, bars.length)]).toEqual(
          times.map((at) => expected.get(at)),
        )
        expect(added).toBe(newer.filter((at) => !older.includes(at)).length)
      }),
      { numRuns: cases(300) },
    )
  })
})

describe('what is exported', () => {
  const bars = numberedBars(50)
  for (let at = 0; at < bars.length; at++) bars.close[at] = bars.open[at]! + 0.1
  bars.open[7] = 99 + 0.1 + 0.2
  bars.low[7] = 1e-7

  test.each([
    ['CSV', () => Buffer.from(barsCsv(bars, '1m'))],
    ['Parquet', () => barsParquet(bars)],
  ])('as %s is read back bit for bit', async (_, write) => {
    const { bars: back } = onlySeries(await readBytes('back', await write()))
    expect(columnsOf(back)).toEqual(columnsOf(bars))
  })

  test('days are dates', () => {
    const days = numberedBars(2)
    days.time.set([Date.UTC(2024, 2, 28), Date.UTC(2024, 2, 29)])
    expect(barsCsv(days, '1d').split('\n')[1]).toMatch(/^2024-03-28,100,101,99,100,0$/)
  })
})
