import { expect, test } from 'vitest'
import { CATALOGUE } from '../../language/catalogue.ts'
import { parse } from '../../language/syntax/parse.ts'
import { DESIGNS, STRATEGIES } from '../language/syntax/examples.ts'
import { seeded } from '../parity/random.ts'
import { mutate } from './mutate.ts'
import { type Reader, readAndCheck, survey } from './survey.ts'
import { WHOLE_LANGUAGE } from './whole-language.ts'

const EXAMPLES = [...STRATEGIES, ...DESIGNS].map(({ source }) => source).concat(WHOLE_LANGUAGE)
/** Short texts of every kind; `too-large` is left out, which takes as long as any text may. */
const MISTAKES = Object.entries(CATALOGUE)
  .filter(([code, { wrong }]) => code !== 'too-large' && wrong.length < 1_000)
  .flatMap(([, { wrong, right }]) => [wrong, right])
const SOURCES = [...EXAMPLES, ...MISTAKES]
const SEED = 20_240_328
/** Enough for a machine that does ten other things. */
const MINUTES = { timeout: 300_000 }

test(
  '20,000 mutated texts are read and checked: nothing throws, hangs or points outside',
  MINUTES,
  () => {
    const faults = survey(readAndCheck, SOURCES, 20_000, SEED)
    expect(faults.slice(0, 3)).toEqual([])
  },
)

test('mutation changes texts and repeats from its seed', () => {
  const texts = SOURCES.map((source) => mutate(source, SOURCES, seeded(1)))
  expect(texts).toEqual(SOURCES.map((source) => mutate(source, SOURCES, seeded(1))))
  expect(texts.filter((text, i) => text !== SOURCES[i]).length).toBeGreaterThan(SOURCES.length / 2)
})

test('canary: a planted fault is found', () => {
  const throwing: Reader = (source) => {
    if (/\(\s*\)/.test(source)) throw new Error('planted')
    return parse(source)
  }
  const misplacing: Reader = (source) => {
    const { tree, diagnostics } = parse(source)
    const late = diagnostics.map((one) => ({ ...one, span: { start: 0, end: one.span.end + 1 } }))
    return { tree, diagnostics: late }
  }
  expect(survey(throwing, SOURCES, 500, SEED).map(({ reason }) => reason)).not.toEqual([])
  expect(survey(misplacing, SOURCES, 500, SEED)).not.toEqual([])
})

test('the time to read a text grows as its length does', MINUTES, () => {
  const statements = EXAMPLES.map((source) =>
    source.replace(/^.*(strategy|portfolio|library).*$/m, ''),
  )
  const whole = statements.join('\n')
  const textOf = (length: number) =>
    `strategy "Long"\n${whole.repeat(Math.ceil(length / whole.length))}`
  const texts = [textOf(250_000), textOf(1e6)] as const
  // Processor time, for the clock on the wall also counts what else the machine does; and the
  // least of the rounds, for garbage collected on other threads counts too. Four times the text
  // would take 16 times the time if reading were quadratic.
  const rounds = [0, 1, 2].map(() => texts.map((text) => microsecondsOf(() => parse(text))))
  const [short, long] = texts.map((_, i) => Math.min(...rounds.map((round) => round[i]!)))
  expect(long! / short!).toBeLessThanOrEqual(8)
})

function microsecondsOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
