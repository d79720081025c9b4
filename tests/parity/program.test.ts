import { describe, expect, test } from 'vitest'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { LIBRARY } from './library.ts'
import { sourceOf } from './node.ts'
import { draftProgram } from './program.ts'
import { caseSeed } from './random.ts'
import { checked } from './subject.ts'

const COUNT = 400

describe('generated programs', () => {
  const sources = Array.from({ length: COUNT }, (_, index) =>
    sourceOf(draftProgram(caseSeed(7, index), LIBRARY)),
  )

  test('all check without an error', () => {
    const refused = sources.flatMap((source) => {
      const { program, refusal } = checked(source)
      return program === undefined ? [`${refusal}\n${source}`] : []
    })
    expect(refused.slice(0, 1).join('\n'), `${refused.length} of ${COUNT} refused`).toBe('')
  })

  test('are the same for the same seed', () => {
    expect(sourceOf(draftProgram(42, LIBRARY))).toBe(sourceOf(draftProgram(42, LIBRARY)))
  })

  test('use every builtin and every construct', () => {
    const all = sources.join('\n')
    const missing = [...BUILTINS.primitives.keys(), ...BUILTINS.compositions.keys(), ...CONSTRUCTS]
      .map((word) => (/^\w+$/.test(word) ? new RegExp(`\\b${word}\\b`) : word))
      .filter((word) => (typeof word === 'string' ? !all.includes(word) : !word.test(all)))
    expect(missing.map(String)).toEqual([])
  })
})

const CONSTRUCTS: readonly string[] = [
  'param',
  'require',
  'fn',
  'return',
  'prev',
  'known',
  'if',
  'crosses above',
  'crosses below',
  ' ?? ',
  ' and ',
  ' or ',
  'not ',
  ' == ',
  ' / ',
  'enter long',
  'enter short',
  'exit long',
  'exit short',
  'exit "',
  'at limit',
  'at stop',
  'at open',
  '% of equity',
  'size risk',
  ' shares',
  ' USD',
  '  stop ',
  '  target ',
  '2R',
  'entry_price',
  'expire after',
  'expire gtc',
  'expire day',
  'up to',
  'costs {',
  'plot',
  'in pane',
  'equity',
  'position',
]
