import { describe, expect, test } from 'vitest'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { IMPORTING, LIBRARY } from './library.ts'
import { sourceOf } from './node.ts'
import { draftProgram } from './program.ts'
import { caseSeed } from './random.ts'
import { checked } from './subject.ts'

const COUNT = 400

describe('generated programs', () => {
  const sources = Array.from({ length: COUNT }, (_, index) =>
    sourceOf(draftProgram(caseSeed(7, index), IMPORTING)),
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

  test('use every construct, and may use every builtin', () => {
    const all = sources.join('\n')
    const used = (word: string) =>
      /^\w+$/.test(word) ? new RegExp(`\\b${word}\\b`).test(all) : all.includes(word)
    expect(CONSTRUCTS.filter((word) => !used(word))).toEqual([])
    expect(all).toMatch(/\b(drift|swing|streak_of)\(/)
    const builtins = [...BUILTINS.primitives.keys(), ...BUILTINS.compositions.keys()]
    const words = new Set(LIBRARY.map(({ name }) => name))
    // Its counts begin with 2.
    expect(builtins.filter((name) => !words.has(name))).toEqual(['pmo'])
    // Each has a battery of its own; here is how they meet.
    expect(builtins.filter(used).length).toBeGreaterThan(builtins.length / 2)
  })
})

const CONSTRUCTS: readonly string[] = [
  'import "technicalindicators"',
  'import "momentum.ts"',
  'import "parity.strat"',
  'ti.',
  'momentum.turn(',
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
  'expire gtd',
  'up to',
  'costs {',
  'plot',
  'in pane',
  'equity',
  'position',
  'open_profit > 1R',
]
