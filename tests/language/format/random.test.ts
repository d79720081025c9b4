/** Programs written and generated, spread out by chance: what is true of every text. */
import { expect, test } from 'vitest'
import { format } from '../../../language/format/format.ts'
import { mutate } from '../../fuzz/mutate.ts'
import { WHOLE_LANGUAGE } from '../../fuzz/whole-language.ts'
import { LIBRARY } from '../../parity/library.ts'
import { sourceOf } from '../../parity/node.ts'
import { draftProgram } from '../../parity/program.ts'
import { caseSeed, type Random, seeded } from '../../parity/random.ts'
import { DESIGNS, STRATEGIES } from '../syntax/examples.ts'
import { formatFaults } from './faults.ts'
import { anyGap, oneGap, scatter } from './scatter.ts'

const SEED = 20_261_128
const WRITTEN = [...STRATEGIES, ...DESIGNS].map(({ source }) => source).concat(WHOLE_LANGUAGE)
/** Enough for a machine that does ten other things. */
const MINUTES = { timeout: 300_000 }

test('250 programs with blanks and comments anywhere: nothing lost, nothing moved', MINUTES, () => {
  const faults = survey(250, (random) => formatFaults(scatter(programOf(random), anyGap, random)))
  expect(faults.slice(0, 3)).toEqual([])
})

test('250 mutated texts: left alone where they have mistakes', MINUTES, () => {
  const faults = survey(250, (random) => formatFaults(mutate(programOf(random), WRITTEN, random)))
  expect(faults.slice(0, 3)).toEqual([])
})

test('100 programs: however one is laid out, it is formatted to the same text', MINUTES, () => {
  const faults = survey(100, (random) => {
    const program = programOf(random)
    const [one, other] = [() => ' ', oneGap].map((gap) => format(scatter(program, gap, random)))
    expect(one?.kind).toBe('formatted')
    expect(other).toEqual(one)
    return []
  })
  expect(faults).toEqual([])
})

/** What is wrong with each of `count` cases, with the seed that repeats it. */
function survey(count: number, faultsOf: (random: Random) => readonly string[]): string[] {
  return Array.from({ length: count }, (_, index) => caseSeed(SEED, index)).flatMap((seed) =>
    faultsOf(seeded(seed)).map((fault) => `seed ${seed}: ${fault}`),
  )
}

function programOf(random: Random): string {
  return random.chance(0.4)
    ? random.pick(WRITTEN)
    : sourceOf(draftProgram(random.int(1, 1e9), LIBRARY))
}
