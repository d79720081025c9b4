import { expect, test } from 'vitest'
import { parse } from '../../language/syntax/parse.ts'
import { DESIGNS, STRATEGIES } from '../language/syntax/examples.ts'
import { seeded } from '../parity/random.ts'
import { mutate } from './mutate.ts'
import { type Reader, readAndCheck, survey } from './survey.ts'
import { WHOLE_LANGUAGE } from './whole-language.ts'

const SOURCES = [...STRATEGIES, ...DESIGNS].map(({ source }) => source).concat(WHOLE_LANGUAGE)
const SEED = 20_240_328

test('20,000 mutated texts are read and checked: nothing throws, hangs or points outside', () => {
  const faults = survey(readAndCheck, SOURCES, 20_000, SEED)
  expect(faults.slice(0, 3)).toEqual([])
})

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
  expect(survey(throwing, SOURCES, 2_000, SEED).map(({ reason }) => reason)).not.toEqual([])
  expect(survey(misplacing, SOURCES, 2_000, SEED)).not.toEqual([])
})

test('a text twice as long takes about twice the time', () => {
  const statements = SOURCES.map((source) =>
    source.replace(/^.*(strategy|portfolio|library).*$/m, ''),
  )
  const whole = statements.join('\n')
  const million = `strategy "Long"\n${whole.repeat(Math.ceil(1e6 / whole.length))}`
  const texts = [million, million + whole.repeat(Math.ceil(1e6 / whole.length))]
  const [once, twice] = texts.map((text) => {
    const times = [0, 1, 2].map(() => {
      const begin = performance.now()
      parse(text)
      return performance.now() - begin
    })
    return times.sort((a, b) => a - b)[1]!
  })
  expect(twice! / once!).toBeLessThanOrEqual(2.5)
})
