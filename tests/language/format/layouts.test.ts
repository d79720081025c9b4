import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { format } from '../../../language/format/format.ts'
import { parse } from '../../../language/syntax/parse.ts'
import { formatFaults } from './faults.ts'

const PAGE = readFileSync(new URL('layouts.md', import.meta.url), 'utf8')
const HEADER = 'strategy "S"\n\n'

/** What is written and what becomes of it, by the line of the page. */
const LAYOUTS = [...PAGE.matchAll(/```written\n(.*?)```\n\n```strat\n(.*?)```/gs)].map(
  ({ index, 1: written, 2: formatted }) => ({
    line: PAGE.slice(0, index).split('\n').length,
    written: HEADER + written,
    formatted: HEADER + formatted,
  }),
)

test('every pair of the page is read', () => {
  expect(LAYOUTS.length).toBe(PAGE.match(/```written/g)?.length)
})

test.each(LAYOUTS)('line $line', ({ written, formatted }) => {
  expect(format(written)).toEqual({ kind: 'formatted', text: formatted })
  expect(formatFaults(written)).toEqual([])
})

describe('a text', () => {
  test('has its lines ended by line feeds, whatever it came with', () => {
    const formatted = format('\uFEFFstrategy "S" // one\r\n// two\r\rlet a = 1\r\n')
    const text = 'strategy "S"  // one\n// two\n\nlet a = 1\n'
    expect(formatted).toEqual({ kind: 'formatted', text })
  })

  test.each(['', '// nothing\n', 'strategy "S"\nlet a = (b\n', 'strategy "S"\nlet a = b && c\n'])(
    'with mistakes is left alone: %j',
    (source) => {
      const { diagnostics } = parse(source)
      expect(diagnostics.length).toBeGreaterThan(0)
      expect(format(source)).toEqual({ kind: 'broken', diagnostics })
    },
  )

  test('that is only warned about is laid out', () => {
    const source = '//@version=5\nstrategy "S"\nlet a=1\n'
    expect(parse(source).diagnostics.map(({ severity }) => severity)).toEqual(['warning'])
    const text = '//@version=5\nstrategy "S"\n\nlet a = 1\n'
    expect(format(source)).toEqual({ kind: 'formatted', text })
  })

  test.each(Object.entries(extremes()))('may go to extremes: %s', (_, source) => {
    expect(formatFaults(source)).toEqual([])
  })

  test('may have more of everything than a call has arguments', { timeout: 60_000 }, () => {
    const values = Array(150_000).fill('1')
    const comments = Array(150_000).fill('// c\n')
    const source = `${HEADER}${comments.join('')}test "t" { close ${values.join(', ')} }`
    expect(format(source).kind).toBe('formatted')
  })
})

/** As deep and as long as the language allows, and many of everything. */
function extremes(): Readonly<Record<string, string>> {
  const many = (count: number, item: (k: number) => string, separator = '\n'): string =>
    Array.from({ length: count }, (_, k) => item(k)).join(separator)
  const define = (value: string): string => `strategy "S"\nlet y = ${value}\n`
  const within = (open: string, close: string): string =>
    define(open.repeat(99) + 1 + close.repeat(99))
  return {
    brackets: within('(', ')'),
    calls: within('f(a, ', ')'),
    records: within('{a: ', '}'),
    offsets: within('a[', ']'),
    'else if': define(`${'if a then b else '.repeat(99)}c`),
    'then if': define(`${'if a then '.repeat(99)}b${' else c'.repeat(99)}`),
    operators: define(`${'a + b * '.repeat(199)}c`),
    'a long name': define(`a.${'b'.repeat(500)} + ${'c'.repeat(500)}(d)`),
    'a long text': `strategy "${'S'.repeat(500)}"\nmark "${'m'.repeat(500)}" when a or b`,
    'long lists': define(`f(${many(2_000, String, ', ')})`),
    'many values': `strategy "S"\ntest "t" { close ${many(2_000, String, ', ')} }`,
    'many definitions': `strategy "S"\n${many(1_000, (k) => `let a${k} = ${k} // ${k}`)}`,
    'many comments': `strategy "S"\n${many(1_000, (k) => `// ${k}`)}`,
  }
}
