import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MATH } from '../../stdlib/math.ts'
import { barsOf } from '../runtime/core/script.ts'
import { strategyOf } from './strategy.ts'

/** What formulas are made of, beside operators. */
const FUNCTIONS = {
  max: Math.max,
  min: Math.min,
  floor: Math.floor,
  powerOfTwo: (atLeast: number) => 2 ** Math.ceil(Math.log2(atLeast)),
}

const folder = join(import.meta.dirname, '../../strategies')
const SOURCES = readdirSync(folder)
  .filter((name) => name.endsWith('.strat'))
  .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const)

describe('memory as a formula', () => {
  test.each(SOURCES)('%s keeps as many numbers as it says', (_, source) => {
    expectTrue(source)
  })

  test('lengths, rings and bars looked back by a parameter are in it', () => {
    const source = `strategy "S"
timeframe 1d
param n = 10 in 2..50
param far = 3 in 1..9
let spread = high - low
enter long when median(spread, n + far) > spread[far] and highest(spread, 2 * n) > ema(spread, 5)
  size 1 shares
`
    const formula = expectTrue(source)
    expect(formula).toBe(
      '10 + 19 * ((n + far) + 1) + (2 * n) + ' +
        'powerOfTwo(max((n + far) + 1, far + 1, (2 * n) - 1 + 1))',
    )
  })
})

/** At the values as written, and at the ends of their ranges. */
function expectTrue(source: string): string {
  const { program, compiled, module } = strategyOf(source)
  const names = program.parameters.map(({ name }) => name)
  const reckon = Function(...names, ...Object.keys(FUNCTIONS), `return ${compiled.memory}`)
  const choices = [
    program.parameters.map(({ value }) => value),
    program.parameters.map(({ value, min = value }) => min),
    program.parameters.map(({ value, max = value }) => max),
  ]
  for (const values of choices) {
    const bound = module.bind(Float64Array.from(values), barsOf([]), MATH)
    expect(reckon(...values, ...Object.values(FUNCTIONS))).toBe(bound.memory.length)
  }
  return compiled.memory
}
