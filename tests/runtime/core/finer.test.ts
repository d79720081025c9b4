import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FinerBars } from '../../../runtime/core/finer.ts'
import type { Policy } from '../../../runtime/core/policy.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { RunResult } from '../../../runtime/core/result.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import { cases } from '../../draws.ts'
import { anyBars, anyOptions, anyPrices, anyScript } from './random.ts'
import { barsOf, run, type ScriptRule } from './script.ts'

const RUNS = cases(500)

type Row = readonly [open: number, high: number, low: number, close: number]

/** Bars of three finer ones each; every case is decided at the close of the first. */
function pricesOf(rows: readonly Row[]): { readonly bars: Bars; readonly finer: FinerBars } {
  const starts = Array.from({ length: rows.length / 3 }, (_, i) => 3 * i)
  const made = starts.map((at): Row => {
    const own = rows.slice(at, at + 3)
    const high = Math.max(...own.map((row) => row[1]))
    const low = Math.min(...own.map((row) => row[2]))
    return [own[0]![0], high, low, own[2]![3]]
  })
  const from = Int32Array.from(starts)
  return { bars: barsOf(made), finer: { bars: barsOf(rows), from, to: from.map((at) => at + 3) } }
}

const FLAT: readonly Row[] = [
  [100, 101, 99, 100],
  [100, 101, 99, 100],
  [100, 101, 99, 100],
]

interface Case {
  readonly name: string
  readonly rules: readonly Partial<ScriptRule>[]
  readonly rows: readonly Row[]
  /** Purpose, bar and price of each fill. */
  readonly fills: readonly string[]
  readonly ambiguous?: number
  readonly settled?: number
  readonly policy?: Policy
}

const level = (price: number) => () => price
const BRACKET = { stop: level(95), target: level(105) } as const

const CASES: readonly Case[] = [
  {
    name: 'the finer bars say that the target came first',
    rules: [BRACKET],
    rows: [
      [100, 106, 99, 104],
      [104, 104, 94, 95],
      [95, 96, 95, 96],
    ],
    fills: ['entry 1 100', 'target 1 105'],
    settled: 1,
  },
  {
    name: 'a finer bar that reaches both cannot tell either',
    rules: [BRACKET],
    rows: [
      [100, 101, 99, 100],
      [100, 106, 94, 100],
      [100, 101, 99, 100],
    ],
    fills: ['entry 1 100', 'stop 1 95'],
    ambiguous: 1,
  },
  {
    name: 'between two finer bars the price gaps over a stop',
    rules: [BRACKET],
    rows: [
      [100, 101, 99, 99],
      [94, 94, 93, 94],
      [94, 94, 93, 94],
    ],
    fills: ['entry 1 100', 'stop 1 94'],
  },
  {
    name: 'an entry and its target in one bar, in this order',
    rules: [{ order: 'limit', price: 98, target: level(103) }],
    rows: [
      [100, 104, 100, 100],
      [100, 100, 97, 98],
      [98, 104, 98, 100],
    ],
    fills: ['entry 1 98', 'target 1 103'],
    settled: 1,
  },
  {
    name: 'and in the other order it is no trade yet',
    rules: [{ order: 'limit', price: 98, target: level(103) }],
    rows: [
      [100, 104, 100, 100],
      [100, 100, 97, 98],
      [98, 102, 98, 100],
    ],
    fills: ['entry 1 98'],
    settled: 1,
  },
  {
    name: 'a stop limit that is triggered within a bar fills in it',
    rules: [{ order: 'stop-limit', price: 102, limit: 101 }],
    rows: [
      [100, 103, 100, 102],
      [102, 102, 100, 100],
      [100, 100, 99, 99],
    ],
    fills: ['entry 1 101'],
  },
  {
    name: 'what fills at its first open or not at all knows no other open',
    rules: [{ order: 'limit', price: 98, immediacy: 'ioc', expire: 1 }],
    rows: [
      [100, 101, 99, 100],
      [97, 97, 96, 97],
      [97, 97, 96, 97],
    ],
    fills: [],
  },
  {
    name: 'the close is that of the whole bar',
    rules: [{ order: 'close' }],
    rows: [
      [100, 101, 99, 100],
      [100, 101, 99, 99],
      [99, 101, 98, 101],
    ],
    fills: ['entry 1 101'],
  },
  {
    name: 'where exits wait for the next bar they wait for the whole of it',
    rules: [BRACKET],
    rows: [
      [100, 101, 99, 100],
      [100, 101, 94, 95],
      [95, 96, 94, 95],
    ],
    fills: ['entry 1 100'],
    policy: POLICIES.backtrader,
  },
  {
    name: 'what a finer bar opens beyond has been reached on the way that the bar is taken to go',
    rules: [{ side: 'short', order: 'stop', price: 99, stop: level(100), target: level(98) }],
    rows: [
      [100, 100, 100, 100],
      [99, 99, 99, 99],
      [99, 100, 98, 99],
    ],
    fills: ['entry 1 99', 'target 1 98'],
    policy: POLICIES.tradingview,
  },
]

test.each(CASES)('$name', ({ rules, rows, fills, policy, ambiguous = 0, settled = 0 }) => {
  const { bars, finer } = pricesOf([...FLAT, ...rows])
  const script = rules.map(
    (rule): ScriptRule => ({ kind: 'enter', side: 'long', on: [0], value: 10, ...rule }),
  )
  const result = run(script, bars, policy === undefined ? {} : { policy }, finer)
  expect(result.fills.map((fill) => `${fill.purpose} ${fill.bar} ${fill.price}`)).toEqual(fills)
  expect([result.ambiguous, result.settled]).toEqual([ambiguous, settled])
})

/** Everything a run says, as plain data. */
function all(result: RunResult) {
  return { ...result, equity: Array.from(result.equity) }
}

describe('whatever the strategy, prices and policy', () => {
  test('finer bars that are the bars change nothing, to the last bit', () => {
    fc.assert(
      fc.property(anyScript, anyBars, anyOptions, (script, bars, options) => {
        const from = Int32Array.from({ length: bars.length }, (_, bar) => bar)
        const finer = { bars, from, to: from.map((bar) => bar + 1) }
        expect(all(run(script, bars, options, finer))).toEqual(all(run(script, bars, options)))
      }),
      { numRuns: cases(200) },
    )
  })

  test('skipping quiet bars changes nothing, to the last bit', () => {
    fc.assert(
      fc.property(anyScript, anyPrices, anyOptions, (script, { bars, finer }, options) => {
        const visited = run(script, bars, { ...options, driver: 'visit' }, finer)
        expect(all(run(script, bars, { ...options, driver: 'skip' }, finer))).toEqual(all(visited))
      }),
      { numRuns: cases(200) },
    )
  })

  test('up to where two runs part, the one on finer bars is never more ambiguous', () => {
    let doubts = 0
    let settled = 0
    fc.assert(
      fc.property(anyScript, anyPrices, anyOptions, (any, { bars, finer }, some) => {
        // A stop limit apart: bars alone do not say in which state it leaves them.
        const script = any.map((rule) =>
          rule.order === 'stop-limit' ? { ...rule, order: 'stop' as const } : rule,
        )
        // So does what is left of a stop where a bar gave too little.
        const { maxVolume: _, ...costs } = some.costs ?? {}
        const options = { ...some, costs, endOfRun: 'mark' as const }
        const alone = run(script, bars, options).fills
        const walked = run(script, bars, options, finer).fills
        const known = { ...bars, length: lastAlike(alone, walked, bars.length) + 1 }
        const one = run(script, known, options)
        const other = run(script, known, options, finer)
        doubts += one.ambiguous
        settled += other.settled
        expect(other.ambiguous).toBeLessThanOrEqual(one.ambiguous)
      }),
      { numRuns: RUNS },
    )
    expect([doubts, settled].every((count) => count > 0)).toBe(true)
  })
})

/** The last bar that both runs came to in the same state. */
function lastAlike(one: RunResult['fills'], other: RunResult['fills'], bars: number): number {
  const text = (fills: RunResult['fills'], k: number) => JSON.stringify(fills[k])
  let k = 0
  while (k < one.length && text(one, k) === text(other, k)) k++
  return Math.min(one[k]?.bar ?? bars - 1, other[k]?.bar ?? bars - 1)
}
