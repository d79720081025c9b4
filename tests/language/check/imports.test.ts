import { describe, expect, test } from 'vitest'
import { compileText } from '../../../editor/pipeline/compile-text.ts'
import { runTests } from '../../../editor/pipeline/run-tests.ts'
import { gatherLibraries, type Libraries } from '../../../language/libraries.ts'
import { analyse } from '../../../language/service/analyse.ts'
import { complete } from '../../../language/service/complete.ts'
import { definition } from '../../../language/service/definition.ts'
import { hover } from '../../../language/service/hover.ts'
import { BUILTINS } from '../../../stdlib/builtins.ts'

const FILES: Readonly<Record<string, string>> = {
  'filters.strat':
    'library "filters"\nimport "deep/mean.strat"\nlet scale = 2\n' +
    '/// Twice the mean.\nfn twice(x, n: int) = scale * helper(x, n)\n' +
    'fn helper(x, n: int) = mean(x, n)\n',
  'deep/mean.strat':
    'library "mean"\nimport "more.strat"\nfn mean(x, n: int) = plain(sma(x, n))\n' +
    'test "flat" {\n  close 3 x 5\n  expect mean(close, 2) == 3\n}\n',
  'deep/more.strat': 'library "more"\nfn plain(x) = x\n',
}

const around = (lines: string): string => `strategy "S"\n\ntimeframe 1d\n\n${lines}\n`
const SOURCE = around(
  'import "filters.strat"\nlet mean = 1\nlet y = twice(close, 3)\nenter long when y > 4 * mean\n' +
    '  size 1 share\ntest "t" {\n  close 2 x 5\n  expect y == 4\n}',
)

const gather = (source: string, files = FILES): Libraries =>
  gatherLibraries(source, (path) => files[path])
const codes = (source: string, files = FILES): readonly string[] =>
  compileText(source, gather(source, files)).diagnostics.map(({ code }) => code)

describe('what a file imports', () => {
  test('is there with all that it needs itself, under names of its own', () => {
    const { program, source, module, diagnostics } = compileText(SOURCE, gather(SOURCE))
    expect(diagnostics).toEqual([])
    expect(module).toBeDefined()
    expect(program!.imports.map(({ path }) => path)).toEqual([
      'deep/more.strat',
      'deep/mean.strat',
      'filters.strat',
    ])
    const [result] = runTests(program!, source, { files: new Map() })
    expect(result!.failures).toEqual([])
  })

  test('counts in the hash of the source', () => {
    const hashes = ['scale = 2', 'scale = 3'].map((scale) => {
      const files = {
        ...FILES,
        'filters.strat': FILES['filters.strat']!.replace('scale = 2', scale),
      }
      return compileText(SOURCE, gather(SOURCE, files)).module!.meta.sourceHash
    })
    expect(hashes[0]).not.toBe(hashes[1])
    expect(compileText(SOURCE, gather(SOURCE)).module!.meta.sourceHash).toBe(hashes[0])
  })

  test('is checked by itself: its mistake is told with its place, once', () => {
    const files = { ...FILES, 'deep/more.strat': 'library "more"\n\nfn plain(x) = x + nothing\n' }
    const { diagnostics } = compileText(SOURCE, gather(SOURCE, files))
    expect(diagnostics.map(({ code }) => code)).toEqual(['import-broken', 'unknown-name'])
    expect(diagnostics[0]!.message).toContain('deep/more.strat:3:19')
  })

  test('brings no name but those of its own functions', () => {
    expect(codes(around('import "filters.strat"\nlet y = plain(close)'))).toEqual(['unknown-name'])
    expect(codes(around('import "filters.strat"\nlet y = close * scale'))).toEqual(['unknown-name'])
  })

  test('is a mistake at the call where it is called wrongly', () => {
    const source = around('import "filters.strat"\nlet y = twice(close > open, 3)')
    const { diagnostics } = compileText(source, gather(source))
    expect(diagnostics).toHaveLength(1)
    const { start, end } = diagnostics[0]!.span
    expect(source.slice(start, end)).toContain('close > open')
  })
})

test.each([
  ['import "../up.strat"', 'file-outside'],
  ['import "/etc/passwd"', 'file-outside'],
  ['import "C:x.strat"', 'file-outside'],
  ['import "deep/../filters.strat"', 'file-outside'],
  ['import "filter.strat"', 'import-missing'],
  ['import "filters.strat"\nimport "filters.strat"', 'import-repeated'],
  ['import "filters.strat"\nlet twice = 2', 'duplicate-name'],
  ['import "filters.strat"\nparam twice = 2', 'duplicate-name'],
])('%s', (lines, code) => {
  expect(codes(around(lines)).filter((one) => one !== 'parameter-unused')).toEqual([code])
})

describe('while it is written', () => {
  const at = (text: string) => {
    const offset = text.indexOf('|')
    const source = around(text.replace('|', ''))
    const shift = around('').length - 1
    return { analysis: analyse(source, BUILTINS, gather(source)), offset: offset + shift }
  }

  test('a name leads into the other file', () => {
    const { analysis, offset } = at('import "filters.strat"\nlet y = tw|ice(close, 3)')
    const place = definition(analysis, offset)!
    expect(place.path).toBe('filters.strat')
    expect(FILES['filters.strat']!.slice(place.start, place.end)).toBe('twice')
    expect(hover(analysis, offset)!.markdown).toMatch(
      /twice\(x, n: int\)[\s\S]*Twice the mean[\s\S]*From/,
    )
  })

  test('an import leads to the file that it names', () => {
    const { analysis, offset } = at('import "filt|ers.strat"\nplot twice(close, 3)')
    expect(definition(analysis, offset)).toEqual({ start: 0, end: 0, path: 'filters.strat' })
    const missing = at('import "filt|er.strat"\nplot close')
    expect(definition(missing.analysis, missing.offset)).toBeUndefined()
  })

  test('what is imported is offered', () => {
    const { analysis, offset } = at('import "filters.strat"\nlet y = |')
    const labels = complete(analysis, offset).map(({ label }) => label)
    expect(labels).toContain('twice')
    expect(labels).not.toContain('plain')
  })
})
