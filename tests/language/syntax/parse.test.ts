import { describe, expect, test } from 'vitest'
import { Grammar } from '../../../language/syntax/grammar-statements.ts'
import { MAX_LENGTH, parse } from '../../../language/syntax/parse.ts'
import { GRAMMAR_OPTIONS } from '../../../language/syntax/section.ts'
import { WHOLE_LANGUAGE } from '../../fuzz/whole-language.ts'
import { DESIGNS, STRATEGIES } from './examples.ts'
import { spanFaults } from './spans.ts'

const OTHERS = DESIGNS.filter(({ source }) => STRATEGIES.every((one) => one.source !== source))
const ALL = [...STRATEGIES, ...OTHERS, { name: 'whole language', source: WHOLE_LANGUAGE }]

test('the grammar is sound: no ambiguity, no left recursion, no clash of names', () => {
  expect(() => new Grammar({ ...GRAMMAR_OPTIONS, skipValidations: false })).not.toThrow()
})

describe.each(ALL)('$name', ({ source }) => {
  test('reads without complaint, with LF and with CRLF', () => {
    const lines = source.replaceAll('\r\n', '\n')
    for (const text of [lines, lines.replaceAll('\n', '\r\n')]) {
      const { tree, diagnostics } = parse(text)
      expect(diagnostics).toEqual([])
      expect(tree.header).toBeDefined()
      expect(spanFaults(tree, text.length)).toEqual([])
      expect(JSON.stringify(tree)).not.toContain('"missing"')
    }
  })

  test('every beginning of it gives a tree', { timeout: 300_000 }, () => {
    for (let end = 0; end < source.length; end++) {
      const { tree, diagnostics } = parse(source.slice(0, end))
      const faults = spanFaults(tree, end)
      const outside = diagnostics.filter(({ span }) => span.start > span.end || span.end > end)
      if (faults.length + outside.length > 0) expect([end, faults, outside]).toEqual([])
    }
  })

  test('a word left out anywhere costs no more than a few complaints', () => {
    for (const { index, 0: word } of source.matchAll(/[\w"]+|[^\s\w]+/g)) {
      const { diagnostics } = parse(source.slice(0, index) + source.slice(index + word.length))
      if (diagnostics.length > 4) expect([word, index, diagnostics]).toEqual([])
    }
  })
})

test.skipIf(DESIGNS.length === 0)('the design has its twelve examples', () => {
  expect(DESIGNS.length).toBe(12)
})

test('a text of more than four million characters is refused at once', () => {
  const { tree, diagnostics } = parse(' '.repeat(MAX_LENGTH + 1))
  expect(tree.statements).toEqual([])
  expect(diagnostics.map(({ code }) => code)).toEqual(['text-too-big'])
})

test('one mistake does not hide the statements around it', () => {
  const source = `strategy "S"
let a = close
enter long when a > > 3
  size 100 shares
  stop 5
let b = (a +
plot a, b
`
  const { tree, diagnostics } = parse(source)
  expect(diagnostics.length).toBe(2)
  expect(tree.statements.map(({ kind }) => kind)).toEqual(['let', 'enter', 'let', 'plot'])
  expect(tree.statements[1]).toMatchObject({ clauses: [{ kind: 'size' }, { kind: 'stop' }] })
})
