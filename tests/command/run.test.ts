import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { prices } from './prices.ts'
import { file, folder, ROOT, SAMPLES, strat } from './strat.ts'

const SMA = `${ROOT}strategies/sma_crossover.strat`
const RSI = `${ROOT}strategies/rsi_reversion.strat`
const DATA = prices(600)

/** Runs over a fresh file of prices, nothing stored. */
async function run(strategy: string, ...args: readonly string[]) {
  return strat('run', strategy, '--data', file('prices.csv', DATA), '--no-store', ...args)
}

describe('strat run', () => {
  test.each(SAMPLES)('%s: head, figures, curve and trades', async (path) => {
    const { code, out, err } = await run(path)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('600 bars of 1d')
    expect(out).toContain('Equity')
    expect(out).toMatch(/Last \d+ of \d+ trades|Trades|No trades/)
  })

  test('--sample takes made-up prices in the length of bars that suits', async () => {
    const days = await strat('run', SMA, '--sample', '--json')
    expect(JSON.parse(days.out)).toMatchObject({ data: { interval: '1d', bars: 5218 } })
    const minutes = await strat('run', SAMPLES[3]!, '--sample', '--from', '2026-01-02', '--json')
    expect(JSON.parse(minutes.out)).toMatchObject({ data: { interval: '1m' } })
    expect(minutes.err).toBe('')
  })

  test('--json prints one JSON value, the same every time', async () => {
    const data = file('prices.csv', DATA)
    const args = ['run', SMA, '--data', data, '--json', '--no-store', '--param', 'fast=5'] as const
    const first = await strat(...args)
    expect(first).toMatchObject({ code: 0, err: '' })
    const result = JSON.parse(first.out)
    expect(result.parameters).toEqual({ fast: 5, slow: 30 })
    expect(result.data.bars).toBe(600)
    expect(result.trades.length).toBeGreaterThan(3)
    expect(Object.keys(result.figures).length).toBeGreaterThan(5)
    expect(await strat(...args)).toEqual(first)
  })

  test('parameters, dates, cash, costs, policy and instrument reach the run', async () => {
    const { out } = await run(
      RSI,
      ...['--json', '--param', 'patience=5 bars', '--from', '2000-06-01', '--to', '2001-12-31'],
      ...[
        '--cash',
        '50,000',
        '--costs',
        'commission 0.1%, slippage 2 bps',
        '--policy',
        'same_close',
      ],
      ...['--end', 'close', '--lots', 'fifo', '--symbol', 'X'],
      ...['--tick', '0.01', '--lot', '10', '--multiplier', '2'],
    )
    const { parameters, options, data, notes } = JSON.parse(out)
    expect(parameters.patience).toBe(5)
    expect(data.first.slice(0, 10)).toBe('2000-06-01')
    expect(data.last.slice(0, 10)).toBe('2001-12-31')
    expect(options).toMatchObject({
      cash: 50_000,
      policy: 'same_close',
      endOfRun: 'close',
      lots: 'fifo',
      costs: {
        commission: { kind: 'fraction', fraction: 0.001 },
        slippage: { kind: 'fraction', fraction: 0.0002 },
      },
      instrument: { symbol: 'X', tick: 0.01, lot: 10, multiplier: 2 },
    })
    expect(notes.join('\n')).toMatch(/not tradable/i)
  })

  test("the strategy's own costs hold unless the run says otherwise", async () => {
    const costs = async (...args: readonly string[]) =>
      JSON.parse((await run(RSI, '--json', ...args)).out).options.costs
    expect(await costs()).toMatchObject({ commission: { kind: 'ibkr-fixed' } })
    expect(await costs('--costs', 'none')).toEqual({})
  })

  test('writes the report as a page, whole, and says where', async () => {
    const inside = folder()
    const page = join(inside, 'reports', 'page.html')
    const { code, out } = await run(SMA, '--report', page)
    expect(code).toBe(0)
    const [where, more] = out.trimEnd().split('\n').slice(-2)
    expect(where).toContain(page)
    expect(more).toContain('npx strat studio')
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/i)
    expect(readdirSync(join(inside, 'reports'))).toEqual(['page.html'])
  })

  test('a page that cannot be written is told and leaves nothing behind', async () => {
    const inside = folder()
    const blocked = join(file('blocked', '', inside), 'page.html')
    const { code, err } = await run(SMA, '--report', blocked)
    expect(code).toBe(2)
    expect(err).toContain(`Cannot write ${blocked}`)
    expect(readdirSync(inside)).toEqual(['blocked'])
  })

  test('bars of another length than the strategy is written for are pointed out', async () => {
    const hourly = file('hourly.strat', readFileSync(SMA, 'utf8').replace('1d', '1h'))
    const { code, out } = await run(hourly)
    expect(code).toBe(0)
    expect(out).toContain('written for bars of 1h')
  })

  test('too few bars for any rule, and orders that were refused, are pointed out', async () => {
    const short = await run(SMA, '--to', '2000-01-20')
    expect(short.code).toBe(0)
    expect(short.out).toContain('No rule can fire: the first needs')
    const poor = await run(SMA, '--cash', '50')
    expect(poor.out).toMatch(/orders were refused: \S/)
  })
})

test('costs that ask for volumes are pointed out where the prices have none', async () => {
  const rows = DATA.trimEnd().split('\n')
  const bare = rows.map((row) => row.split(',').slice(0, 5).join(',')).join('\n')
  const data = ['--data', file('bare.csv', bare), '--no-store'] as const
  const costed = (costs: string) => strat('run', SMA, ...data, '--costs', costs)
  expect((await costed('max volume 10%')).out).toContain('Nothing can fill: `max volume`')
  const slips = await costed('slippage volume share 10%')
  expect(slips.out).toContain('as if it took all of a bar')
  expect((await run(SMA, '--costs', 'max volume 10%')).out).not.toContain('Nothing can fill')
})

describe('strat run says what is wrong with', () => {
  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a value without a name', ['--param', '12'], /written name=value, such as --param fast=12/],
    [
      'an unknown parameter',
      ['--param', 'fats=12'],
      /mean fast\?.*fast \(5\.\.50\), slow \(20\.\.200\)/,
    ],
    ['a value out of range', ['--param', 'fast=99'], /fast must be within 5\.\.50, not 99/],
    ['a value that is not whole', ['--param', 'fast=9.5'], /fast must be a whole number, not 9\.5/],
    [
      'a value that is no number',
      ['--param', 'fast=quick'],
      /fast is a number such as 10; "quick"/,
    ],
    ['a value of another unit', ['--param', 'fast=2%'], /fast is a number such as 10; "2%" is not/],
    ['a value that smuggles in more', ['--param', 'fast=9 let x = 1'], /"9 let x = 1" is not/],
    ['a broken requirement', ['--param', 'fast=40'], /requires fast < slow.*fast = 40, slow = 30/],
    ['an unknown policy', ['--policy', 'next_opn'], /mean next_open\?.*next_open, ib, same_close/],
    ['cash', ['--cash', '-5'], /--cash must be a number over 0, not "-5"/],
    ['costs', ['--costs', 'comission ibkr fixed'], /^--costs "comission ibkr fixed": \S/],
    ['costs that smuggle in more', ['--costs', 'slippage 1 tick } let x = 1 risk {'], /^--costs/],
    ['lots', ['--lots', 'hifo'], /--lots is specific or fifo or lifo or average, not "hifo"/],
    ['the end', ['--end', 'never'], /--end is mark or close, not "never"/],
    [
      'a first day',
      ['--from', '1.2.2000'],
      /--from must be a day such as 2015-01-31, not "1\.2\.2000"/,
    ],
    ['a day no month has', ['--to', '2001-02-30'], /--to must be a day such as 2015-01-31/],
    ['days out of order', ['--from', '2001-01-01', '--to', '2000-01-01'], /is later than --to/],
    [
      'days without bars',
      ['--from', '2030-01-01'],
      /has no bars from 2030-01-01: it goes from 2000-01-03/,
    ],
    [
      'a timezone',
      ['--timezone', 'Mars/Olympus'],
      /--timezone Mars\/Olympus: there is no such zone/,
    ],
    ['the tick', ['--tick', 'small'], /--tick must be a number from 0, not "small"/],
    ['the lot', ['--lot', '0'], /--lot must be a number over 0, not "0"/],
    ['the multiplier', ['--multiplier', 'x'], /--multiplier must be a number over 0/],
    ['the order of dates', ['--date-order', 'ymd'], /--date-order is mdy or dmy, not "ymd"/],
    ['the way with bad rows', ['--on-bad', 'guess'], /--on-bad is refuse or quarantine/],
  ]
  test.each(wrong)('%s', async (_what, args, message) => {
    const { code, out, err } = await run(SMA, ...args)
    expect(err).toMatch(message)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).not.toMatch(/\n\s+at /)
  })

  test('all wrong options at once, not the first alone', async () => {
    const { err } = await run(SMA, '--cash', 'much', '--policy', 'magic', '--end', 'soon')
    expect(err.trimEnd().split('\n')).toHaveLength(3)
  })

  test('made-up prices and those of a file at once', async () => {
    const { code, err } = await run(SMA, '--sample')
    expect({ code, err }).toEqual({
      code: 2,
      err: 'Take one of --data and --sample: a run has one series of prices.\n',
    })
  })

  test('no prices, prices that are not there, a strategy that is not there', async () => {
    expect((await strat('run', SMA)).err).toBe(
      'Say which prices to use: --data prices.csv, or --sample for made-up ones.\n',
    )
    const missing = await strat('run', SMA, '--data', 'no/such.csv', '--no-store')
    expect(missing).toMatchObject({ code: 2, out: '' })
    expect(missing.err).toContain('no/such.csv: there is no such file')
    const { code, err } = await strat('run', 'no/such.strat', '--data', 'x.csv')
    expect({ code, err }).toEqual({
      code: 2,
      err: 'Cannot read no/such.strat: there is no such file.\n',
    })
  })

  test('rows of the prices, with their lines, and writes no page', async () => {
    const lines = DATA.split('\n')
    lines[10] = (lines[10] ?? '').replace(/,[^,]*,/, ',abc,')
    lines[20] = (lines[20] ?? '').replace(/,[^,]*,/, ',-4,')
    const data = file('broken prices.csv', lines.join('\n'))
    const page = join(folder(), 'page.html')
    const args = ['run', SMA, '--data', data, '--no-store', '--report', page] as const
    const { code, out, err } = await strat(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`${data}:11: `)
    expect(err).toContain(`${data}:21: `)
    expect(existsSync(page)).toBe(false)
    const mended = await strat(...args, '--on-bad', 'quarantine')
    expect(mended.code).toBe(0)
    expect(existsSync(page)).toBe(true)
  })

  test('a strategy with mistakes: exit code 1, nothing on out', async () => {
    const broken = file('broken.strat', readFileSync(SMA, 'utf8').replace('slow_ma', 'slow_m'))
    const { code, out, err } = await run(broken)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('^')
  })
})

describe('the store', () => {
  const home = { before: process.env.STRAT_HOME }
  beforeAll(() => () => {
    if (home.before === undefined) delete process.env.STRAT_HOME
    else process.env.STRAT_HOME = home.before
  })

  test('a second run reads no text, and gives the same result', async () => {
    const inside = folder()
    process.env.STRAT_HOME = join(inside, '.strat')
    const data = file('prices.csv', DATA, inside)
    const first = await strat('run', SMA, '--data', data, '--json')
    expect(first.code).toBe(0)
    const { loadBars } = await import('../../runtime/store/load-bars.ts')
    expect(await loadBars(data, { read: {} })).toMatchObject({ kind: 'ok', fromStore: true })
    const second = await strat('run', SMA, '--data', data, '--json')
    expect(second.out).toBe(first.out)
  })

  test('--no-store keeps nothing', async () => {
    const inside = folder()
    process.env.STRAT_HOME = join(inside, '.strat')
    const { code } = await run(SMA)
    expect(code).toBe(0)
    expect(readdirSync(inside)).toEqual([])
  })
})
