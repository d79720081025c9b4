/** `strat data` and `strat download` as a person meets them. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { sourceServer } from '../runtime/feeds/download/source-server.ts'
import { prices } from './prices.ts'
import { file, folder, SAMPLES, strat } from './strat.ts'

const HEADER = 'date,open,high,low,close,volume'

let home = ''
beforeEach(() => {
  home = folder()
  vi.stubEnv('STRAT_HOME', home)
  return () => vi.unstubAllEnvs()
})

async function answer(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await strat(...args)
  expect(code, err || out).toBe(0)
  return out
}

async function refusal(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await strat(...args)
  expect(code, out).toBe(2)
  return err
}

const json = async (...args: readonly string[]) => JSON.parse(await answer(...args, '--json'))

describe('strat data', () => {
  test('import, list, show, check, export, remove: from nothing to nothing', async () => {
    expect(await answer('data', 'list')).toMatch(/no prices yet: strat data import/)
    const csv = file('SPY.csv', prices(600))
    expect(await answer('data', 'import', csv)).toMatch(/^SPY +1d +600 +2000-01-03 .* new$/m)
    expect(await answer('data', 'import', csv)).toMatch(/nothing new$/m)
    expect(await answer('data', 'list')).toMatch(/^SPY +1d +600 +2000-01-03 +2002-04-19 +csv +1$/m)
    const shown = await answer('data', 'show', 'spy')
    expect(shown).toMatch(/^SPY, 1d: 600 bars$/m)
    expect(shown).toMatch(/^…$/m)
    expect(shown.split('\n').filter((line) => /^200\d-/.test(line))).toHaveLength(6)
    expect(await answer('data', 'check', 'SPY', '--calendar', '24-5')).toMatch(
      /600 of 600 sessions have bars \(100.00%\), by the calendar of .* \(24-5, as told\)/,
    )
    expect(await answer('data', 'export', 'SPY')).toBe(
      prices(600)
        .replaceAll(/\.?0+(?=[,\n])/g, (zeros) => (zeros.startsWith('.') ? '' : zeros))
        .replaceAll(/(\.\d)0(?=,)/g, '$1'),
    )
    expect(await answer('run', SAMPLES[0]!, '--data', 'SPY')).toMatch(/SMA crossover on SPY/)
    expect(await answer('data', 'remove', 'SPY')).toBe('Removed SPY, 1d.\n')
    expect(await refusal('data', 'show', 'SPY')).toMatch(/There are no prices of SPY\./)
  })

  test('JSON of each', async () => {
    const csv = file('SPY.csv', prices(100))
    const imported = await json('data', 'import', csv)
    expect(imported.files).toMatchObject([
      { path: csv, format: 'csv', series: [{ symbol: 'SPY', outcome: 'new', length: 100 }] },
    ])
    const [listed] = (await json('data', 'list')).series
    expect(listed).toMatchObject({ symbol: 'SPY', interval: '1d', bars: 100, revision: 1 })
    expect(await json('data', 'show', 'SPY')).toMatchObject({ revisions: [{ revision: 1 }] })
    expect(await json('data', 'check', 'SPY')).toMatchObject({ findings: [], quarantine: [] })
    const out = join(home, 'spy.parquet')
    await json('data', 'export', 'SPY', '--format', 'parquet', '--out', out)
    expect(await json('data', 'import', out, '--symbol', 'SPY')).toMatchObject({
      files: [{ format: 'parquet', series: [{ outcome: 'same' }] }],
    })
    expect(await json('data', 'remove', 'SPY')).toMatchObject({ removed: { symbol: 'SPY' } })
  })

  test('folders: what is refused leaves the others alone', async () => {
    const inside = join(folder(), 'prices')
    mkdirSync(join(inside, 'deep'), { recursive: true })
    writeFileSync(join(inside, 'GOOD.csv'), prices(50))
    writeFileSync(join(inside, 'deep/ALSO.csv'), prices(60))
    writeFileSync(join(inside, 'bad.csv'), `${HEADER}\n2024-03-01,0,1,1,1,1\n`)
    writeFileSync(join(inside, 'README.md'), 'no prices')
    const { code, out, err } = await strat('data', 'import', inside)
    expect(code).toBe(2)
    expect(out).toMatch(/^GOOD .*\nALSO |^ALSO .*\nGOOD /m)
    expect(err).toMatch(/bad\.csv:2: the open is 0; a price must be above zero/)
    expect(err).toMatch(/1 of 3 files were refused, and nothing of them stored/)
    expect(err).not.toMatch(/README/)
  })

  test('several series of a symbol are told apart', async () => {
    const minutes = 'time,open,high,low,close\n1600000000,1,1,1,1\n1600000060,1,1,1,1\n'
    await answer('data', 'import', file('SPY.csv', prices(50)))
    await answer('data', 'import', file('SPY.csv', minutes))
    expect(await refusal('data', 'show', 'SPY')).toMatch(
      /Say which of its series.*: (1m; 1d|1d; 1m)\./,
    )
    expect(await answer('data', 'show', 'SPY', '--interval', '1m')).toMatch(/^SPY, 1m: 2 bars/)
    expect(await refusal('data', 'show', 'SPY', '--interval', '1h')).toMatch(
      /It has no such series/,
    )
  })

  test('what was put aside is shown with its reason, on the page too, where it is escaped', async () => {
    const rows = ['2024-03-01,1,1,1,1,<b>', ...prices(80).trim().split('\n').slice(1)]
    const csv = file('X.csv', `${HEADER}\n${rows.slice(1).join('\n')}\n2024-03-01,1,1,1,1,<b>\n`)
    expect(await refusal('data', 'import', csv)).toMatch(/the volume is "<b>", not a number/)
    expect(await answer('data', 'import', csv, '--on-bad', 'quarantine')).toMatch(
      /1 bad rows? put aside/,
    )
    const page = join(home, 'x.html')
    const checked = await answer('data', 'check', 'X', '--report', page)
    expect(checked).toMatch(
      /Rows put aside \(1\)\n {2}X\.csv:82 {2}the volume is "<b>", not a number: 2024/,
    )
    const html = readFileSync(page, 'utf8')
    expect(html).toContain('&lt;b&gt;')
    expect(html).not.toContain('<b>')
    expect(html).toMatch(/Content-Security-Policy" content="default-src 'none'/)
    expect(html).not.toMatch(/<script|src=|https?:/)
  })

  test.each<readonly [readonly string[], RegExp]>([
    [['data', 'import', 'no/such.csv'], /no\/such\.csv: there is no such file/],
    [['data', 'import', 'x.csv', '--interval', '7x'], /--interval is a length such as 1m/],
    [['data', 'import', 'x.csv', '--quote', 'mid'], /--quote is bid or ask, not "mid"/],
    [['data', 'import', 'x.csv', '--timezone', 'Nowhere'], /there is no such zone/],
    [['data', 'check', 'X', '--calendar', 'MOON'], /--calendar MOON: there are XNYS, /],
    [['data', 'check', 'X', '--instruments', 'no.yaml'], /no\.yaml: there is no such file/],
    [['data', 'export', 'X', '--format', 'parquet'], /Parquet is no text: say where/],
    [['data', 'export', 'X', '--format', 'xls'], /--format is csv or parquet/],
    [['data', 'nonsense'], /unknown command|error/],
  ])('%j', async (args, message) => {
    expect(await refusal(...args)).toMatch(message)
  })

  test('a name that is nearly one', async () => {
    await answer('data', 'import', file('GOOGL.csv', prices(50)))
    expect(await refusal('data', 'show', 'GOOGLE')).toMatch(/Did you mean GOOGL\?/)
  })
})

describe('instruments.yaml', () => {
  const table = 'SPY: {exchange: ARCA, currency: EUR, tick: 0.05, lot: 10, multiplier: 2}\n'

  test('tells a run what flags do not', async () => {
    const csv = file('SPY.csv', prices(400))
    const instruments = file('instruments.yaml', table)
    const run = ['run', SAMPLES[0]!, '--data', csv, '--instruments', instruments]
    const { options } = await json(...run)
    expect(options.instrument).toMatchObject({
      symbol: 'SPY',
      currency: 'EUR',
      tick: 0.05,
      lot: 10,
      multiplier: 2,
    })
    const { options: told } = await json(...run, '--lot', '1')
    expect(told.instrument).toMatchObject({ tick: 0.05, lot: 1 })
  })

  test('with mistakes is told with their places', async () => {
    const instruments = file('instruments.yaml', 'SPY:\n  lot: 0\n')
    const error = await refusal('run', SAMPLES[0]!, '--data', 'x', '--instruments', instruments)
    expect(error).toMatch(/instruments\.yaml:2:8: SPY\.lot must be over 0/)
  })
})

describe('strat download', () => {
  test('brings bars, and goes on from the last of them', async () => {
    const rows = prices(40).trim().split('\n').slice(1)
    const server = await sourceServer(({ url }) =>
      [HEADER, ...rows.filter((row) => row >= url.searchParams.get('from')!)].join('\n'),
    )
    const url = `${server.origin}/{symbol}?from={from}&to={to}`
    const download = ['download', 'SPY', '--source', 'http', '--url', url]
    expect(await answer(...download, '--to', '2000-02-10')).toMatch(
      /^SPY, 1d: 29 bars from 2000-01-03 to 2000-02-10: new/,
    )
    expect(await answer(...download, '--to', '2000-03-31')).toMatch(/40 bars .*: 11 bars added/)
    expect(server.asked.map(({ url: { searchParams } }) => searchParams.get('from'))).toEqual([
      '2000-01-01',
      '2000-02-10',
    ])
    expect(await json(...download)).toMatchObject({ series: [{ symbol: 'SPY', outcome: 'same' }] })
    expect(existsSync(join(home, 'downloads'))).toBe(true)
  })

  test('tells what fails, never the key', async () => {
    vi.stubEnv('TIINGO_API_KEY', 'very-secret')
    const server = await sourceServer(() => ({ status: 403 }))
    const error = await refusal('download', 'SPY', '--source', 'tiingo', '--url', server.origin)
    expect(error).toMatch(/does not accept the key \(403\)\n {2}→ Check the key in TIINGO_API_KEY/)
    expect(error).not.toContain('very-secret')
  })

  test.each<readonly [readonly string[], RegExp]>([
    [[], /Say from where: --source is one of http, stooq/],
    [['--source', 'tingo'], /Did you mean tiingo\?/],
    [['--source', 'polygon'], /Polygon needs your key: set POLYGON_API_KEY/],
    [['--source', 'stooq', '--interval', '1m'], /Stooq has no bars of 1m; it has 1d, 1w, 1mo/],
    [['--source', 'stooq', '--adjusted'], /leave --adjusted out/],
    [['--source', 'http'], /Say where: --url/],
    [['--source', 'http', '--url', 'file:///etc/passwd'], /--url must be an address/],
    [
      ['--source', 'http', '--url', 'https://x/', '--header', 'secret'],
      /--header is written "Name: value"/,
    ],
    [['--source', 'stooq', '--from', '2024-02-01', '--to', '2024-01-01'], /is later than/],
  ])('%j', async (args, message) => {
    expect(await refusal('download', 'SPY', ...args)).toMatch(message)
  })
})
