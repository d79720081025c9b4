/**
 * Every expression of a program drawn as a plot: each is compared bit for bit, not only what rules
 * come to, and kernels grow large enough to be cut into several functions.
 */
import { expect, test } from 'vitest'
import { marketExpressions, withPlots } from './children.ts'
import { IMPORTING } from './library.ts'
import { PROPERTIES, sightOf } from './lockstep.ts'
import { sourceOf } from './node.ts'
import { draftProgram } from './program.ts'
import { caseSeed } from './random.ts'
import { subjectOf, subjectOfProgram } from './subject.ts'
import { trialOf } from './trial.ts'

const STRATEGIES = 60
const BARS = 80

const KERNELS = [
  'kernels in one block = interpreter',
  'kernels cut at random places = one block',
  'kernels one bar at a time = one block',
  'memory restored into a fresh bind = uninterrupted',
] as const

test('every expression of a program is the same in kernels and interpreter', () => {
  let severalStages = 0
  for (let index = 0; index < STRATEGIES; index++) {
    const seed = caseSeed(5, index)
    const { program, source } = subjectOf(sourceOf(draftProgram(seed, IMPORTING)))
    const subject = subjectOfProgram(withPlots(program, marketExpressions(program)[0]!), source)
    if (subject.javascript.includes('function plots1_')) severalStages++
    const trial = trialOf(subject, seed, BARS)
    const seen = sightOf(trial)
    for (const name of KERNELS) {
      expect(PROPERTIES[name](trial, seen), `${name}\n${source}`).toBeUndefined()
    }
  }
  expect(severalStages).toBeGreaterThan(3)
})
