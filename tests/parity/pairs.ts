import { describe, expect, test } from 'vitest'
import { IMPORTING } from './library.ts'
import { brokenProperty, type Trial } from './lockstep.ts'
import { type Draft, sourceOf } from './node.ts'
import { draftProgram } from './program.ts'
import { caseSeed } from './random.ts'
import { shrink } from './shrink.ts'
import { checked, type Subject, subjectOf } from './subject.ts'
import { trialOf } from './trial.ts'

/** (strategy, data) pairs to try, `STRAT_PAIRS=100000` for a long run. */
const PAIRS = Number(process.env.STRAT_PAIRS ?? 5_000)
/** Replays a failure: `STRAT_SEED=… npx vitest run tests/parity`. */
const SEED = Number(process.env.STRAT_SEED ?? 1)
/** Each strategy meets so many series. */
const SERIES = 5
const MAX_BARS = 110
/** Strategies a test, so that a long run reports where it is. */
const CHUNK = 250

/**
 * Every second strategy is tried here, from `first` on: test files run side by side. Asserts every
 * property on each pair; a failure is told with the smallest program found that shows it.
 */
export function describePairs(first: 0 | 1): void {
  const strategies = Math.ceil(PAIRS / SERIES)
  describe(`parity on ${PAIRS} generated pairs, every second from ${first}, seed ${SEED}`, () => {
    for (let from = first; from < strategies; from += CHUNK) {
      const to = Math.min(strategies, from + CHUNK)
      test(`strategies ${from} to ${to - 1}`, { timeout: 600_000 }, () => {
        for (let index = from; index < to; index += 2) expectParity(caseSeed(SEED, index))
      })
    }
  })
}

function expectParity(seed: number): void {
  const draft = acceptedDraft(seed)
  const subject = subjectOf(sourceOf(draft))
  for (let k = 0; k < SERIES; k++) {
    const trial = trialOf(subject, caseSeed(seed, k), MAX_BARS)
    // What the checker claims is looked at on one series: it is the slowest to look at.
    const broken = brokenProperty(trial, k === 0 ? 'all' : 'but claims')
    if (broken !== undefined) expect.fail(report(draft, trial, broken))
  }
}

/** About one draft in a thousand is refused, as a level beside a distance is: the next is taken. */
function acceptedDraft(seed: number): Draft {
  for (let k = 0; k < 3; k++) {
    const draft = draftProgram(seed ^ k, IMPORTING)
    if (checked(sourceOf(draft)).program !== undefined) return draft
  }
  throw new Error(`three drafts from ${seed} on are refused`)
}

/** The smallest program found that breaks the same property on the same bars, as a whole story. */
function report(draft: Draft, trial: Trial, broken: string): string {
  const property = broken.slice(0, broken.indexOf(':'))
  const retry = (smaller: Draft) => {
    const source = sourceOf(smaller)
    if (checked(source).program === undefined) return false
    return attempt(trial, subjectOf(source))?.startsWith(`${property}:`) === true
  }
  const least = sourceOf(shrink(draft, retry))
  const found = attempt(trial, subjectOf(least)) ?? broken
  return `${found}\nSTRAT_SEED=${SEED}, case ${trial.seed}\n\n${least}`
}

/** Parameters are matched by name: shrinking may have dropped some. */
function attempt(trial: Trial, subject: Subject): string | undefined {
  const values = new Map(
    trial.subject.compiled.meta.parameters.map((item, k) => [item.name, trial.parameters[k]!]),
  )
  const parameters = Float64Array.from(
    subject.compiled.meta.parameters.map((item) => values.get(item.name) ?? item.value),
  )
  return brokenProperty({ ...trial, subject, parameters }, 'all')
}
