import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { barMarks, firstChanged } from '../../editor/cli/lock/bar-marks.ts'
import { barsOf } from '../runtime/core/script.ts'
import { prices } from './prices.ts'
import { file, folder, ROOT, strat } from './strat.ts'

const SMA = readFileSync(`${ROOT}strategies/sma_crossover.strat`, 'utf8')
const DATA = prices(600)

/** A strategy, its prices and the lock of a run over them, in one folder. */
async function locked(...args: readonly string[]) {
  const strategy = file('sma.strat', SMA)
  const lock = join(folder(), 'sma.lock.json')
  const data = file('prices.csv', DATA)
  const first = ['run', strategy, '--data', data, '--no-store', '--lock', lock, ...args]
  expect((await strat(...first)).code).toBe(0)
  const again = (...more: readonly string[]) =>
    strat('run', strategy, '--no-store', '--lock', lock, ...more)
  return { strategy, lock, data, again, kept: JSON.parse(readFileSync(lock, 'utf8')) }
}

describe('strat run --lock', () => {
  test('the first run is written, with all that decides it', async () => {
    const { kept } = await locked('--param', 'fast=12', '--costs', 'commission 0.1%')
    expect(kept).toMatchObject({
      lock: 1,
      parameters: { fast: '12', slow: '30' },
      run: { param: ['fast=12'], costs: 'commission 0.1%' },
      options: { cash: '100000', costs: 'commission 0.1%', policy: 'next_open' },
      data: { bars: 600, barsPerMark: 1 },
    })
    expect(Object.keys(kept.world)).toEqual(['fee schedules', 'calendars', 'timezone data'])
    expect(Object.keys(kept.compiler)).toEqual(['version', 'program'])
  })

  test('a later one repeats it to the bit, with nothing but the lock', async () => {
    const { again, lock, kept } = await locked('--param', 'fast=12', '--cash', '50,000')
    const before = readFileSync(lock, 'utf8')
    const { code, out } = await again()
    expect(code).toBe(0)
    expect(out).toContain('fast 12')
    expect(out).toContain('50,000.00 USD')
    expect(out).toContain(`Repeats the run that is locked in ${lock}, to the bit.`)
    expect(readFileSync(lock, 'utf8')).toBe(before)
    const { out: json, err } = await again('--json')
    expect(JSON.parse(json).parameters.fast).toBe(12)
    expect(JSON.parse(json).equity.end).toBe(kept.result.finalEquity)
    expect(err).toContain('to the bit')
  })

  test('the same run writes the same lock', async () => {
    const [{ kept: one }, { kept: other }] = [await locked(), await locked()]
    const apart = { data: 0, run: 0, strategy: 0 }
    expect({ ...one, ...apart }).toEqual({ ...other, ...apart })
  })

  test.each([
    [['--param', 'fast=8'], /Parameter fast: 8, locked 10\./],
    [['--cash', '7000'], /Option cash: 7000, locked 100000\./],
    [
      ['--costs', 'commission 2 per trade'],
      /Option costs: commission 2 per trade, locked no costs/,
    ],
    [['--policy', 'same_close'], /Option policy marketFill: decision-close, locked next-open\./],
    [['--multiplier', '2'], /Option instrument multiplier: 2, locked 1\./],
  ])('%s is told apart', async (args, line) => {
    const { again } = await locked()
    const { code, out } = await again(...args)
    expect(code).toBe(1)
    expect(out).toContain('Not the run that is locked in')
    expect(out).toMatch(line)
  })

  test('a price that changed is found: file, bar and day', async () => {
    const { again, data } = await locked()
    const rows = DATA.trimEnd().split('\n')
    const cells = rows[301]!.split(',')
    cells[4] = String(Number(cells[4]) + 0.01)
    writeFileSync(data, `${rows.with(301, cells.join(',')).join('\n')}\n`)
    const { out } = await again()
    expect(out).toMatch(
      new RegExp(`Prices in .*: 600 bars as before; .* another is bar 300, ${cells[0]}T`),
    )
  })

  test('rows that came, rows that went', async () => {
    const { again, data } = await locked()
    const rows = DATA.trimEnd().split('\n')
    writeFileSync(data, rows.slice(0, -20).join('\n'))
    expect((await again()).out).toMatch(/580 bars, locked 600; those after .* are gone/)
    writeFileSync(data, prices(610))
    expect((await again()).out).toMatch(/610 bars, locked 600; those from .* on are new/)
  })

  test('another text of the strategy, another compiler', async () => {
    const { again, strategy, lock, kept } = await locked()
    writeFileSync(strategy, SMA.replace('3 * atr(14)', '2 * atr(14)'))
    expect((await again()).out).toMatch(/Strategy: its text is another \(source [0-9a-f]{12},/)
    writeFileSync(strategy, `${SMA}// a remark\n`)
    const remark = await again()
    expect(remark.code).toBe(0)
    expect(remark.out).toContain('to the bit, though not all is as it was')
    writeFileSync(strategy, SMA)
    const compiler = { version: '0.0.1', program: '0'.repeat(64) }
    writeFileSync(lock, JSON.stringify({ ...kept, compiler }))
    const { out, code } = await again()
    expect(code).toBe(0)
    expect(out).toMatch(/Compiler: version \d+\.\d+\.\d+, locked 0\.0\.1\./)
    expect(out).toContain('Compiler: it makes another program of the same text.')
  })

  test('where nothing changed and the result did, it is our mistake', async () => {
    const { again, lock, kept } = await locked()
    const result = { ...kept.result, equity: '0'.repeat(64) }
    writeFileSync(lock, JSON.stringify({ ...kept, result }))
    const { code, out } = await again()
    expect(code).toBe(1)
    expect(out).toContain('our mistake, not yours')
  })

  test.each([
    ['{', /is no JSON/],
    ['{"lock": 2}', /is no lock of a run: .*Delete it/],
  ])('%s is refused', async (text, message) => {
    const { again, lock } = await locked()
    writeFileSync(lock, text)
    const { code, err } = await again()
    expect(code).toBe(2)
    expect(err).toMatch(message)
  })
})

test('a long series has a mark for several bars', () => {
  const bars = barsOf(Array.from({ length: 65_537 }, (_, i) => [i, i, i, i] as const))
  const marks = barMarks(bars)
  expect(marks.barsPerMark).toBe(2)
  expect(firstChanged(marks, bars)).toBeUndefined()
  const close = bars.close.slice()
  close[1001]! += 1
  expect(firstChanged(marks, { ...bars, close })).toEqual({ from: 1000, to: 1002 })
})
