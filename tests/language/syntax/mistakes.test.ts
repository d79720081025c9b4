import { describe, expect, test } from 'vitest'
import { parse } from '../../../language/syntax/parse.ts'

/**
 * What is written after the header, and each complaint: its code and the text it points at
 * (nothing: it points between two words). One mistake gives one complaint, in source order.
 */
const CASES: readonly (readonly [string, readonly string[]])[] = [
  // Missing words.
  ['enter long close > open\n  size 5 shares', ['when-due close']],
  ['enter long if close > open\n  size 5 shares', ['when-due if']],
  ['enter when close > open\n  size 5 shares\nplot close', ['something-due when']],
  ['exit long close < open\nexit "a"', ['when-due close', 'when-due ']],
  ['let a = if close > open 1 else 2', ['branch-due 1']],
  ['let a = if close > open then 1\nlet b = 2', ['branch-due ']],
  ['param slow 30 in 5..50', ['equals-sign-due 30']],
  ['let x =\nlet y = 3', ['value-due ']],
  ['let = 3\nlet y = 4', ['name-due =']],
  ['plot\noca\nimport', ['value-due ', 'text-due ', 'text-due ']],
  ['param z = 1 in 5 to 9', ['something-due to']],
  ['let e = close @\nlet f = 1', ['something-due ']],
  ['enter long when a\n  at limit b\n  size 5 shares\n  expire 3 bars', ['something-due 3']],
  ['let a = close >\n  + open', ['value-due ']],
  ['let a = f(, 2) + f(1,) + f(1 2)', ['value-due ,', 'comma-due 2']],
  ['enter long when a crosses b', ['something-due b']],
  ['test t { close 1 }', ['text-due t']],
  ['fn f(x) { let a = x }', ['something-due }']],
  // Misspelled words.
  ['parm fast = 10\nplot close', ['misspelled-word parm']],
  ['entr long when close > open\n  size 5 shares\n  stop 3\nplot close', ['misspelled-word entr']],
  ['enter lng when close > open\n  size 5 shares', ['misspelled-word lng']],
  ['exit lng when close > open', ['misspelled-word lng']],
  ['enter long whn close > open\n  size 5 shares', ['misspelled-word whn']],
  ['let a = b croses above c', ['misspelled-word croses']],
  ['let a = (b adn c)', ['misspelled-word adn']],
  ['enter long when a\n  siez 5 shares\n  stop 3', ['misspelled-word siez']],
  ['risk {\n  hlat when a\n  max gross 100%\n}', ['misspelled-word hlat']],
  ['mode m {\n  from a too b when c\n}', ['misspelled-word too']],
  ['test "t" {\n  close 1, 2\n  wit a = 1\n  expect b\n}', ['misspelled-word wit']],
  // Words in the wrong place.
  ['let size = 3\nplot close', ['reserved-name size']],
  ['let risk = 3\nplot close', ['reserved-name risk']],
  ['size 5 shares', ['misplaced-clause size']],
  ['exit long when a\n  stop 3', ['misplaced-clause stop']],
  ['enter long when a\n  quantity 5', ['unknown-clause quantity']],
  ['buy close', ['order-sentence buy close']],
  ['if close > open {\n  buy()\n}\nplot close', ['if-statement if close > open {']],
  ['strategy "B"', ['second-header strategy "B"']],
  // Habits from elsewhere.
  ['x = 5\nvar y = 6', ['let-due x', 'variable-declaration var y']],
  ['fn f(x) {\n  b = x\n  return x\n}', ['let-due b']],
  ['let a = b && c || !d', ['operator-spelling &&', 'operator-spelling ||', 'operator-spelling !']],
  ['param a := 5', ['operator-spelling :=']],
  ['let a = b === c', ['operator-spelling ===']],
  ['let a = b ≥ c', ['operator-spelling ≥']],
  ['require a = b', ['equals-for-comparison =']],
  [
    'let a = b = c = d',
    ['equals-for-comparison =', 'chained-comparison =', 'equals-for-comparison ='],
  ],
  ['let a = b < c <= d', ['chained-comparison <=']],
  ['let a = b % 5 + c ** 2', ['no-such-operator %', 'no-such-operator **']],
  ['let a = b ? 1 : 2', ['question-mark ?']],
  ['let a = b;\nlet c = d;', ['needless-sign ;', 'needless-sign ;']],
  ['# note\nlet a = b /* why */', ['comment-style # note', 'comment-style /* why */']],
  ["plot a in pane 'P'", ["quote-style 'P'"]],
  ['plot a in pane “P”', ['quote-style “P”']],
  // Numbers.
  ['let a = .5 + 5. + 1,000', ['number-format .5', 'number-format 5.', 'number-format 1,000']],
  ['let a = 1_000 + 1e5', ['number-format 1_000', 'number-format 1e5']],
  ['enter long when a size 10,500 USD', ['number-format 10,500']],
  ['enter long when a size 95 % of equity', ['unit-spelling 95 %']],
  [
    'let a = 15min + 3 R + 2 days',
    ['unit-spelling 15min', 'unit-spelling 3 R', 'unit-spelling 2 days'],
  ],
  ['let a = 10bars', ['unit-spelling 10bars']],
  ['let a = 10k', ['unknown-unit 10k']],
  ['test "t" { close 10x40 }', ['unknown-unit 10x40']],
  ['let 5x = 3', ['unknown-unit 5x']],
  ['let a = 25:00 + 2024-02-30', ['no-such-time 25:00', 'no-such-date 2024-02-30']],
  // Characters and brackets.
  ['let a = $100', ['unknown-character $']],
  ['let a = "abc\nlet b = 1', ['unclosed-text "abc']],
  ['let a = (b + c\nenter long when d\n  size 5 shares', ['unclosed-bracket (']],
  ['let a = b[1\nlet c = d', ['unclosed-bracket [']],
  ['let a = f(b, c]', ['wrong-bracket ]']],
  ['let a = b)', ['stray-bracket )']],
  ['fn f(x {\n  return x\n}\nplot close', ['unclosed-bracket (']],
  ['test "t" {\n  close 1\n  expect a\nplot close', ['unclosed-bracket {']],
  ['fn f(x) {\n  let a = x\n  return a\nlet b = 1', ['unclosed-bracket {']],
  // Commas and braces left out.
  ['let a = f(b c)', ['comma-due c']],
  ['let a = f(b 2 c) + g(n: 1 m: 2 bars)', ['comma-due 2', 'comma-due m']],
  ['let a = f(b @ SPY 1d, 10 bars 2 USD)', ['comma-due 2']],
  ['let a = f(b crosses above 3)', []],
  ['let a = f(b c\nlet d = e', ['unclosed-bracket (']],
  ['fn f(x n) = x', ['comma-due n']],
  ['let a = f(20, b:: true).c)', ['call-bracket-due b', 'unexpected :']],
  ['risk\n  halt when a\n}\nplot b', ['brace-due risk']],
  ['fn f(x)\n  let a = x\n  return a\n}\nplot b', ['brace-due )']],
  ['test "t"\n  costs { }\n  close 1\n}\nplot b', ['brace-due "t"']],
  ['risk\n  halt when a\n  cooldown 3 bars\nplot b', ['brace-due risk']],
  ['risk halt when a\n\ncosts { }', ['brace-due risk']],
  ['test "t"\n  costs { }\n  close 1\ncosts { }\nplot b', ['brace-due "t"']],
  ['test "t" {\n  costs\n    borrow 1%\n  close 1\n}\nplot b', ['brace-due costs']],
  ['fn f(x)\n  let a = x\n  return a\nlet b = f(1)', ['brace-due )']],
  ['test "t" {\n  close 1 2 3\n  high 5, 6 7\n  expect a\n}', ['comma-due 2', 'comma-due 7']],
  ['test "t" {\n  close @ SPY 1d 10 x 20 11\n  with a = 1\n}', ['comma-due 11']],
  ['test "t" {\n  close flat(1, 5 bars) ramp(to: 2, bars: 3)\n}', ['comma-due ramp']],
  ['test "t" {\n  costs\n  close 1\n}\nplot b', ['something-due ']],
  // What stands after a complete value.
  ['let a = b c\nlet d = e', ['unexpected c']],
  ['let a = (b c)', ['unexpected c']],
  ['test "t" { expect 1 2 }', ['unexpected 2']],
  // Several mistakes, several complaints.
  [
    'let a = \nparam b 3\nenter long when (c\n  size 5 shares\n  expire\nplot a ]',
    ['value-due ', 'equals-sign-due 3', 'unclosed-bracket (', 'something-due ', 'stray-bracket ]'],
  ],
]

const HEADER = 'strategy "S"\n'

function complaints(source: string): string[] {
  return parse(source).diagnostics.map(
    ({ code, span }) => `${code} ${source.slice(span.start, span.end)}`,
  )
}

describe('mistakes', () => {
  test.each(CASES)('%s', (written, expected) => {
    expect(complaints(HEADER + written)).toEqual(expected)
  })

  test.each(CASES)('with other line ends: %s', (written, expected) => {
    const source = (HEADER + written).replaceAll('\n', '\r\n')
    expect(complaints(source)).toEqual(expected)
  })

  test('a block without braces ends at its lines, whatever ends these', () => {
    const source = `${HEADER}test "t"\n\np!aram n = 5\nlet mean = close\ntest "u" {\n  close 1\n}\n`
    const told = complaints(source)
    expect(told.some((one) => one.startsWith('stray-bracket'))).toBe(false)
    expect(complaints(source.replaceAll('\n', '\r'))).toEqual(told)
  })

  test('a file without a header is told once, and not when its word is misspelled', () => {
    expect(complaints('')).toEqual(['header-due '])
    expect(complaints('plot close')).toEqual(['header-due '])
    expect(complaints('stratgy "S"\nplot close')).toEqual(['misspelled-word stratgy'])
  })

  test.each([
    'let a = close crosses below floor(close)',
    'let a = close crosses above floor(close)',
    'enter long when a\n  at limit floor(close)\n  size 5 shares\n  stop trailing floor(low)',
    'enter long when a\n  at touch floor(close)',
    'enter long when a\n  at stop floor(close) limit floor(low)',
    'param n = 4 in 1..9 step floor(2)',
    'test "t" {\n  close 1\n  expect a at bar floor(2)\n}',
    'risk {\n  max floor(2)\n}',
  ])('a call where a value is due is no slip of a word of the language: %s', (written) => {
    expect(complaints(HEADER + written).filter((one) => one.startsWith('misspelled'))).toEqual([])
  })

  test('behind a name that is such a word elsewhere a slip is told', () => {
    const lines = 'let limit = 3\nlet a = (limit adn (b))\nlet c = (close adn (b))'
    expect(complaints(HEADER + lines)).toEqual(['misspelled-word adn', 'misspelled-word adn'])
  })

  test('fixes mend: what a fix leaves has one mistake less', () => {
    const fixed = CASES.flatMap(([written]) => {
      const source = HEADER + written
      const { diagnostics } = parse(source)
      return diagnostics.flatMap(({ fix, code }) => {
        // A word put in still wants what it announces.
        if (fix === undefined || code.endsWith('-due')) return []
        const { start, end } = fix.span
        const after = parse(source.slice(0, start) + fix.replacement + source.slice(end))
        return [`${code}: ${diagnostics.length - after.diagnostics.length >= 1}`]
      })
    })
    expect(fixed.length).toBeGreaterThan(20)
    expect(fixed.filter((line) => line.endsWith('false'))).toEqual([])
  })

  test('nesting and length are bounded, and told once', () => {
    const nested = (n: number): string =>
      `${HEADER}let a = ${'('.repeat(n)}b${')'.repeat(n)}\nlet c = d`
    expect(complaints(nested(99))).toEqual([])
    expect(complaints(nested(101))).toEqual(['too-deep ('])
    for (const deep of ['(', '[', '{', 'f(', 'x[', 'if ', '{a: ', 'f(if a then ']) {
      const { diagnostics, tree } = parse(`${HEADER}let a = ${deep.repeat(20_000)}\nlet c = d`)
      expect(diagnostics.length).toBeLessThanOrEqual(2)
      expect(tree.statements.at(-1)?.kind).toBe('let')
    }
    for (const long of [' + b', ' and b', '[1]', '.f', ' - -b', ' < b', ' ?? b', ' @ 1d']) {
      const { diagnostics } = parse(`${HEADER}let a = b${long.repeat(20_000)}\nlet c = d`)
      expect(diagnostics.map(({ code }) => code)).toContain('too-long')
    }
    expect(complaints(`${HEADER}let a = ${'not '.repeat(10_000)}b`)).toEqual(['too-long not'])
  })
})
