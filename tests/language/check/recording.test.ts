import { expect, test } from 'vitest'
import { check } from '../../../language/check/check.ts'
import { newRecording } from '../../../language/check/recording.ts'
import { warmupText } from '../../../language/check/warmup.ts'
import { parse } from '../../../language/syntax/parse.ts'
import { BUILTINS } from '../../../stdlib/builtins.ts'
import { WHOLE_LANGUAGE } from '../../fuzz/whole-language.ts'
import { LIBRARY } from '../../parity/library.ts'
import { sourceOf } from '../../parity/node.ts'
import { draftProgram } from '../../parity/program.ts'
import { caseSeed } from '../../parity/random.ts'
import { DESIGNS, STRATEGIES } from '../syntax/examples.ts'
import { around } from './checked.ts'

const GENERATED = Array.from({ length: 60 }, (_, index) =>
  sourceOf(draftProgram(caseSeed(5, index), LIBRARY)),
)
const SOURCES = [...STRATEGIES, ...DESIGNS].map(({ source }) => source).concat(GENERATED)

/** Each definition of the text, by name, with what is known of it. */
function known(source: string): ReadonlyMap<string, string> {
  const { tree } = parse(source)
  const recording = newRecording()
  check(tree, source, BUILTINS, recording)
  const found = new Map<string, string>()
  for (const statement of tree.statements) {
    if (statement.kind !== 'let' || statement.pattern.kind !== 'name') continue
    const value = recording.values.get(statement.value)
    if (value === undefined || value.kind === 'record' || !recording.settled.has(value)) continue
    found.set(statement.pattern.name.text, `${warmupText(value.warmup)} ${value.optional}`)
  }
  return found
}

test('listening changes nothing that is told', () => {
  for (const source of [...SOURCES, WHOLE_LANGUAGE]) {
    const { tree } = parse(source)
    const { diagnostics } = check(tree, source, BUILTINS)
    expect(check(tree, source, BUILTINS, newRecording()).diagnostics).toEqual(diagnostics)
  }
})

test('what is known of a definition does not change while another is being written', () => {
  let compared = 0
  for (const source of GENERATED) {
    const whole = known(source)
    const broken = known(`${source}\nlet quite_another = close + rsi(14)\n`)
    expect([...broken], source).toEqual([...whole])
    compared += whole.size
  }
  expect(compared).toBeGreaterThan(100)
})

test('nothing is known of what a mistake or a cycle reaches', () => {
  const found = known(
    around(`let good = sma(close, 5)
let bad = close + rsi(14)
let worse = bad[1]
let turn = turn + 1
let after = sma(turn, 3)
let past = prev(past, 0) + bad`),
  )
  expect([...found.keys()]).toEqual(['good'])
})

test('inside a function a value is kept for each call', () => {
  const source = around(`fn f(x) = x * 2
let a = f(close)
let b = f(volume)`)
  const { tree } = parse(source)
  const recording = newRecording()
  check(tree, source, BUILTINS, recording)
  const fn = tree.statements.find((statement) => statement.kind === 'function')
  expect(recording.calls.get(fn!.result)?.size).toBe(2)
})
