import { describe, expect, test } from 'vitest'
import { evaluateConstant } from '../../../language/check/constants.ts'
import { evaluateWarmup } from '../../../language/check/warmup.ts'
import { BUILTINS } from '../../../stdlib/builtins.ts'
import { STRATEGIES } from '../syntax/examples.ts'
import { around, checkSource } from './checked.ts'
import { printed } from './printed.ts'

describe('the strategies that come with the project', () => {
  test.each(STRATEGIES)('$name is what it says', ({ source }) => {
    const { program, diagnostics } = checkSource(source)
    expect(diagnostics).toEqual([])
    expect(printed(program!)).toMatchSnapshot()
  })
})

describe('sugar is written out', () => {
  const elaborated = (lines: string): string => {
    const { program, diagnostics } = checkSource(around(lines))
    expect(diagnostics).toEqual([])
    return printed(program!)
  }

  test('crosses', () => {
    expect(elaborated('let it = close crosses below open')).toBe(
      'it = ((lag(close, 1) >= lag(open, 1)) and (close < open))',
    )
  })

  test('prev', () => {
    expect(elaborated('let it = prev(it, 0) + 1')).toBe('it = ((lag(it, 1) ?? 0) + 1)')
  })

  test('percentages, durations, negative numbers', () => {
    expect(elaborated('param wait = 30m\nlet it = -3\nlet part = 99.5%')).toBe(
      'param wait = 1800000\nit = -3\npart = 0.995',
    )
  })

  test('a function is written out at each call, with names of its own', () => {
    const fn = 'fn f(x, k = 2) {\n  let y = x * k\n  return y + prev(y, x)\n}'
    expect(elaborated(`let y = close\n${fn}\nlet it = f(y + open) - f(y, k: 3)`)).toBe(
      [
        'y = close',
        'it = ((f.y + (lag(f.y, 1) ?? f.x)) - (f.y + (lag(f.y, 1) ?? y)))',
        'f.x = (y + open)',
        'f.y = (f.x * 2)',
        'f.y = (y * 3)',
      ].join('\n'),
    )
  })

  test('functions are polymorphic over units', () => {
    const fn = 'fn mean2(x) = (x + x[1]) / 2'
    const lines = `${fn}\nlet a = mean2(close)\nlet b = mean2(volume)\nlet c = mean2(close > open)`
    const { diagnostics } = checkSource(around(lines))
    expect(diagnostics.map(({ code, labels }) => [code, labels[0]?.message])).toEqual([
      ['number-due', 'called here, as mean2'],
    ])
  })

  test('records fall apart into streams', () => {
    const lines = 'let band = {top: high, mid: hl2}\nlet {mid: m} = band\nlet it = m - band.top'
    expect(elaborated(lines)).toBe(
      [
        'band.top = high',
        'band.mid = mid',
        'm = band.mid',
        'it = (m - band.top)',
        'mid = ((high + low) / 2)',
      ].join('\n'),
    )
  })

  test('a source that is left out', () => {
    expect(elaborated('let a = rsi(14)\nlet b = atr(10)\nlet c = sma(5, length: 3)')).toBe(
      'a = rsi(close; 14)\nb = atr(high, low, close; 10)\nc = sma(5; 3)',
    )
    expect(elaborated('param n = 9\nlet a = bollinger(n).middle')).toContain(
      'bollinger.middle = sma(close; n)',
    )
  })

  test('own functions go before those of the library', () => {
    expect(elaborated('fn sma(x, n) = x[n]\nlet it = sma(close, 3)')).toBe('it = lag(close, 3)')
  })

  test('entry_price is the order’s in clauses, through functions too', () => {
    const fn = 'fn safe(k) = entry_price - k * atr(5)'
    const rule = 'enter long when close > (entry_price ?? 0)\n  size 10 shares\n  stop safe(2)'
    expect(elaborated(`${fn}\n${rule}`)).toBe(
      [
        'enter long at market from 4',
        '  when (close > (entry_price ?? 0))',
        '  size shares 10',
        '  stop (fill.entry_price - (2 * atr(high, low, close; 5)))',
        '  expire 1',
        '  entries 1',
      ].join('\n'),
    )
  })

  test('a plot of a record is a plot of each field', () => {
    expect(elaborated('plot macd(close) in pane "MACD"')).toContain(
      'plot macd(close).signal in MACD = ',
    )
  })

  test('a test’s bars follow from its closes', () => {
    const source = around('test "t" {\n  close 10 x 2, 12, 9\n  expect close == 9\n}')
    expect(checkSource(source).program?.tests[0]?.prices).toEqual({
      kind: 'columns',
      columns: {
        open: [10, 10, 10, 12],
        high: [10, 10, 12, 12],
        low: [10, 10, 10, 9],
        close: [10, 10, 12, 9],
      },
    })
  })
})

describe('parameters', () => {
  const parameterOf = (lines: string) => checkSource(around(lines)).program?.parameters[0]

  test.each([
    ['param n = 10', { value: 10, integer: true }],
    ['param n = 10 in 5..50 step 5', { value: 10, min: 5, max: 50, step: 5, integer: true }],
    ['param n = 2.0 in 1..4', { value: 2, min: 1, max: 4, integer: false }],
    ['param n = 2 in 1..4 step 0.5', { value: 2, min: 1, max: 4, integer: false }],
    ['param n = 10 bars in 3..20', { value: 10, min: 3, max: 20, integer: true }],
    ['param n = 2% in 1%..5%', { value: 0.02, min: 0.01, max: 0.05, integer: false }],
    ['param n = 30m in 15m..1h', { value: 1.8e6, min: 9e5, max: 3.6e6, integer: false }],
    ['param n = -5 in -10..10', { value: -5, min: -10, max: 10, integer: true }],
    ['param n = 500 USD', { value: 500, integer: false }],
    ['param n = 10\nlet x = close[n]', { value: 10, min: 0, integer: true }],
    ['param n = 10\nlet x = sma(close, n)', { value: 10, min: 1, integer: true }],
  ])('%s', (lines, wanted) => {
    expect(parameterOf(lines)).toMatchObject(wanted)
  })

  test('what they must keep to is required where only a run can tell', () => {
    const { program } = checkSource(around('param n = 10 in 1..50\nlet x = sma(close, n - 5)'))
    const [first] = program!.requires
    expect(first?.text).toBe('The length of `sma`: n - 5 must be at least 1')
    expect(evaluateConstant(first!.condition, Float64Array.of(6))).toBe(1)
    expect(evaluateConstant(first!.condition, Float64Array.of(5))).toBe(0)
  })

  test('set the warm-up', () => {
    const lines = 'param n = 10 in 1..50\nlet x = sma(close[n], n * 2)'
    const { program } = checkSource(around(lines))
    const { warmup } = program!.definitions[0]!.expr
    expect(evaluateWarmup(warmup, Float64Array.of(10), BUILTINS)).toBe(29)
  })
})
