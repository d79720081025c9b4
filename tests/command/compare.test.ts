import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { prices } from './prices.ts'
import { file, folder, ROOT, strat } from './strat.ts'

const SMA = `${ROOT}strategies/sma_crossover.strat`
const RSI = `${ROOT}strategies/rsi_reversion.strat`
const DATA = prices(600)

async function compare(...args: readonly string[]) {
  return strat('compare', ...args, '--data', file('prices.csv', DATA), '--no-store')
}

describe('strat compare', () => {
  test('a strategy and itself with another parameter', async () => {
    const { code, out, err } = await compare(SMA, '--b-param', 'fast=5')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^A {2}SMA crossover, fast 10, slow 30, next_open, /)
    expect(out).toMatch(/^B {2}SMA crossover, fast 5, slow 30, next_open, /m)
    expect(out).toMatch(/Entered at another time +\d+/)
    expect(out).toMatch(/Mean return a year +−?[\d.]+% +−?[\d.]+% to −?[\d.]+% +[\d.]+%/)
    expect(out).toMatch(/Zero is in/)
  })

  test('only the costs differ: every trade but for them is equal', async () => {
    const args = [SMA, '--costs', 'none', '--b-costs', 'commission 1 per trade', '--json']
    const { out } = await compare(...args)
    const { trades, bootstrap, a, b, days } = JSON.parse(out)
    expect(trades.equal).toBe(0)
    expect(trades.different.length).toBeGreaterThan(3)
    expect(trades.causes[0].profit).toBeCloseTo(b.figures.finalEquity - a.figures.finalEquity, 6)
    expect(bootstrap.annualMean.observed).toBeLessThan(0)
    expect(days).toHaveLength(600)
    expect(JSON.parse((await compare(...args)).out).bootstrap).toEqual(bootstrap)
  })

  test('two strategies, and the page of it', async () => {
    const page = join(folder(), 'compare.html')
    const { code, out } = await compare(SMA, RSI, '--report', page)
    expect(code).toBe(0)
    expect(out).toContain(`The page is in ${page}`)
    const html = readFileSync(page, 'utf8')
    expect(html).toContain("default-src 'none'")
    expect(html).not.toContain('<script')
    for (const curve of ['a', 'b', 'd']) expect(html).toContain(`<path class="${curve}" d="M92,`)
    expect(html).toContain('Is it luck?')
  })

  test('a report and a lock', async () => {
    const data = file('prices.csv', DATA)
    const lock = join(folder(), 'run.lock.json')
    const run = ['run', SMA, '--data', data, '--no-store']
    expect((await strat(...run, '--lock', lock)).code).toBe(0)
    const report = file('report.json', (await strat(...run, '--json')).out)
    const { code, out, err } = await strat('compare', report, lock, '--no-store')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/Trades: \d+ equal, 0 not/)
    expect(out).toContain('50.00%')
    const kept = JSON.parse(readFileSync(lock, 'utf8'))
    writeFileSync(
      lock,
      JSON.stringify({ ...kept, result: { ...kept.result, equity: '0'.repeat(64) } }),
    )
    expect((await strat('compare', report, lock, '--no-store')).err).toContain(
      'Not the run that is locked in',
    )
  })

  test.each([
    [[SMA], /Say what A is compared with/],
    [[SMA, '--b-param', 'fats=5'], /--param fats/],
    [[SMA, SMA, '--resamples', '5'], /--resamples must be a whole number from 100 to 100000/],
    [[SMA, SMA, '--block', '0'], /--block must be a number from 1/],
    [[SMA, 'nowhere.json'], /nowhere\.json/],
  ])('%s is refused', async (args, message) => {
    const { code, err } = await compare(...args)
    expect(code).toBe(2)
    expect(err).toMatch(message)
  })

  test.each([
    ['{"trades": []}', /neither a lock nor a report/],
    ['{', /is no JSON/],
  ])('a file with %s is refused', async (text, message) => {
    const { code, err } = await compare(SMA, file('other.json', text))
    expect(code).toBe(2)
    expect(err).toMatch(message)
  })
})
