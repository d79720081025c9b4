/** The strategies that come with the project, held to the same properties on seeded markets. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { brokenProperty } from './lockstep.ts'
import { caseSeed } from './random.ts'
import { subjectOf } from './subject.ts'
import { trialOf } from './trial.ts'

const FOLDER = new URL('../../strategies/', import.meta.url)
const MARKETS = 12
/** Long enough for a moving average over 200 bars to be known for a while. */
const BARS = 600

const names = readdirSync(FOLDER).filter((name) => name.endsWith('.strat'))

test('there are strategies', () => {
  expect(names.length).toBeGreaterThanOrEqual(3)
})

test.each(names)('%s keeps every property on every market', (name) => {
  const subject = subjectOf(readFileSync(new URL(name, FOLDER), 'utf8'))
  for (let market = 0; market < MARKETS; market++) {
    const trial = trialOf(subject, caseSeed(11, market), BARS)
    expect(brokenProperty(trial, 'all'), `market ${market}`).toBeUndefined()
  }
})
