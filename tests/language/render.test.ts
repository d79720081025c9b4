import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../language/diagnostic.ts'
import { positionOf, render } from '../../language/render.ts'
import { parse } from '../../language/syntax/parse.ts'

const PLAIN = { colour: false }

function shown(source: string): string {
  return parse(source)
    .diagnostics.map((diagnostic) => render(diagnostic, source, 'a.strat', PLAIN))
    .join('\n\n')
}

function at(start: number, end: number, more: Partial<Diagnostic> = {}): Diagnostic {
  const base = { code: 'code', severity: 'error', message: 'Message.', hint: 'Do.', labels: [] }
  return { ...base, severity: 'error', span: { start, end }, ...more }
}

describe('positionOf', () => {
  test.each([
    ['', 0, 1, 1],
    ['ab', 1, 1, 2],
    ['ab', 99, 1, 3],
    ['a\nb', 1, 1, 2],
    ['a\nb', 2, 2, 1],
    ['a\r\nb', 3, 2, 1],
    ['a\rb', 2, 2, 1],
    ['a\n\nb', 3, 3, 1],
    ['a\n', 2, 2, 1],
  ])('%j at %i', (source, offset, line, column) => {
    expect(positionOf(source, offset)).toEqual({ line, column })
  })
})

describe('render', () => {
  test('place, code, message, caret, label, hint', () => {
    expect(shown('strategy "S"\n\nlet between = low < open < high\n')).toBe(
      `a.strat:3:26 error[chained-comparison] Two comparisons cannot be chained: \
\`open\` is compared twice.
3 | let between = low < open < high
  |                          ^
  |                     ---- it is compared twice
  = hint: Write \`and\` and repeat the middle: \`a < b and b < c\`.`,
    )
  })

  test('what is missing is marked behind the last word', () => {
    expect(shown('strategy "S"\nlet a =\nplot close').split('\n').slice(1, 3)).toEqual([
      '2 | let a =',
      '  |        ^',
    ])
  })

  test('tabs, wide characters and CRLF keep the caret under its word', () => {
    const source = 'x\r\n\tlet 数 = ~\r\n'
    const start = source.indexOf('~')
    expect(
      render(at(start, start + 1), source, 'p', PLAIN)
        .split('\n')
        .slice(1, 3),
    ).toEqual(['2 |   let 数 = ~', '  |            ^'])
  })

  test('a long line is cut to a window around the mistake', () => {
    const source = `${'a'.repeat(500)} ~ ${'b'.repeat(500)}`
    const [, line, caret] = render(at(501, 502), source, 'p', PLAIN).split('\n')
    expect(line!.length).toBeLessThan(120)
    expect(line!.startsWith('1 | …a')).toBe(true)
    expect(line!.endsWith('b…')).toBe(true)
    expect(line![caret!.indexOf('^')]).toBe('~')
  })

  test('a span over several lines is marked on its first', () => {
    const lines = render(at(0, 7), 'abc\ndef', 'p', PLAIN).split('\n')
    expect(lines.slice(1, 3)).toEqual(['1 | abc', '  | ^^^'])
  })

  test('nothing in source, path or message drives the terminal', () => {
    const evil = '\u001b[31m\u0007\u202e\ud800'
    const text = render(at(0, 1, { message: evil, hint: evil }), evil, evil, PLAIN)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
    expect(text).toContain('<U+001B>')
    expect(text).toContain('<U+D800>')
  })

  test('colour only when asked for', () => {
    const painted = render(at(0, 1), 'a', 'p', { colour: true })
    expect(painted).toContain('\u001b[31m')
    const sequence = new RegExp(`${'\u001b'}\\[\\d+m`, 'g')
    expect(painted.replaceAll(sequence, '')).toBe(render(at(0, 1), 'a', 'p', PLAIN))
    const warned = render(at(0, 1, { severity: 'warning' }), 'a', 'p', { colour: true })
    expect(warned).toContain('\u001b[33m')
  })

  test('spans at or beyond the end are shown and not thrown on', () => {
    for (const [start, end] of [
      [0, 0],
      [3, 3],
      [9, 12],
    ] as const) {
      expect(render(at(start, end), 'abc', 'p', PLAIN)).toContain('^')
    }
    expect(render(at(0, 0), '', 'p', PLAIN)).toContain('^')
  })
})
