import { describe, expect, test } from 'vitest'
import { figureText } from '../../../runtime/report/figure-text.ts'
import {
  decimalsOf,
  durationText,
  isIntraday,
  moneyText,
  numberText,
  percentText,
  quantityText,
  timeFormat,
} from '../../../runtime/report/format.ts'
import { blockChart, drawdownOf, stretches } from '../../../runtime/report/sparkline.ts'
import { costsText, exitText, parameterText, riskMultiple } from '../../../runtime/report/words.ts'
import { crossoverReport, walkBars } from './run-fixture.ts'

const DAY = 86_400_000

describe('numbers', () => {
  test.each([
    [moneyText(1_234_567.891), '1,234,567.89'],
    [moneyText(-1_234.5), '−1,234.50'],
    [moneyText(-0.001), '0.00'],
    [moneyText(999.999), '1,000.00'],
    [moneyText(Number.NaN), '–'],
    [numberText(Number.POSITIVE_INFINITY, 2), '∞'],
    [numberText(Number.NEGATIVE_INFINITY, 2), '−∞'],
    [numberText(123, 0), '123'],
    [numberText(1e15, 0), '1,000,000,000,000,000'],
    [percentText(0.12345), '12.35%'],
    [percentText(-0.0001), '−0.01%'],
    [percentText(12.5), '1,250%'],
    [percentText(Number.NaN), '–'],
    [quantityText(1_500), '1,500'],
    [quantityText(0.125), '0.125'],
    [durationText(400 * DAY), '1y 35d'],
    [durationText(3 * DAY + 4 * 3_600_000 + 5), '3d 4h'],
    [durationText(25 * 60_000), '25m'],
    [durationText(365 * DAY), '1y'],
    [durationText(0), '0s'],
    [durationText(Number.NaN), '–'],
    [figureText({ key: '', label: '', value: 12.345, format: 'number' }), '12.35'],
    [figureText({ key: '', label: '', value: 0.5, format: 'ratio' }), '50.00%'],
    [figureText({ key: '', label: '', value: 1_200, format: 'count' }), '1,200'],
    [figureText({ key: '', label: '', value: Number.NaN, format: 'number' }), '–'],
  ])('%s', (text, expected) => expect(text).toBe(expected))

  test.each([
    [[100, 101.5], 2],
    [[45.320001, 45.330002], 2],
    [[1469.25, 1438.359985], 2],
    [[1.07219, 1.07], 5],
    [[0.00002853], 8],
    [[], 2],
  ])('%j needs %i decimals', (prices, decimals) => expect(decimalsOf(prices)).toBe(decimals))
})

describe('times', () => {
  const instant = Date.UTC(2024, 2, 28, 22, 30)
  test.each([
    [timeFormat(false, 'Asia/Tokyo')(instant), '2024-03-28'],
    [timeFormat(true, 'UTC')(instant), '2024-03-28 22:30'],
    [timeFormat(true, 'Asia/Tokyo')(instant), '2024-03-29 07:30'],
    [timeFormat(true, 'America/New_York')(instant), '2024-03-28 18:30'],
  ])('%s', (text, expected) => expect(text).toBe(expected))

  test('bars of less than a day have times of day', () => {
    expect(['1m', '4h', '30s'].map(isIntraday)).toEqual([true, true, true])
    expect(['1d', '1w', '1mo', '3mo'].map(isIntraday)).toEqual([false, false, false, false])
  })
})

describe('words', () => {
  test.each([
    [{}, 'no costs'],
    [{ commission: { kind: 'ibkr-fixed' } }, 'commission IBKR fixed'],
    [{ commission: { kind: 'ibkr-tiered' } }, 'commission IBKR tiered'],
    [
      { commission: { kind: 'fraction', fraction: 0.001 }, slippage: { kind: 'ticks', ticks: 1 } },
      'commission 0.1%, slippage 1 tick',
    ],
    [
      {
        commission: { kind: 'per-share', amount: 0.005 },
        slippage: { kind: 'fraction', fraction: 0.0002 },
      },
      'commission 0.005 per share, slippage 2 bps',
    ],
    [{ commission: { kind: 'per-trade', amount: 1 } }, 'commission 1 per trade'],
    [{ slippage: { kind: 'ticks', ticks: 2 } }, 'slippage 2 ticks'],
  ] as const)('costs %j', (costs, expected) => expect(costsText(costs)).toBe(expected))

  test('parameters as their strategy writes them', () => {
    const parameter = { name: 'x', doc: '', value: 0, integer: false }
    expect(parameterText({ ...parameter, unit: 'ratio' }, 0.015)).toBe('1.5%')
    expect(parameterText({ ...parameter, unit: 'bars' }, 10)).toBe('10 bars')
    expect(parameterText({ ...parameter, unit: 'number' }, 2.5)).toBe('2.5')
    expect(parameterText({ ...parameter, unit: 'duration' }, 5_400_000)).toBe('90m')
    expect(parameterText({ ...parameter, unit: 'duration' }, 7_200_000)).toBe('2h')
    expect(parameterText({ ...parameter, unit: 'duration' }, 1_500)).toBe('1.5s')
  })

  test('what ended a trade', () => {
    const { meta, result } = crossoverReport(walkBars(400))
    const trade = result.trades[0]!
    const tagged = { ...meta, rules: meta.rules.map((rule) => ({ ...rule, tag: 'time' })) }
    expect(exitText(trade, meta)).toBe('exit')
    expect(exitText(trade, tagged)).toBe('time')
    const ends = ['stop', 'target', 'reverse', 'liquidation', 'end'] as const
    expect(ends.map((exit) => exitText({ ...trade, exit, exitRule: -1 }, meta))).toEqual([
      'stop',
      'target',
      'reversed',
      'margin call',
      'end of data',
    ])
  })

  test('profit in units of risk', () => {
    const trade = crossoverReport(walkBars(400)).result.trades[0]!
    const of = (risk: number) => riskMultiple({ ...trade, quantity: 10, profit: 100, risk }, 2)
    expect(of(2.5)).toBe(2)
    expect(of(Number.NaN)).toBeNaN()
    expect(of(0)).toBeNaN()
  })
})

describe('block charts', () => {
  test('lowest and highest values are one step and all of them', () => {
    expect(blockChart([0, 1, 2, 3, 4, 5, 6, 7], 1, 0, 7)).toEqual(['▁▂▃▄▅▆▇█'])
    expect(blockChart([0, 7, 15], 2, 0, 15)).toEqual(['  █', '▁██'])
    expect(blockChart([5, 5], 1, 5, 5)).toEqual(['▁▁'])
  })

  test('stretches cover a column without gap or overlap', () => {
    const column = Float64Array.from({ length: 1_001 }, (_, index) => index)
    const lengths = stretches(column, 60, (stretch) => stretch.length)
    expect(lengths.reduce((a, b) => a + b)).toBe(1_001)
    expect(stretches(column, 60, (stretch) => stretch[0]!)[0]).toBe(0)
    expect(stretches(Float64Array.of(1, 2), 60, (stretch) => stretch[0]!)).toEqual([1, 2])
  })

  test('drawdown is measured from the highest so far', () => {
    expect([...drawdownOf(Float64Array.of(100, 80, 120, 90))]).toEqual([0, 1 - 80 / 100, 0, 0.25])
  })
})
