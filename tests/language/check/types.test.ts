import { describe, expect, test } from 'vitest'
import { typeText } from '../../../language/check/describe.ts'
import { around, checkSource, definitionOf } from './checked.ts'

const GIVEN = 'param n = 5 in 1..20\nparam part = 2% in 1%..5%\n'

function typeOf(expression: string): string {
  return typeText(definitionOf(`${GIVEN}let it = ${expression}`, 'it').expr.type)
}

describe('units follow arithmetic', () => {
  test.each([
    ['2', 'number'],
    ['2%', 'ratio'],
    ['10 bars', 'bars'],
    ['100 USD', 'money'],
    ['30m', 'duration'],
    ['2024-03-28', 'time'],
    ['n', 'number'],
    ['part', 'ratio'],
    ['volume', 'shares'],
    ['bar_index', 'bars'],
    ['close * volume', 'money'],
    ['volume * close', 'money'],
    ['close * volume / volume', 'price'],
    ['close / open', 'ratio'],
    ['returns', 'ratio'],
    ['1 / close', 'shares per money'],
    ['close * close', 'money^2 per shares^2'],
    ['(close - open) * (close - open) / close', 'price distance'],
    ['close * 2%', 'price'],
    ['2% * part', 'ratio'],
    ['rsi(14) - 50', 'oscillator'],
    ['rsi(14) - rsi(7)', 'oscillator'],
    ['rsi(14) * 2%', 'oscillator'],
    ['rsi(14) / rsi(7)', 'ratio'],
    ['rsi(14) * close', 'price'],
    ['10 bars + 2', 'bars'],
    ['bar_index / 2', 'bars'],
    ['returns / 10 bars', 'ratio'],
    ['sma(volume, 20)', 'shares'],
    ['log(close)', 'number'],
    ['1h + 30m', 'duration'],
    ['1h / 30m', 'ratio'],
    ['time - time', 'duration'],
    ['time + 1d', 'time'],
    ['close > open', 'bool'],
    ['not (close > open)', 'bool'],
    ['known(close)', 'bool'],
    ['if close > open then 1 else volume', 'shares'],
    ['equity - cash', 'money'],
    ['2R', 'price distance'],
    ['open_profit / R', 'ratio'],
    ['R / equity', 'ratio'],
    ['open_profit - n * (1R + R / 2)', 'money'],
    ['entry_price - 2R', 'price level'],
    ['last_trade.profit', 'money'],
    ['drawdown', 'ratio'],
    ['pi', 'number'],
  ])('%s is %s', (expression, type) => {
    expect(typeOf(expression)).toBe(type)
  })
})

describe('levels weigh 1, distances 0', () => {
  test.each([
    ['close', 'price level'],
    ['close[3]', 'price level'],
    ['hl2', 'price level'],
    ['hlc3', 'price level'],
    ['ohlc4', 'price level'],
    ['close - open', 'price distance'],
    ['atr(14)', 'price distance'],
    ['stdev(close, 20)', 'price distance'],
    ['close + atr(14)', 'price level'],
    ['close - 2 * atr(14)', 'price level'],
    ['atr(14) + atr(7)', 'price distance'],
    ['(close + open) / 2', 'price level'],
    ['0.1 * close + 0.9 * open', 'price level'],
    ['0.1 * close + 0.2 * open + 0.7 * low', 'price level'],
    ['3 * close - 2 * open', 'price level'],
    ['2 * close', 'price'],
    ['close * n', 'price'],
    ['(close - open) * n', 'price distance'],
    ['close * (1 + 2%)', 'price level'],
    ['close * (1 - part)', 'price level'],
    ['close * returns', 'price'],
    ['(close - open) * returns', 'price distance'],
    ['close + 1', 'price'],
    ['close + 0', 'price level'],
    ['-close + close + close', 'price level'],
    ['sma(close, 20)', 'price level'],
    ['sma(close - open, 20)', 'price distance'],
    ['max(close, open)', 'price level'],
    ['max(high - low, 0)', 'price distance'],
    ['macd(close).line', 'price distance'],
    ['bollinger(20).upper', 'price level'],
    ['tema(close, 5)', 'price level'],
    ['linreg(20)', 'price level'],
    ['if close > open then close else open', 'price level'],
    ['if close > open then close else atr(14)', 'price'],
    ['valuewhen(close > open, close) ?? close', 'price'],
    ['prev(close, open)', 'price level'],
  ])('%s is a %s', (expression, type) => {
    expect(typeOf(expression)).toBe(type)
  })
})

describe('what refers to itself', () => {
  test.each([
    ['let it = prev(it, 0) + 1', 'number'],
    ['let it = if close > open then prev(it, 0) + 1 else 0', 'number'],
    ['let it = 0.1 * close + 0.9 * prev(it, close)', 'price level'],
    ['let it = prev(it, close) + close', 'price'],
    ['let it = close - prev(it, 0)', 'price'],
    ['let it = prev(it, 1) * (1 + returns)', 'ratio'],
    ['let it = (close > open) or prev(it, false)', 'bool'],
    ['let it = prev(other, close)\nlet other = it + atr(14)', 'price level'],
    ['let it = 10 bars - prev(it, 0)', 'bars'],
  ])('%s is a %s', (lines, type) => {
    expect(typeText(definitionOf(lines, 'it').expr.type)).toBe(type)
  })

  test('what stands beside money may still have its definition to come', () => {
    const elsewhere = 'let n = high\nplot vwap_session(n, 4).lower @ 1w'
    const circle =
      'let e = prev(e, 0) + (if open_profit > d then 1 else 0)\nlet d = R * prev(e, 0)\nplot e'
    const codes = [elsewhere, circle].map((lines) =>
      checkSource(around(lines)).diagnostics.map(({ code }) => code),
    )
    expect(codes).toEqual([[], ['price-with-money', 'not-yet']])
  })
})

describe('only a provable mix-up is an error', () => {
  test.each([
    'close > 100',
    'close > n',
    'close > close[1] + 5',
    'close - open > 0',
    'close - open > n',
    '2 * close > open',
    'close * n > atr(14)',
    'rsi(14) > 70',
    'volume > 1000000',
    'volume > sma(volume, 20)',
    '(close > open) == (open > low)',
    'bars_in_trade >= 10 bars',
    'returns > 2%',
    'drawdown > 0.1',
    'macd(close).line crosses above macd(close).signal',
    'close crosses above 100',
    'barssince(close > open) > 3',
  ])('%s is right', (condition) => {
    expect(checkSource(around(`${GIVEN}let it = ${condition}`)).diagnostics).toEqual([])
  })

  test.each([
    ['close > rsi(14)', 'price-with-oscillator'],
    ['close > volume', 'price-with-volume'],
    ['rsi(14) > 2%', 'oscillator-percent'],
    ['close crosses above rsi(14)', 'price-with-oscillator'],
    ['close + volume > 1', 'price-with-volume'],
    ['close > atr(14)', 'distance-compared'],
    ['atr(14) crosses below sma(20)', 'distance-compared'],
    ['close + 2% > open', 'percent-added'],
    ['close > (open > low)', 'number-due'],
    ['rsi(14) and close > open', 'condition-due'],
    ['max(close, volume) > 1', 'inputs-differ'],
    ['time > close', 'units-differ'],
  ])('%s is %s', (condition, code) => {
    const { diagnostics } = checkSource(around(`${GIVEN}let it = ${condition}`))
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code])
  })
})
