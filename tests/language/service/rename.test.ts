import { expect, test } from 'vitest'
import { builtinCallables } from '../../../language/service/callable.ts'
import { rename } from '../../../language/service/rename.ts'
import { withEdits } from '../../../language/service/text-edit.ts'
import { BUILTINS } from '../../../stdlib/builtins.ts'
import { WHOLE_LANGUAGE } from '../../fuzz/whole-language.ts'
import { difference } from '../../parity/difference.ts'
import { LIBRARY } from '../../parity/library.ts'
import { sourceOf } from '../../parity/node.ts'
import { observe } from '../../parity/observe.ts'
import { draftProgram } from '../../parity/program.ts'
import { caseSeed } from '../../parity/random.ts'
import { subjectOf } from '../../parity/subject.ts'
import { seenMarket } from '../../parity/trial.ts'
import { DESIGNS, STRATEGIES } from '../syntax/examples.ts'
import { analysed, marked, PROGRAM } from './marked.ts'

const SEED = 20_240_328

/** The text with the k-th symbol renamed; throws the reason where that is refused. */
function renamed(source: string, k: number, to: string): string {
  const analysis = analysed(source)
  const result = rename(analysis, analysis.table.symbols[k]!.span.start, to)
  if (result.kind === 'refused') throw new Error(`${result.reason}\n${source}`)
  return withEdits(source, result.edits)
}

/** What a strategy decides on a market. */
function decisions(source: string, seed: number) {
  const subject = subjectOf(source)
  const { compiled } = subject
  const defaults = Float64Array.from(compiled.meta.parameters, ({ value }) => value)
  return observe(compiled, defaults, seenMarket(subject, seed, 300), { kind: 'whole' })
}

const GENERATED = Array.from({ length: 12 }, (_, index) =>
  sourceOf(draftProgram(caseSeed(SEED, index), LIBRARY)),
)

const LIBRARY_NAMES = new Set(builtinCallables(BUILTINS).keys())

test('every name of every program can be renamed and back again', () => {
  const sources = [...STRATEGIES, ...DESIGNS].map(({ source }) => source)
  let count = 0
  for (const source of [...sources, WHOLE_LANGUAGE, ...GENERATED]) {
    for (const [k, { name }] of analysed(source).table.symbols.entries()) {
      const there = renamed(source, k, 'quite_another')
      expect(there).not.toBe(source)
      // A program may have taken a name before the library did; nobody may take one after.
      if (!LIBRARY_NAMES.has(name)) expect(renamed(there, k, name)).toBe(source)
      count++
    }
  }
  expect(count).toBeGreaterThan(120)
})

test('a renamed program decides the same', () => {
  for (const [index, source] of [...STRATEGIES.map((one) => one.source), ...GENERATED].entries()) {
    const seed = caseSeed(SEED, index)
    const before = decisions(source, seed)
    let after = source
    for (const k of analysed(source).table.symbols.keys()) after = renamed(after, k, `name_${k}`)
    expect(difference(before, decisions(after, seed)), `seed ${seed}\n${source}`).toBeUndefined()
  }
})

const REFUSED: readonly (readonly [text: string, to: string, reason: string])[] = [
  [`${PROGRAM}let x = cl|ose`, 'price', '`close` is a stream of the language.'],
  [`${PROGRAM}let x = sm|a(close, 5)`, 'mean', '`sma` is a function of the library.'],
  [`${PROGRAM}let x = nobo|dy`, 'price', '`nobody` is not defined in this program.'],
  [`${PROGRAM}let x = 5|`, 'price', 'There is no name of the program here.'],
  [`${PROGRAM}let x| = 5`, 'when', '`when` is a word of the language.'],
  [`${PROGRAM}let x| = 5`, 'stop', '`stop` is a word of the language.'],
  [`${PROGRAM}let x| = 5`, 'let', '`let` is a word of the language.'],
  [`${PROGRAM}let x| = 5`, 'equity', '`equity` is a stream of the language.'],
  [`${PROGRAM}let x| = 5`, 'R', '`R` is a stream of the language.'],
  [`${PROGRAM}let x| = 5`, 'ema', '`ema` is a function of the library.'],
  [`${PROGRAM}let x| = 5`, 'fast', '`fast` is already defined in this program.'],
  [`${PROGRAM}let x| = 5`, '5x', 'A name is made of letters'],
  [`${PROGRAM}let x| = 5`, '', 'A name is made of letters'],
  [`${PROGRAM}let x| = 5`, 'a b', 'A name is made of letters'],
  [`${PROGRAM}fn f(x|) = x + fast`, 'fast', '`fast` is already defined in this program.'],
  [`${PROGRAM}fn f(x|) {\n  let y = x\n  return y\n}`, 'y', '`y` is already defined'],
  [
    `${PROGRAM}enter long "a|" when up\nenter short "b" when up`,
    'b',
    'Another rule has the tag "b".',
  ],
  [`${PROGRAM}enter long "a|" when up`, 'say "b"', 'A tag holds no quotes'],
  [`${PROGRAM}enter long "a|" when up`, '', 'A tag needs at least one character.'],
  // After `stop`, `trailing` is a word of the language.
  [
    `${PROGRAM}let x| = close\nenter long when up\n  size 1 share\n  stop x`,
    'trailing',
    'something else',
  ],
]

test.each(REFUSED)('%j to %j', (text, to, reason) => {
  const { source, offset } = marked(text)
  const result = rename(analysed(source), offset, to)
  expect(result.kind === 'refused' ? result.reason : 'no refusal').toContain(reason)
})

const RENAMED: readonly (readonly [text: string, to: string, lines: string])[] = [
  ['let {line|} = macd()\nplot line', 'x', 'let {line: x} = macd()\nplot x'],
  ['let {line: x|} = macd()\nplot x', 'line', 'let {line} = macd()\nplot line'],
  ['let {line: x|} = macd()\nplot x', 'y', 'let {line: y} = macd()\nplot y'],
  [
    'fn f(x, n|: int) = sma(x, n)\nlet a = f(close, n: 5)\nlet b = f(n: 6, x: close)',
    'length',
    'fn f(x, length: int) = sma(x, length)\nlet a = f(close, length: 5)\nlet b = f(length: 6, x: close)',
  ],
  [
    'param n| = 5\nfn f(n) = n\ntest "t" {\n  close 1\n  with n = 3\n  expect f(n) == n\n}',
    'm',
    'param m = 5\nfn f(n) = n\ntest "t" {\n  close 1\n  with m = 3\n  expect f(m) == m\n}',
  ],
  ['let x| = prev(x, 0) + 1', 'count_up', 'let count_up = prev(count_up, 0) + 1'],
  [
    'mode m| {\n  from a to b when close > open\n}\nlet x = m is a',
    'regime',
    'mode regime {\n  from a to b when close > open\n}\nlet x = regime is a',
  ],
  [
    'mode m {\n  from a| to b when close > open\n  from b to a when true\n}\nlet x = m is a',
    'calm',
    'mode m {\n  from calm to b when close > open\n  from b to calm when true\n}\nlet x = m is calm',
  ],
  [
    'enter long "x|" when true\ncancel "x" when false\noca "x", "y"\nexit half of long "own" when true',
    'z',
    'enter long "z" when true\ncancel "z" when false\noca "z", "y"\nexit half of long "own" when true',
  ],
]

test.each(RENAMED)('%j to %j', (text, to, lines) => {
  const header = 'strategy "Example"\ntimeframe 1d\n'
  const { source, offset } = marked(header + text)
  const result = rename(analysed(source), offset, to)
  expect(result.kind === 'edits' ? withEdits(source, result.edits) : result.reason).toBe(
    header + lines,
  )
})
