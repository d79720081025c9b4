/** Downloads from a server on this machine, which answers in the shapes of the services. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { intervalNamed } from '../../../../runtime/feeds/bar-interval.ts'
import type { DownloadRequest } from '../../../../runtime/feeds/download/adapter.ts'
import { ADAPTERS } from '../../../../runtime/feeds/download/adapters.ts'
import { type BarStore, openStore } from '../../../../runtime/store/bar-store.ts'
import { type Downloaded, downloadSeries } from '../../../../runtime/store/download-series.ts'
import { seriesNamed } from '../../../../runtime/store/series-meta.ts'
import { type Asked, type Reply, type SourceServer, sourceServer } from './source-server.ts'

const KEY = 'secret+key/123'

let folder = ''
let store: BarStore
/** Pauses that were made, ms; nobody waits for them. */
let pauses: number[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'download-'))
  pauses = []
  const opened = await openStore(join(folder, 'bars.db'))
  if (opened.kind === 'unavailable') throw new Error(opened.reason)
  store = opened.store
  return () => {
    store.close()
    rmSync(folder, { recursive: true })
  }
})

function download(
  source: string,
  server: SourceServer,
  request: Partial<DownloadRequest> = {},
  interval = '1d',
): Promise<Downloaded> {
  const adapter = ADAPTERS.find(({ name }) => name === source)!
  const asked = {
    symbol: 'SPY',
    interval: intervalNamed(interval)!,
    from: '2024-03-01',
    to: '2024-03-29',
    adjusted: false,
    key: KEY,
    url: server.origin,
    ...request,
  }
  return downloadSeries(store, adapter, asked, {
    folder: join(folder, 'downloads'),
    allowPrivate: false,
    sleep: async (ms) => void pauses.push(ms),
    read: {},
  })
}

function closes(): number[] {
  const [entry] = seriesNamed(store.listSeries(), 'SPY')
  const stored = entry && store.getSeries(entry)
  if (stored?.kind !== 'bars') return []
  return [...stored.bars.close.subarray(0, stored.bars.length)]
}

function times(): string[] {
  const [entry] = seriesNamed(store.listSeries(), 'SPY')
  const stored = store.getSeries(entry!)
  if (stored.kind !== 'bars') throw new Error(stored.reason)
  return Array.from(stored.bars.time, (time) => new Date(time).toISOString().slice(0, 16))
}

const parameters = ({ url }: Asked) => Object.fromEntries(url.searchParams)
const told = (result: Downloaded) =>
  result.kind === 'refused' ? result.problems.map(({ message }) => message).join('\n') : 'ok'

describe('the services', () => {
  test('Stooq', async () => {
    const server = await sourceServer(
      () => 'Date,Open,High,Low,Close,Volume\n2024-03-27,1,2,1,2,9\n2024-03-28,2,3,2,3,9\n',
    )
    expect(await download('stooq', server)).toMatchObject({ kind: 'ok' })
    expect(parameters(server.asked[0]!)).toEqual({
      s: 'spy',
      d1: '20240301',
      d2: '20240329',
      i: 'd',
      apikey: KEY,
    })
    expect(closes()).toEqual([2, 3])
  })

  test('Alpha Vantage, days: newest first and all there are, cut to those asked for', async () => {
    const server = await sourceServer(
      () =>
        'timestamp,open,high,low,close,volume\n2024-04-01,4,4,4,4,9\n2024-03-28,3,3,3,3,9\n2024-03-27,2,2,2,2,9\n2024-02-28,1,1,1,1,9\n',
    )
    expect(told(await download('alphavantage', server))).toBe('ok')
    expect(parameters(server.asked[0]!)).toMatchObject({
      function: 'TIME_SERIES_DAILY',
      apikey: KEY,
    })
    expect(closes()).toEqual([2, 3])
  })

  test('Alpha Vantage, minutes: a month a page, in the time of New York', async () => {
    const server = await sourceServer(({ url }) => {
      const month = url.searchParams.get('month')
      return `timestamp,open,high,low,close,volume\n${month}-04 09:31:00,2,2,2,2,9\n${month}-04 09:30:00,1,1,1,1,9\n`
    })
    const request = { from: '2024-03-01', to: '2024-05-31' }
    expect(told(await download('alphavantage', server, request, '1m'))).toBe('ok')
    expect(server.asked.map((asked) => parameters(asked).month)).toEqual([
      '2024-03',
      '2024-04',
      '2024-05',
    ])
    expect(times().slice(0, 3)).toEqual([
      '2024-03-04T14:30',
      '2024-03-04T14:31',
      '2024-04-04T13:30',
    ])
    expect(pauses, 'five requests a minute').toEqual([12_000, 12_000])
  })

  test('Tiingo, adjusted', async () => {
    const server = await sourceServer(
      () =>
        'date,close,high,low,open,volume,adjClose,adjHigh,adjLow,adjOpen,adjVolume,divCash,splitFactor\n' +
        '2024-03-27,4,4,4,4,9,2,2,2,2,18,0.0,1.0\n2024-03-28,3,3,3,3,9,3,3,3,3,9,0.0,2.0\n',
    )
    expect(told(await download('tiingo', server, { adjusted: true }))).toBe('ok')
    const [asked] = server.asked
    expect(asked!.url.pathname).toBe('/tiingo/daily/SPY/prices')
    expect(asked!.headers.authorization).toBe(`Token ${KEY}`)
    expect(closes()).toEqual([2, 3])
  })

  test('Polygon: pages that name the next, days of New York', async () => {
    const day = (t: string, c: number) => ({
      v: 9,
      vw: c,
      o: c,
      c,
      h: c,
      l: c,
      t: Date.parse(t),
      n: 1,
    })
    const server = await sourceServer(({ url }) =>
      url.searchParams.has('cursor')
        ? JSON.stringify({
            status: 'OK',
            results: [day('2024-03-11T04:00:00Z', 3), day('2024-03-12T04:00:00Z', 4)],
          })
        : JSON.stringify({
            status: 'OK',
            results: [day('2024-03-07T05:00:00Z', 1), day('2024-03-08T05:00:00Z', 2)],
            next_url: '/v2/aggs/next?cursor=abc',
          }),
    )
    expect(told(await download('polygon', server))).toBe('ok')
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${KEY}`,
      `Bearer ${KEY}`,
    ])
    expect(times()).toEqual([
      '2024-03-07T00:00',
      '2024-03-08T00:00',
      '2024-03-11T00:00',
      '2024-03-12T00:00',
    ])
  })

  test('any address: CSV, counted pages, headers with the key', async () => {
    const server = await sourceServer(({ url }) => {
      const page = Number(url.searchParams.get('page'))
      return page > 2
        ? ''
        : `date,open,high,low,close\n2024-03-0${page},1,1,1,${page === 1 ? 1 : 1}\n`
    })
    const url = `${server.origin}/{symbol}/{interval}?from={from}&page={page}`
    const request = { url, headers: ['X-Key: k-{key}'], symbol: 'SPY' }
    expect(told(await download('http', server, request))).toBe('ok')
    expect(server.asked.map(({ url: { pathname, search } }) => pathname + search)).toEqual([
      '/SPY/1d?from=2024-03-01&page=1',
      '/SPY/1d?from=2024-03-01&page=2',
      '/SPY/1d?from=2024-03-01&page=3',
    ])
    expect(server.asked[0]!.headers['x-key']).toBe(`k-${KEY}`)
    expect(closes()).toHaveLength(2)
  })

  test.each([
    [
      'objects',
      {
        data: {
          bars: [
            { time: 1_709_596_800, open: 1, high: 1, low: 1, close: 1 },
            { time: 1_709_683_200, open: 2, high: 2, low: 2, close: 2 },
          ],
        },
      },
    ],
    [
      'rows',
      {
        data: {
          bars: [
            [1_709_596_800_000, 1, 1, 1, 1, 9],
            [1_709_683_200_000, 2, 2, 2, 2, 9],
          ],
        },
      },
    ],
  ])('any address: JSON of %s', async (_, answer) => {
    const server = await sourceServer(() => JSON.stringify(answer))
    expect(told(await download('http', server, { rows: 'data.bars' }))).toBe('ok')
    expect(closes()).toEqual([1, 2])
    expect(told(await download('http', server, { rows: 'data.rows' }))).toMatch(
      /The source answers/,
    )
    expect(told(await download('http', server))).toMatch(/JSON is no list/)
  })
})

describe('a source that stumbles', () => {
  const TABLE = 'Date,Open,High,Low,Close,Volume\n2024-03-27,1,2,1,2,9\n2024-03-28,2,3,2,3,9\n'
  const replies = (...list: readonly Reply[]) => {
    let at = 0
    return () => list[Math.min(at++, list.length - 1)]!
  }

  test('is asked again, with growing pauses, or those that it asks for', async () => {
    const server = await sourceServer(
      replies({ status: 503 }, 'hang up', { status: 429, headers: { 'retry-after': '7' } }, TABLE),
    )
    expect(told(await download('stooq', server))).toBe('ok')
    expect(pauses).toEqual([1_000, 2_000, 7_000])
  })

  test.each<readonly [string, Reply, RegExp, number]>([
    ['always', { status: 500 }, /answers with status 500/, 5],
    ['too often', { status: 429 }, /was asked too often \(429\)/, 5],
    ['asking for an hour', { status: 429, headers: { 'retry-after': '3600' } }, /too often/, 1],
    ['not knowing the key', { status: 401 }, /does not accept the key/, 1],
    ['not knowing the symbol', { status: 404 }, /does not exist \(404\)/, 1],
  ])('%s: told after as many attempts as may help', async (_, reply, reason, attempts) => {
    const server = await sourceServer(() => reply)
    expect(told(await download('stooq', server))).toMatch(reason)
    expect(server.asked).toHaveLength(attempts)
    expect(store.listSeries()).toEqual([])
  })

  test.each<readonly [string, Reply, RegExp]>([
    ['stooq', 'Exceeded the daily hits limit', /Stooq answers "Exceeded the daily/],
    ['stooq', 'No data', /Stooq has no bars of SPY from 2024-03-01/],
    ['alphavantage', '{"Information": "rate limit is 25 requests"}', /answers "rate limit is 25/],
    ['tiingo', '{"detail":"Not found."}', /Tiingo answers/],
    ['polygon', '{"status":"ERROR","results":"x"}', /Polygon answers/],
    [
      'polygon',
      '{"results":[],"next_url":"https://elsewhere.example/"}',
      /Polygon answers "https:/,
    ],
  ])('%s in its own words: %s', async (source, reply, reason) => {
    const server = await sourceServer(() => reply)
    expect(told(await download(source, server))).toMatch(reason)
  })

  test('goes on where it was: pages that came are not asked for again', async () => {
    let broken = true
    const server = await sourceServer(({ url }) => {
      const month = url.searchParams.get('month')
      if (month === '2024-05' && broken) return { status: 500 }
      return `timestamp,open,high,low,close,volume\n${month}-04 09:30:00,1,1,1,1,9\n${month}-04 09:31:00,1,1,1,1,9\n`
    })
    const request = { from: '2024-03-01', to: '2024-05-31' }
    expect(told(await download('alphavantage', server, request, '1m'))).toMatch(/status 500/)
    expect(store.listSeries(), 'nothing half-loaded').toEqual([])
    expect(
      JSON.stringify(readdirSync(join(folder, 'downloads'), { recursive: true })),
    ).not.toContain('secret')
    broken = false
    server.asked.length = 0
    expect(told(await download('alphavantage', server, request, '1m'))).toBe('ok')
    expect(server.asked.map(({ url }) => url.searchParams.get('month'))).toEqual(['2024-05'])
    expect(closes()).toHaveLength(6)
    expect(readdirSync(join(folder, 'downloads')), 'and forgets them in the end').toEqual([])
  })

  test('never has its key told, even where it tells it itself', async () => {
    const server = await sourceServer(() => `the key ${KEY} is wrong`)
    const result = await download('stooq', server)
    expect(told(result)).toMatch(/the key ••• is wrong/)
    const list = await Promise.all(
      [401, 404, 429, 500].map(async (status) => {
        const failing = await sourceServer(() => ({ status }))
        return told(await download('stooq', failing))
      }),
    )
    expect(list.join()).not.toContain('secret')
  })

  test('sending another length of bars is told', async () => {
    const rows = Array.from(
      { length: 25 },
      (_, at) => `${new Date(Date.UTC(2024, 0, 7 * at)).toISOString().slice(0, 10)},1,1,1,1,1`,
    )
    const server = await sourceServer(() => `Date,Open,High,Low,Close,Volume\n${rows.join('\n')}\n`)
    const result = await download('stooq', server, { from: '2023-01-01', to: '2025-01-01' })
    expect(told(result)).toBe('Stooq sent bars of 1w instead of 1d')
  })
})

describe('what is done twice', () => {
  test('is there once; changed bars are a revision', async () => {
    let last = 3
    const server = await sourceServer(
      () =>
        `Date,Open,High,Low,Close,Volume\n2024-03-27,2,2,2,2,9\n2024-03-28,${last},${last},${last},${last},9\n`,
    )
    expect(await download('stooq', server)).toMatchObject({ series: { outcome: 'new' } })
    expect(await download('stooq', server)).toMatchObject({ series: { outcome: 'same' } })
    last = 4
    expect(await download('stooq', server)).toMatchObject({
      series: { outcome: 'revised', changed: 1 },
    })
    expect(closes()).toEqual([2, 4])
  })
})
