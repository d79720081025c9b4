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

test('a text twice as long takes about twice the time', MINUTES, () => {
  const statements = EXAMPLES.map((source) =>
    source.replace(/^.*(strategy|portfolio|library).*$/m, ''),
  )
  const whole = statements.join('\n')
  const million = `strategy "Long"\n${whole.repeat(Math.ceil(1e6 / whole.length))}`
  const texts = [million, million + whole.repeat(Math.ceil(1e6 / whole.length))]
  // Processor time, for the clock on the wall also counts what else the machine does.
  const rounds = [0, 1, 2].map(() => texts.map((text) => microsecondsOf(() => parse(text))))
  const [once, twice] = texts.map((_, i) => rounds.map((round) => round[i]!).sort(ascending)[1])
  expect(twice! / once!).toBeLessThanOrEqual(2.5)
})

function microsecondsOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

function ascending(a: number, b: number): number {
  return a - b
}
