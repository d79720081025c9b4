import { describe, expect, test } from 'vitest'
import type { PriceColumns } from '../../../language/check/typed-test.ts'
import { checkSource } from './checked.ts'

const source = (lines: string): string =>
  `strategy "T"\n\ntimeframe 1d\n\ntest "t" {\n  ${lines}\n  expect close > 0\n}\n`

function columnsOf(lines: string): PriceColumns {
  const { program, diagnostics } = checkSource(source(lines))
  expect(diagnostics).toEqual([])
  const prices = program!.tests[0]!.prices
  if (prices.kind !== 'columns') throw new Error('a file')
  return prices.columns
}

const closes = (lines: string): readonly number[] => columnsOf(lines).close

/** Of seed 7. */
const WALK = [99.55057064350694, 99.67600004430886, 99.4362627402993]

describe('what makes the prices of a test', () => {
  test.each([
    ['close flat(100, 3 bars)', [100, 100, 100]],
    ['close flat(bars: 2, value: 5), 6', [5, 5, 6]],
    ['close 10, ramp(to: 13, bars: 3), 9', [10, 11, 12, 13, 9]],
    ['close 10, ramp(4, 3 bars)', [10, 8, 6, 4]],
    ['close flat(1, 2), ramp(to: 2, bars: 1)', [1, 1, 2]],
    ['close -1, ramp(to: 1, bars: 2)', [-1, 0, 1]],
  ])('%s', (lines, due) => {
    expect(closes(lines)).toEqual(due)
  })

  test('other columns are made alike, and are as long', () => {
    const lines = 'close 10, ramp(to: 12, bars: 4)\n  volume flat(500, 4 bars), 900'
    expect(columnsOf(lines).volume).toEqual([500, 500, 500, 500, 900])
    const { diagnostics } = checkSource(source('close flat(1, 5 bars)\n  volume flat(1, 4 bars)'))
    expect(diagnostics.map(({ code }) => code)).toEqual(['series-lengths'])
  })

  test('a ramp ends on its price to the last bit', () => {
    expect(closes('close 0.1, ramp(to: 0.7, bars: 7)').at(-1)).toBe(0.7)
  })

  test('a walk is the same on every machine and for ever', () => {
    expect(closes('close walk(seed: 7, bars: 3)')).toEqual(WALK)
    expect(closes('close walk(seed: 8, bars: 3)')).not.toEqual(WALK)
    expect(closes('close walk(7, 500 bars)').slice(0, 3)).toEqual(WALK)
  })

  test('a walk begins where the prices before it end, and keeps to its spread', () => {
    const walk = closes('close 50, walk(seed: 1, bars: 2000, spread: 2%)')
    expect(walk).toHaveLength(2001)
    for (const [bar, price] of walk.entries()) {
      if (bar === 0) continue
      expect(Math.abs(price / walk[bar - 1]! - 1)).toBeLessThanOrEqual(0.03)
    }
    expect(closes('close walk(seed: 1, bars: 20, spread: 0%)')).toEqual(Array(20).fill(100))
  })

  test.each([
    ['close sma(close, 5)', 'unknown-generator'],
    ['close ramp(to: 3, bars: 2)', 'generator-first'],
    ['close flat(1, 2) x 3', 'generator-repeated'],
    ['close flat(1)', 'missing-argument'],
    ['close flat(1, 2, 3)', 'too-many-arguments'],
    ['close flat(1, lenght: 3)', 'unknown-argument'],
    ['close flat(1, 2.5)', 'series-value'],
    ['close flat(1, 0 bars)', 'series-value'],
    ['close flat(1, 2%)', 'series-value'],
    ['close flat(close, 2)', 'series-value'],
    ['close walk(-1, 5)', 'series-value'],
    ['close walk(1, 5, spread: 60%)', 'series-value'],
    ['close flat(1, 600000), flat(1, 600000)', 'series-value'],
    ['close 1 x 2 bars', 'series-value'],
    ['prices from "../up.csv"', 'file-outside'],
    ['prices from "/etc/passwd"', 'file-outside'],
    ['prices from "C:/x.csv"', 'file-outside'],
    ['prices from "data\\\\x.csv"', 'file-outside'],
    ['prices from "a/../../x.csv"', 'file-outside'],
    ['prices from ""', 'file-outside'],
    ['prices from "a.csv"\n  prices from "b.csv"', 'clause-repeated'],
    ['prices from "a.csv"\n  close 1, 2', 'series-beside-file'],
  ])('%s: %s', (lines, code) => {
    expect(checkSource(source(lines)).diagnostics.map((one) => one.code)).toEqual([code])
  })

  test('a misspelled one is mended', () => {
    const [diagnostic] = checkSource(source('close 1, rampp(to: 2, bars: 3)')).diagnostics
    expect(diagnostic?.fix?.replacement).toBe('ramp')
  })

  test('a file without its path is told once', () => {
    expect(checkSource(source('prices from')).diagnostics).toHaveLength(1)
  })
})

describe('what tests ask of a run', () => {
  const withRule = (rule: string, expectation: string): string =>
    `strategy "T"\n\ntimeframe 1d\n\n${rule}\ntest "t" {\n  close 1, 2\n  expect ${expectation}\n}\n`

  test.each([
    'orders == 0',
    'trades == 0',
    'last_trade.bars == 2 bars',
    'last_order.price > close',
  ])('%s', (expectation) => {
    expect(checkSource(withRule('', expectation)).diagnostics).toEqual([])
  })

  test.each([
    ['let x = orders', 'only-in-tests'],
    ['let x = last_trade.bars + 1', 'only-in-tests'],
    ['let x = working_orders', 'only-in-tests'],
    ['let x = last_trade.colour', 'unknown-field'],
  ])('%s: %s', (rule, code) => {
    expect(checkSource(withRule(rule, 'close > 0')).diagnostics.map((one) => one.code)).toEqual([
      code,
    ])
  })

  test('their names are free to the program', () => {
    const rule = 'let orders = close * 2\nlet last_order = macd(close)'
    const expectation = 'orders == 4 and last_order.line > 0'
    expect(checkSource(withRule(rule, expectation)).diagnostics).toEqual([])
  })

  test('what may be unknown has units of its own', () => {
    expect(checkSource(withRule('', 'last_trade.entry_price > rsi(14)')).diagnostics).toHaveLength(
      1,
    )
  })
})

describe('the bars of other instruments and timeframes', () => {
  const HEAD =
    'strategy "T"\n\ntimeframe 1d\n\nlet other = close @ SPY\nlet week = close @ IWM 1w\n\n'
  const tested = (lines: string) =>
    checkSource(`${HEAD}test "t" {\n  ${lines}\n  expect close > 0\n}\n`)

  test('stand beside the strategy’s own, whole like those', () => {
    const lines = 'close 1, 2\n  close @ SPY 50, 51\n  volume @ SPY 7, 8\n  close @ IWM 1w 3'
    const { program, diagnostics } = tested(lines)
    expect(diagnostics).toEqual([])
    const [spy, iwm] = program!.tests[0]!.beside
    expect(spy).toMatchObject({ symbol: 'SPY', timeframe: { value: 1, unit: 'd' } })
    expect(spy!.prices).toMatchObject({ columns: { open: [50, 50], volume: [7, 8] } })
    expect(iwm).toMatchObject({ symbol: 'IWM', timeframe: { value: 1, unit: 'w' } })
  })

  test.each([
    ['close 1, 2\n  close @ SPYY 50, 51', 'series-unread', '`@ SPY`, `@ IWM 1w`'],
    // Slower than all that is read of it.
    ['close 1, 2\n  close @ SPY 1w 50', 'series-unread', '`@ SPY`'],
    ['close 1, 2\n  close @ 1w 50', 'series-unread', '`@ SPY`'],
    ['close 1, 2\n  close @ SPY 50', 'series-lengths', '`close @ SPY` has 1 values for 2 closes'],
    ['close 1, 2\n  close @ SPY 50, 51\n  low @ SPY 49', 'series-lengths', '`low @ SPY` has 1'],
    ['close 1, 2\n  low @ SPY 49, 50', 'test-without-prices', '`close @ SPY 10, 11, 12`'],
    ['close @ SPY 50, 51', 'test-without-prices', 'no closes to run on'],
    ['close 1, 2\n  prices @ SPY from "a.csv"', 'series-beside-file', '`close` cannot'],
    ['prices from "a.csv"\n  close @ SPY 1, 2', 'series-beside-file', '`close @ SPY` cannot'],
    ['prices from "a.csv"\n  prices @ SPY from "../b.csv"', 'file-outside', '../b.csv'],
    ['close 1, 2\n  close @ 1h 1, 2', 'series-beside-finer', '`@ 1h`'],
    ['close 1, 2\n  close @ 0h 1, 2', 'timeframe-unit', '0h'],
    ['close 1, 2\n  close @ SPY 1, 2\n  close @ SPY 1, 2', 'clause-repeated', 'close @ SPY'],
  ])('%s', (lines, code, said) => {
    const { diagnostics } = tested(lines)
    expect(diagnostics.map((one) => one.code)).toEqual([code])
    expect(`${diagnostics[0]!.message} ${diagnostics[0]!.hint}`).toContain(said)
  })
})
