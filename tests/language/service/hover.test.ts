import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../../language/catalogue.ts'
import { BASE_NAMES } from '../../../language/check/streams.ts'
import { explain } from '../../../language/service/explain.ts'
import { hover } from '../../../language/service/hover.ts'
import { KEYWORDS } from '../../../language/service/keyword-table.ts'
import { STREAMS } from '../../../language/service/stream-table.ts'
import { lex } from '../../../language/syntax/lex.ts'
import { WORDS } from '../../../language/syntax/tokens.ts'
import { WHOLE_LANGUAGE } from '../../fuzz/whole-language.ts'
import { analysed, marked, PROGRAM } from './marked.ts'

/** What is hovered, and what is said of it. */
const ROWS: readonly (readonly [text: string, word: string, ...says: string[]])[] = [
  // ── The program's own names ──────────────────────────────────────────────────────────────────
  [
    `${PROGRAM}let x = n|`,
    'n',
    'param n = 5 in 1..20',
    'A parameter: number',
    'Bars to look back.',
  ],
  [`${PROGRAM}let x| = fast[2]`, 'x', 'price level, known after 6 bars (`sma(n) + 2`)'],
  [`${PROGRAM}let x| = fast[2]\nlet y = 1 +`, 'x', 'price level, known after 6 bars'],
  [`${PROGRAM}let x| = close + rsi(14)`, 'x', 'A definition.'],
  [`${PROGRAM}let x| = close / volume`, 'x', 'may be unknown later too'],
  [`${PROGRAM}let x| = high - low`, 'x', 'price distance, never below 0, known from the first bar'],
  [
    `${PROGRAM}let x = ban|ds.upper`,
    'bands',
    'a record',
    '`percent_b`: ratio, known after 19 bars',
  ],
  [`${PROGRAM}let x = bands.upp|er`, 'upper', 'price level, known after 19 bars'],
  [
    `${PROGRAM}let {line, signal: s|} = macd()`,
    's',
    'price distance, known after 33 bars',
    'settled after 292',
  ],
  [`${PROGRAM}let x| = sma(close, n)`, 'x', '(`sma(n)`).'],
  [
    `${PROGRAM}let x| = prev(x, 0) + 1`,
    'x',
    'number, known from the first bar, depends on where the history begins',
  ],
  [
    `${PROGRAM}/// Doubled.\nfn twice(x) = 2 * x\nlet y = twi|ce(close)`,
    'twice',
    'fn twice(x)',
    'Doubled.',
  ],
  [`${PROGRAM}fn f(x|) = x\nlet a = f(close)\nlet b = f(volume)`, 'x', 'price level', 'shares'],
  [
    `${PROGRAM}fn f(x) {\n  let y| = x - open\n  return y\n}\nlet a = f(close)`,
    'y',
    'inside the function',
    'price distance',
  ],
  [`${PROGRAM}enter long "d|ip" when up`, 'dip', 'The tag of a rule', 'enter long "dip" when up'],
  [`${PROGRAM}mode m { from a| to b when up }`, 'a', 'A state'],
  // ── Streams and functions ────────────────────────────────────────────────────────────────────
  [`${PROGRAM}let x = clo|se`, 'close', 'last price', 'Price level'],
  [`${PROGRAM}let x = hl|2`, 'hl2', '`(high + low) / 2`'],
  [`${PROGRAM}let x = equi|ty`, 'equity', 'Money'],
  [
    `${PROGRAM}enter long when up\n  size 1 share\n  stop entry_pr|ice * 90%`,
    'entry_price',
    'known once the order is filled',
  ],
  [`${PROGRAM}let we|ekly = sma(close, 50) @ 1w`, 'weekly', 'on 1w known after 49 bars'],
  [`${PROGRAM}let x = raw_cl|ose`, 'raw_close', 'Comes with a later version'],
  [
    `${PROGRAM}let x = s|ma(close, 20)`,
    'sma',
    'sma(x = close, length: int)',
    '`length`: a whole number from 1 to 100000',
    'Gives: that of x',
    'Here: price level, known after 19 bars',
    'Source: ',
  ],
  [
    `${PROGRAM}let x = macd|()`,
    'macd',
    'macd(x = close, fast: int = 12',
    'Gerald Appel',
    'Gives: {line, signal, histogram}',
  ],
  [`${PROGRAM}let x = pr|ev(close, 0)`, 'prev', 'prev(x, first)', 'bar before'],
  [`${PROGRAM}let x = sma(close, len|gth: 5)`, 'length', 'length: int', 'from 1 to 100000'],
  // ── Literals ─────────────────────────────────────────────────────────────────────────────────
  [`${PROGRAM}let x = 2.5|%`, '2.5%', '`2.5%` is 0.025'],
  [`${PROGRAM}let x = 3|0m`, '30m', 'A length of time: 30 minutes'],
  [`${PROGRAM}let x = 1|0 bars`, '10 bars', 'A number of bars'],
  [`${PROGRAM}let x = 10|00 USD`, '1000 USD', 'An amount of money'],
  [`${PROGRAM}let x = 4|2`, '42', 'A number without a unit'],
  [
    `${PROGRAM}enter long when up\n  target entry_price + 3|R`,
    '3R',
    'distance from the entry to the stop',
  ],
  // ── Words, by where they stand ───────────────────────────────────────────────────────────────
  [`${PROGRAM}enter long when up\n  sto|p close`, 'stop', 'The protective stop'],
  [`${PROGRAM}enter long when up\n  at sto|p close`, 'stop', 'Becomes a market order'],
  [`${PROGRAM}enter long when up\n  at op|en`, 'open', 'Filled at the next open'],
  [`${PROGRAM}test "t" {\n  close wa|lk(7, 9)\n}`, 'walk', 'walk(seed, bars, spread = 1%)', 'seed'],
  [`${PROGRAM}test "t" {\n  pri|ces from "a.csv"\n}`, 'prices', 'The bars of a file'],
  [`${PROGRAM}test "t" {\n  close 1\n  expect tra|des == 0\n}`, 'trades', 'Trades closed so far'],
  [`${PROGRAM}test "t" {\n  cl|ose 1\n}`, 'close', 'The closes, bar by bar'],
  [`${PROGRAM}test "t" {\n  close 1\n  expect n a|t bar 0 == 1\n}`, 'at', 'On this bar'],
  [`${PROGRAM}let x = if u|p then 1 else 0`, 'up', 'A definition: bool'],
  [`${PROGRAM}let x = if up th|en 1 else 0`, 'then', 'where the condition is true'],
  [`${PROGRAM}let x = close cros|ses above fast`, 'crosses', 'turns over'],
  [`${PROGRAM}plot fast i|n pane "A"`, 'in', 'A pane of its own'],
  [`par|am k = 5`, 'param', 'A number to turn'],
]

describe('hover', () => {
  test.each(ROWS)('%j: %s', (text, word, ...says) => {
    const { source, offset } = marked(text)
    const found = hover(analysed(source), offset)
    expect(found && source.slice(found.span.start, found.span.end)).toBe(word)
    for (const part of says) expect(found?.markdown).toContain(part)
  })

  test.each([
    `${PROGRAM}// clo|se`,
    `${PROGRAM}let x = close |  + open`,
    `${PROGRAM}let x = nobo|dy`,
    'strategy "Exa|mple"',
    '|',
  ])('nothing: %j', (text) => {
    const { source, offset } = marked(text)
    expect(hover(analysed(source), offset)).toBeUndefined()
  })
})

describe('the tables', () => {
  test('every word of the language that its own text uses is explained there', () => {
    const analysis = analysed(WHOLE_LANGUAGE)
    const silent = lex(WHOLE_LANGUAGE, () => {})
      .tokens.filter(({ image }) => WORDS.has(image))
      // The name of a field, which may be any word.
      .filter(({ endOffset = 0 }) => WHOLE_LANGUAGE[endOffset + 1] !== ':')
      .filter(({ startOffset }) => hover(analysis, startOffset + 1) === undefined)
      .map(({ image, startOffset }) => `${image} at ${startOffset}`)
    expect(silent).toEqual([])
  })

  test('every word has an entry, every entry its word', () => {
    const explained = new Set(Object.keys(KEYWORDS).map((key) => key.split('.').at(-1)!))
    expect([...WORDS.keys()].filter((word) => !explained.has(word))).toEqual([])
    expect([...explained].filter((word) => !WORDS.has(word))).toEqual([])
  })

  test('every base stream is explained', () => {
    expect([...BASE_NAMES].filter((name) => !STREAMS.has(name))).toEqual([])
  })

  test('every mistake is explained', () => {
    for (const code of Object.keys(CATALOGUE)) expect(explain(code)).toBeTruthy()
    expect(explain('nobody')).toBeUndefined()
    expect(explain('constructor')).toBeUndefined()
  })
})
