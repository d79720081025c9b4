import { expect, test } from 'vitest'
import { CALLABLE } from '../../../compiler/extern/callable.ts'
import { CATALOGUE } from '../../../language/catalogue.ts'
import type { Value } from '../../../language/check/node.ts'
import type { Libraries } from '../../../language/libraries.ts'
import { type Analysis, analyse, analyseEdits } from '../../../language/service/analyse.ts'
import { hover } from '../../../language/service/hover.ts'
import { inlayHints } from '../../../language/service/inlay-hints.ts'
import { edited } from '../../fuzz/edits.ts'
import { WHOLE_LANGUAGE } from '../../fuzz/whole-language.ts'
import { LIBRARY } from '../../parity/library.ts'
import { sourceOf } from '../../parity/node.ts'
import { draftProgram } from '../../parity/program.ts'
import { caseSeed, seeded } from '../../parity/random.ts'
import { DESIGNS, STRATEGIES } from '../syntax/examples.ts'

const EXAMPLES = [...STRATEGIES, ...DESIGNS].map(({ source }) => source).concat(WHOLE_LANGUAGE)
const MISTAKES = Object.values(CATALOGUE).flatMap(({ wrong, right }) => [wrong, right])
const GENERATED = Array.from({ length: 30 }, (_, seed) => sourceOf(draftProgram(seed, LIBRARY)))
const EXTERN = `strategy "E"
timeframe 1d
import "technicalindicators"
let a = ti.rsi(close, 14)
let b = a + 1
plot a, b
`
const SOURCES = [EXTERN, EXTERN, EXTERN, ...EXAMPLES, ...MISTAKES, ...GENERATED].filter(
  ({ length }) => length < 4_000,
)
const LIBRARIES: Libraries = new Map([
  [
    'filters.strat',
    'library "Filters"\nlet long_run = 200\nfn healthy(x) = x > sma(x, long_run)\n',
  ],
])
const MINUTES = { timeout: 300_000 }

/** Everything that an analysis says, as text; definitions by their numbers. */
function told(analysis: Analysis): Readonly<Record<string, string>> {
  const { diagnostics, tree, comments, program, recording, table, source } = analysis
  const numbers = new Map(program?.definitions.map((one, number) => [one as unknown, number]))
  const plain = (key: string, value: unknown): unknown =>
    key === 'definition' ? `definition ${numbers.get(value)}` : value
  const values = [...recording.values.values()].map(shown)
  const calls = [...recording.calls.values()].map((each) => [...each.values()].map(shown))
  const places = Array.from({ length: 8 }, (_, part) => Math.floor((source.length * part) / 8))
  return {
    diagnostics: JSON.stringify(diagnostics),
    tree: JSON.stringify({ tree, comments }),
    program: JSON.stringify(program, plain) ?? 'none',
    values: JSON.stringify([values, calls, recording.parameters]),
    hints: JSON.stringify(inlayHints(analysis)),
    hover: JSON.stringify(places.map((offset) => hover(analysis, offset))),
    names: JSON.stringify(
      table.symbols.map(({ name, span, references }) => [name, span, references]),
    ),
  }
}

/** What is asked for at each keystroke. */
function toldFirst({ diagnostics, tree }: Analysis): Readonly<Record<string, string>> {
  return { diagnostics: JSON.stringify(diagnostics), tree: JSON.stringify(tree) }
}

function shown(value: Value): unknown {
  return value.kind === 'record' ? [...value.fields.keys()] : [value.type, value.color]
}

test('after any edit an analysis says what one of the new text by itself says', MINUTES, () => {
  const faults: unknown[] = []
  for (let text = 0; text < 60; text++) {
    const random = seeded(caseSeed(20_261_128, text))
    const next = analyseEdits(CALLABLE)
    let source = random.pick(SOURCES)
    for (let edit = 0; edit < 25; edit++) {
      const libraries = random.chance(0.9) ? LIBRARIES : new Map()
      const both = [next(source, libraries), analyse(source, CALLABLE, libraries)]
      // What is forgotten here shows in what comes after, so all is not asked for each time.
      const [found, due] = both.map(edit % 5 === 4 ? told : toldFirst)
      for (const part of Object.keys(due!)) {
        if (found![part] !== due![part]) faults.push({ text, edit, part, source })
      }
      source = edited(source, SOURCES, random)
      if (source.length > 6_000) source = random.pick(SOURCES)
    }
  }
  expect(faults.slice(0, 2)).toEqual([])
})

const SMALL = `strategy "Small"
timeframe 1d
param n = 5 in 2..10
fn twice(x) = x + x
let a = sma(close, n)
let b = twice(a)
let c = ema(close, 7)
plot b, c
`

test('what an edit does not concern is neither read nor checked again', () => {
  const next = analyseEdits(CALLABLE)
  const first = next(SMALL)
  const { tree, program } = first
  const named = (name: string) => program!.definitions.find((one) => one.name === name)!
  const second = next(`// a remark\n${SMALL.replace('sma(close', 'sma(open')}`)
  const kept = tree.statements.filter((one) => second.tree.statements.includes(one))
  expect(kept.map(({ kind }) => kind)).toEqual([
    'timeframe',
    'param',
    'function',
    'let',
    'let',
    'plot',
  ])
  const same = ['a', 'b', 'c'].filter((name) => second.program!.definitions.includes(named(name)))
  expect(same).toEqual(['c'])
})

test('what a use teaches of a parameter is forgotten with the use', () => {
  const next = analyseEdits(CALLABLE)
  const source = SMALL.replace('n = 5 in 2..10', 'n = 5')
  const [parameter] = next(source).program!.parameters
  expect(parameter).toMatchObject({ min: 1, integer: true })
  const without = source.replace('sma(close, n)', 'close * n')
  expect(next(without).program!.parameters).toEqual(analyse(without, CALLABLE).program!.parameters)
})

test('canary: an answer for another text is not the same', () => {
  const other = SMALL.replace('let c = ema(close, 7)', 'let c = ema(close, 8)')
  const [one, two] = [SMALL, other].map((source) => told(analyse(source, CALLABLE)))
  expect(one!.program).not.toBe(two!.program)
})
