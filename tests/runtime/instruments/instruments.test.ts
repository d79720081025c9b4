import { describe, expect, test } from 'vitest'
import { parseInstruments } from '../../../runtime/instruments/instruments.ts'
import { instrumentOf, readInstruments } from '../../../runtime/instruments/read-instruments.ts'

const parse = (text: string) => parseInstruments(text, 'instruments.yaml')

test('instruments by symbol, letters large or small', () => {
  const read = parse(`
# comments are welcome
SPY: {exchange: ARCA, currency: USD, type: etf, tick: 0.01, lot: 1, calendar: NYSE}
ESZ6:
  exchange: CME
  type: future
  tick: 0.25
  multiplier: 50
`)
  if (read.kind === 'refused') throw new Error(read.problems.join('\n'))
  expect(instrumentOf(read.instruments, 'esz6')).toEqual({
    exchange: 'CME',
    type: 'future',
    tick: 0.25,
    multiplier: 50,
  })
  expect(instrumentOf(read.instruments, 'QQQ')).toBeUndefined()
})

test.each(['', '# nothing but a comment\n'])('an empty file has none', (text) => {
  expect(parse(text)).toEqual({ kind: 'ok', instruments: new Map() })
})

test.each<readonly [string, string, string]>([
  ['a tick below zero', 'SPY:\n  tick: -1\n', 'instruments.yaml:2:9: SPY.tick must be 0 or more'],
  ['a lot of zero', 'SPY:\n  lot: 0\n', 'instruments.yaml:2:8: SPY.lot must be over 0'],
  ['a word for a number', 'A: {tick: small}', 'instruments.yaml:1:11: A.tick must be a number'],
  [
    'a type that there is not',
    'A: {type: share}',
    'instruments.yaml:1:11: A.type must be one of stock, etf, index, future, forex, crypto, cfd, option',
  ],
  [
    'a key that there is not',
    'A:\n  tik: 1\n',
    'instruments.yaml:2:3: A has no "tik"; there are exchange, currency, type, tick, lot, multiplier, margin, calendar',
  ],
  [
    'a currency in words',
    'A: {currency: dollar}',
    'instruments.yaml:1:15: A.currency must be a code such as USD',
  ],
  [
    'no mapping',
    '- SPY\n',
    'instruments.yaml:1:1: a mapping of symbols is due: SPY: {exchange: ARCA, tick: 0.01}',
  ],
  ['a symbol without keys', 'SPY: 5', 'instruments.yaml:1:6: SPY must be a mapping of keys'],
  ['a symbol twice', 'A: {}\nA: {}\n', 'instruments.yaml:2:1: Map keys must be unique'],
])('%s', (_, text, problem) => {
  expect(parse(text)).toEqual({ kind: 'refused', problems: [problem] })
})

test('a calendar that there is not is told with those that there are', () => {
  const read = parse('A: {calendar: XXXX}')
  if (read.kind === 'ok') throw new Error('was read')
  expect(read.problems[0]).toMatch(/^instruments.yaml:1:15: A.calendar must be one of XNYS, 24-7,/)
})

describe('every mistake is told, not the first alone', () => {
  test('two of them', () => {
    expect(parse('A: {tick: -1}\nB: {lot: x}\n')).toMatchObject({ problems: { length: 2 } })
  })
})

test('a file that is named has to be there', async () => {
  expect(await readInstruments('no/such.yaml')).toEqual({
    kind: 'refused',
    problems: ['no/such.yaml: there is no such file'],
  })
})
