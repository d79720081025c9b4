import { describe, expect, test } from 'vitest'
import { CHECK_CATALOGUE } from '../../../language/check/catalogue.ts'
import type { Diagnostic } from '../../../language/diagnostic.ts'
import { DESIGNS, STRATEGIES } from '../syntax/examples.ts'
import { around, checkSource, mended } from './checked.ts'

const codesOf = (source: string): readonly string[] =>
  checkSource(source).diagnostics.map(({ code }) => code)

describe('several mistakes', () => {
  test('are told in source order, one message each, without what follows from them', () => {
    const source = around(
      [
        'let trend = closee > sma(200)',
        'let strong = trend and rsi(14) > close',
        'let both = strong or trend',
        'enter long when both',
        'exit long when both and position',
      ].join('\n'),
    )
    const { diagnostics } = checkSource(source)
    expect(diagnostics.map(({ code, span }) => [code, source.slice(span.start, span.end)])).toEqual(
      [
        ['unknown-name', 'closee'],
        ['price-with-oscillator', 'rsi(14) > close'],
        ['size-missing', 'enter'],
        ['condition-due', 'position'],
      ],
    )
  })

  test('in a function are told once, however often it is called', () => {
    const lines = 'fn f(x) = x + nothing\nlet a = f(close)\nlet b = f(open)\nlet c = f(low)'
    expect(codesOf(around(lines))).toEqual(['unknown-name'])
  })

  test('in a function that nothing calls are told too', () => {
    expect(codesOf(around('fn f(x, n: int) = sma(x, n) + nothing'))).toEqual(['unknown-name'])
    expect(codesOf(around('fn f(x, n: int) = sma(x, n) + x[n] + rsi(n)'))).toEqual([])
    expect(codesOf(around('fn f(x) = vwap_anchored(close > open, x).middle'))).toEqual([])
  })

  test('a 0 handed to a function may be a level, a 0 written is none', () => {
    expect(codesOf(around('let up = supertrend(0, 3, 10).line > close'))).toEqual([])
    expect(codesOf(around('let up = 0 - atr(14) > close'))).toEqual(['distance-compared'])
  })

  test('in the library’s own source are told at the call', () => {
    const source = around('let band = bollinger(close > open, 20)')
    const { diagnostics } = checkSource(source)
    expect(diagnostics.map(({ span }) => source.slice(span.start, span.end))).toEqual([
      'bollinger(close > open, 20)',
    ])
  })
})

describe('messages say because of what', () => {
  test('a name got its unit', () => {
    const source = around('let panic = rsi(14)\nlet x = close > panic')
    const { labels } = checkSource(source).diagnostics[0]!
    expect(labels.map(({ message }) => message)).toEqual([
      '`panic` is an oscillator because of this',
    ])
    expect(source.slice(labels[0]!.span.start, labels[0]!.span.end)).toBe('rsi(14)')
  })

  /** What is marked besides the mistake, with what is said there. */
  test.each([
    [
      'let a = rsi(14)\nlet b = a\nlet x = close > b',
      ['a: `b` is an oscillator because of this', 'rsi(14): `a` is an oscillator because of this'],
    ],
    [
      'let range = high - low\nlet x = close > range',
      ['high - low: `range` is a distance between prices: one price less another'],
    ],
    ['let loss = 2%\nlet x = close - loss', ['2%: `loss` is a ratio because of this']],
    ['param loss = 2% in 1%..5%\nlet x = close - loss', ['loss: `loss` is a ratio by its default']],
    [
      'let wide = 2 * atr(14)\nenter long when close > open\n  size 10 shares\n  stop wide',
      ['2 * atr(14): `wide` is a distance between prices because of this'],
    ],
    [
      'let busy = volume\nlet x = if close > open then close else busy',
      ['volume: `busy` is a number of shares because of this'],
    ],
    [
      'let busy = volume\nlet x = max(close, busy)',
      ['volume: `busy` is a number of shares because of this'],
    ],
    ['let n = bar_index\nlet x = close[n]', ['bar_index: `n` is worked out anew on every bar']],
    [
      'fn half(p: price) = p / 2\nlet v = volume\nlet x = half(v)',
      ['price: declared as price here', 'volume: `v` is a number of shares because of this'],
    ],
    ['fn twice(x) = 2 * x\nlet y = twice(1, 2)', ['twice: defined here']],
    ['let mean = sma(20)\nlet x = mean(1)', ['mean: `mean` is defined here']],
    [
      'enter long "dip" when close > open\n  size 10 shares\nexit "x" when close < open',
      ['enter: this rule is "dip"'],
    ],
    ['param n = 0 in 0..20\nlet x = sma(n)', ['n: n is defined here']],
    [
      'let x = rsi(14) < 30 and rsi(14) > 70',
      ['rsi(14) < 30: this, and what is marked, cannot be so on one bar'],
    ],
  ])('%s', (lines, expected) => {
    const source = around(lines)
    const { labels } = checkSource(source).diagnostics[0]!
    const shown = labels.map(
      ({ span, message }) => `${source.slice(span.start, span.end)}: ${message}`,
    )
    expect(shown).toEqual(expected)
  })

  test('a cycle is named', () => {
    const lines = 'let a = b + 1\nlet b = if close > open then c else 0\nlet c = a[1]'
    const [diagnostic] = checkSource(around(lines)).diagnostics
    expect(diagnostic?.message).toContain('a → b → c → a')
    expect(diagnostic?.hint).toContain('prev(a, 0)')
  })

  test('functions that call one another are named', () => {
    const lines = 'fn f(x) = g(x) + 1\nfn g(x) = f(x) * 2\nlet y = f(close)'
    const [diagnostic] = checkSource(around(lines)).diagnostics
    expect(diagnostic?.message).toContain('f → g → f')
  })
})

describe('fixes', () => {
  const RULE = 'enter long when close > open\n  size 10 shares\n  '
  const SHORT = RULE.replace('long', 'short')
  test.each([
    ['let x = close > opne', 'let x = close > open'],
    ['let x = close + 2%', 'let x = close * (1 + 2%)'],
    ['let x = close - open - 2%', 'let x = (close - open) * (1 - 2%)'],
    ['let x = close[-3]', 'let x = close[3]'],
    ['let x = close(2)', 'let x = close[2]'],
    ['let x = close[5d]', 'let x = close[5 bars]'],
    ['let x = sma(close, lenght: 5)', 'let x = sma(close, length: 5)'],
    ['let x = bollinger(20).uper', 'let x = bollinger(20).upper'],
    [`${RULE}stop 2 * atr(14)`, `${RULE}stop entry_price - 2 * atr(14)`],
    [`${SHORT}stop 2 * atr(14)`, `${SHORT}stop entry_price + 2 * atr(14)`],
    [`${RULE}target atr(14)`, `${RULE}target entry_price + atr(14)`],
    [`${SHORT}target atr(14)`, `${SHORT}target entry_price - atr(14)`],
    [`${RULE}stop 5%`, `${RULE}stop entry_price * (1 - 5%)`],
    [`${RULE}target 5%`, `${RULE}target entry_price * (1 + 5%)`],
    [`${RULE}stop high - low`, `${RULE}stop entry_price - (high - low)`],
    [`${RULE}at limit atr(5)`, `${RULE}at limit close - atr(5)`],
    [
      `${RULE}\nexit long when open > close\n  at stop atr(5)`,
      `${RULE}\nexit long when open > close\n  at stop close - atr(5)`,
    ],
  ])('%s', (wrong, right) => {
    const source = around(wrong)
    const [diagnostic, ...others] = checkSource(source).diagnostics
    expect(others).toEqual([])
    expect(mended(source, diagnostic!)).toBe(around(right))
    expect(codesOf(around(right))).toEqual([])
  })

  test('a missing timeframe', () => {
    const source = 'strategy "Example"\n\nplot close\n'
    const [diagnostic] = checkSource(source).diagnostics
    expect(mended(source, diagnostic!)).toBe('strategy "Example"\n\ntimeframe 1d\n\nplot close\n')
  })
})

describe('what later versions have', () => {
  test.each([['let x = raw_close'], ['let x = rank(close)'], ['plot equity']])(
    '%s is refused with one message',
    (lines) => {
      expect(codesOf(around(lines))).toEqual(['not-yet'])
    },
  )
})

describe('broken texts', () => {
  const sources = [...STRATEGIES, ...DESIGNS]

  test.each(sources)('$name, cut anywhere or short of a word, is checked', ({ source }) => {
    const words = [...source.matchAll(/\S+/g)].filter((_, index) => index % 3 === 0)
    for (const { index, 0: word } of words) {
      const cut = source.slice(0, index)
      for (const text of [cut, cut + source.slice(index + word.length)]) {
        const { diagnostics, program } = checkSource(text)
        expect(program === undefined).toBe(diagnostics.some(isOfChecker))
        for (const { span } of diagnostics) {
          expect(span.start).toBeGreaterThanOrEqual(0)
          expect(span.end).toBeGreaterThanOrEqual(span.start)
          expect(span.end).toBeLessThanOrEqual(text.length)
        }
      }
    }
  })

  const isOfChecker = ({ code, severity }: Diagnostic): boolean =>
    severity === 'error' && code in CHECK_CATALOGUE
})

describe('programs that grow when written out', () => {
  const LONG = 3_000
  const chain = (line: (i: number) => string): string =>
    Array.from({ length: LONG }, (_, i) => line(i)).join('\n')

  test('a long chain of definitions is right', () => {
    const lines = `let a0 = close\n${chain((i) => `let a${i + 1} = a${i} + 1`)}`
    expect(codesOf(around(lines))).toEqual([])
  })

  test('a long circle of definitions is told', () => {
    const lines = chain((i) => `let a${i} = a${(i + 1) % LONG} + 1`)
    expect(codesOf(around(lines))).toEqual(['cycle'])
  })

  test('a long chain of functions is told', () => {
    const fns = `fn f0(x) = x\n${chain((i) => `fn f${i + 1}(x) = f${i}(x) + 1`)}`
    expect(codesOf(around(fns))).toEqual([])
    expect(codesOf(around(`${fns}\nlet y = f${LONG}(close)`))).toEqual(['too-large'])
  })

  test('a warm-up that nobody could read is told', () => {
    const lines = chain((i) => `param p${i} = 5\nlet a${i + 1} = a${i} + sma(p${i})`)
    expect(codesOf(around(`let a0 = close\n${lines}`))).toEqual(['too-large'])
  })

  test('a constant that doubles with every name is told', () => {
    const lines = `param a0 = 1\n${chain((i) => `let a${i + 1} = a${i} + a${i}`)}`
    expect(codesOf(around(lines))).toEqual(['too-large'])
  })
})
