import { describe, expect, test } from 'vitest'
import { parse } from '../../../language/syntax/parse.ts'
import { shape } from './shape.ts'

/** What is written, and how it is understood. */
const CASES: readonly (readonly [string, string])[] = [
  // Precedence, loosest first.
  ['a or b and c', '(a or (b and c))'],
  ['not a and b', '((not a) and b)'],
  ['not a < b', '(not (a < b))'],
  ['a and not b or c', '((a and (not b)) or c)'],
  ['a < b + c', '(a < (b + c))'],
  ['a ?? b + c', '(a ?? (b + c))'],
  ['a ?? b == c', '((a ?? b) == c)'],
  ['a - b - c', '((a - b) - c)'],
  ['a / b * c', '((a / b) * c)'],
  ['a + b * c - d', '((a + (b * c)) - d)'],
  ['-a * b', '((- a) * b)'],
  ['a - -b', '(a - (- b))'],
  ['-x[1]', '(- x[1])'],
  ['not not a', '(not (not a))'],
  ['(a + b) * c', '((a + b) * c)'],
  ['a ?? b ?? c', '((a ?? b) ?? c)'],
  ['a crosses above b + 1 and c', '((a crosses above (b + 1)) and c)'],
  ['a crosses below b or c crosses above d', '((a crosses below b) or (c crosses above d))'],
  ['regime is calm and b', '((regime is calm) and b)'],
  ['if a then b else c + 1', '(if a then b else (c + 1))'],
  ['if a then b else if c then d else e', '(if a then b else (if c then d else e))'],
  ['1 + if a then b else c', '(1 + (if a then b else c))'],
  // Postfixes.
  ['x[1][n]', 'x[1][n]'],
  ['band.upper[1]', 'band.upper[1]'],
  ['last_trade.profit > 0', '(last_trade.profit > 0)'],
  ['close @ 1h', '(close @ 1h)'],
  ['close @ SPY', '(close @ SPY)'],
  ['close @ SPY 1d', '(close @ SPY 1d)'],
  ['close @ "BRK.B" 1d', '(close @ BRK.B 1d)'],
  ['x[1] @ 1d', '(x[1] @ 1d)'],
  ['(x @ 1d)[1]', '(x @ 1d)[1]'],
  ['macd(close, 12, 26).line', 'macd(close, 12, 26).line'],
  ['bollinger(close, length: 20)', 'bollinger(close, length: 20)'],
  ['ramp(to: 110, stop: 5 bars)', 'ramp(to: 110, stop: 5 bars)'],
  ['f()', 'f()'],
  ['{line: a, stop: b + 1}', '{line: a, stop: (b + 1)}'],
  // Literals carry their unit.
  ['2% + 2.5%', '(2% + 2.5%)'],
  ['3R', '3R'],
  ['15m + 1h + 1d + 1w + 1mo + 30s', '(((((15m + 1h) + 1d) + 1w) + 1mo) + 30s)'],
  ['10 bars', '10 bars'],
  ['10000 USD', '10000 USD'],
  ['09:30', 'minute 570'],
  ['2024-03-28', '2024-03-28'],
  ['2024 - 3 - 28', '((2024 - 3) - 28)'],
  ['0.50', '0.5'],
  ['"a \\"b\\" \\\\ c"', '"a \\"b\\" \\\\ c"'],
  ['true and false', '(true and false)'],
  // Words that mean something only in their place are names everywhere else.
  [
    'market + open + high + low + close + volume',
    '(((((market + open) + high) + low) + close) + volume)',
  ],
  ['cash + equity + position + day + minute', '((((cash + equity) + position) + day) + minute)'],
  ['session + band + bar + share + x + a', '(((((session + band) + bar) + share) + x) + a)'],
  ['max(top, limit) + step(up, above)', '(max(top, limit) + step(up, above))'],
  ['bars(30m) + bars', '(bars(30m) + bars)'],
  ['x is x', '(x is x)'],
  ['USD', 'USD'],
]

describe('expressions', () => {
  test.each(CASES)('%s', (written, understood) => {
    const { tree, diagnostics } = parse(`strategy "E"\nlet y = ${written}`)
    expect(diagnostics).toEqual([])
    const [statement] = tree.statements
    expect(statement?.kind === 'let' && shape(statement.value)).toBe(understood)
  })

  test('a side is a field wherever it stands behind a point', () => {
    const texts = ['a.long + b.short', 'a. long + b\n. \t short', 'a.\n  long + b.\r\nshort']
    for (const written of texts) {
      const { tree, diagnostics } = parse(`strategy "E"\nlet y = ${written}`)
      expect(diagnostics).toEqual([])
      const [statement] = tree.statements
      expect(statement?.kind === 'let' && shape(statement.value)).toBe('(a.long + b.short)')
    }
  })

  test('line breaks, blanks and comments mean nothing', () => {
    const one = 'strategy "E"\nlet y = if a crosses above b then f(c, 10 bars) else d[1] @ SPY 1d'
    const spread = one.replaceAll(' ', '\r\n\t// so what\r\n ').replace('\nlet', ' let')
    const shapes = [one, spread].map((source) => {
      const { tree, diagnostics } = parse(source)
      expect(diagnostics).toEqual([])
      const [statement] = tree.statements
      return statement?.kind === 'let' && shape(statement.value)
    })
    expect(shapes[1]).toBe(shapes[0])
  })
})
