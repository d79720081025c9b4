import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Bars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import type { BoundStrategy, StrategyModule } from '../../stdlib/module.ts'
import { defaults, strategyOf } from './strategy.ts'
import { accountAt, random, walk } from './walk.ts'

// A quick look at the claim that `tests/parity` proves at length: interpreter = kernels, however
// the bars are cut. What reads another clock needs its bars, and is looked at there alone.

const LENGTH = 400
const folder = join(import.meta.dirname, '../../strategies')
const samples = join(import.meta.dirname, 'samples')
const sources = [
  ...readdirSync(folder)
    .filter((name) => name.endsWith('.strat'))
    .map((name) => join(folder, name)),
  ...readdirSync(samples).map((name) => join(samples, name, 'input.strat')),
]

/** Everything that a strategy says, a row a bar. */
function rowsOf(
  { meta }: StrategyModule,
  bound: BoundStrategy,
  from: number,
  to: number,
): readonly (readonly number[])[] {
  const rows: number[][] = []
  for (let i = from; i < to; i++) {
    const account = accountAt(i)
    const row = [bound.decide(i, account), ...bound.plots.map((plot) => plot[i]!)]
    for (const { index, frozenSlots } of meta.rules) {
      const frozen = new Float64Array(frozenSlots + 2)
      bound.freeze(index, i, account, frozen, 2)
      row.push(frozen[2]!, frozen[3]!)
      row.push(bound.stop(index, frozen, 2, 101), bound.target(index, frozen, 2, 101, 2.5))
    }
    rows.push(row)
  }
  return rows
}

/** Runs a module over pieces of the bars that end at `cuts`. */
function run(module: StrategyModule, bars: Bars, cuts: readonly number[], restoreAt = -1) {
  let bound = module.bind(defaults(module), bars, MATH)
  const rows: (readonly number[])[] = []
  let from = 0
  for (const to of cuts) {
    if (from === restoreAt) {
      const memory = bound.memory.slice()
      bound = module.bind(defaults(module), bars, MATH)
      bound.memory.set(memory)
    }
    bound.advance(from, to)
    bound.advancePlots(from, to)
    rows.push(...rowsOf(module, bound, from, to))
    from = to
  }
  return rows
}

const programs = sources
  .map((path) => ({ path, ...strategyOf(readFileSync(path, 'utf8')) }))
  .filter(({ module }) => module.meta.clocks === undefined)

describe.each(programs)('$path', ({ module, interpreted }) => {
  const bars = walk(7, LENGTH)
  const meant = run(interpreted, bars, [LENGTH])

  test('kernels in one block', () => {
    expect(run(module, bars, [LENGTH])).toEqual(meant)
  })

  test('kernels cut at random places', () => {
    const next = random(11)
    const cuts: number[] = []
    for (let end = 0; end < LENGTH; cuts.push(end))
      end = Math.min(LENGTH, end + 1 + next() * 60) | 0
    expect(run(module, bars, cuts)).toEqual(meant)
  })

  test('kernels one bar at a time', () => {
    expect(
      run(
        module,
        bars,
        Array.from({ length: LENGTH }, (_, i) => i + 1),
      ),
    ).toEqual(meant)
  })

  test.each([0, 1, 13, 57, 399])('memory carried into a fresh bind at bar %i', (at) => {
    const rows = run(module, bars, at === 0 ? [LENGTH] : [at, LENGTH], at)
    expect(rows).toEqual(meant)
  })

  test('no rule fires but where its signal allows it', () => {
    const bound = module.bind(defaults(module), bars, MATH)
    bound.advance(0, LENGTH)
    meant.forEach(([fired], i) => {
      expect(fired! & ~bound.signals[i]!).toBe(0)
    })
  })
})

test('a kernel of several stages: what one leaves the others read, however the bars are cut', () => {
  const lets = Array.from({ length: 70 }, (_, k) => {
    const before = k === 0 ? 'close' : `v${k - 1}`
    return `let v${k} = 0.5 * ${before} + 0.5 * prev(v${k}, ${before}[${1 + (k % 3)}] ?? open)`
  })
  const source = `strategy "Long"
timeframe 1d
${lets.join('\n')}
enter long when v0 crosses above v69 and (v35 > sma(v3, 9) or position > 0)
  size 10 shares
  stop entry_price - (highest(v2, 5) - lowest(v66[2], 5))
exit long when v1 < v68 and known(v30[7])
plot v0, v69, v35`
  const { module, interpreted, compiled } = strategyOf(source)
  expect(compiled.javascript).toContain('function market2_settled')
  const bars = walk(3, LENGTH)
  const meant = run(interpreted, bars, [LENGTH])
  expect(run(module, bars, [LENGTH])).toEqual(meant)
  expect(run(module, bars, [150, 151, LENGTH], 151)).toEqual(meant)
})
