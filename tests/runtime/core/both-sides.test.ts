import { expect, test } from 'vitest'
import type { Policy } from '../../../runtime/core/policy.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import { barsOf, run, type ScriptRule } from './script.ts'

type Row = readonly [open: number, high: number, low: number, close: number]

/** Every case is decided at the close of this bar, at 100. */
const DECISION: Row = [100, 101, 99, 100]

interface Case {
  readonly name: string
  readonly rule: Partial<ScriptRule>
  readonly bars: readonly Row[]
  readonly policy: Policy
  /** Purpose, bar and price of each fill. */
  readonly fills: readonly string[]
  readonly ambiguous?: number
}

const { backtrader, optimistic, tradingview } = POLICIES
const stop = (level: number) => () => level
const LONG_LIMIT = { order: 'limit', price: 98 } as const
const LONG_STOP = { order: 'stop', price: 102 } as const

/** What decides where a bar reaches both sides, by the choices that policies make. */
const CASES: readonly Case[] = [
  {
    name: 'a stop beyond which its entry filled within the bar fills where that was',
    rule: { order: 'stop-limit', price: 97, limit: 99, stop: stop(98) },
    bars: [[96, 97, 96, 96]],
    policy: optimistic,
    fills: ['entry 1 97', 'stop 1 97'],
  },
  {
    name: 'and so it does on a given path',
    rule: { order: 'stop-limit', price: 97, limit: 99, stop: stop(98) },
    bars: [[96, 97, 96, 96]],
    policy: tradingview,
    fills: ['entry 1 97', 'stop 1 97'],
    ambiguous: 1,
  },
  {
    name: 'a given path: the nearer extreme first, here the high',
    rule: { stop: stop(95), target: stop(105) },
    bars: [
      [100, 101, 99, 100],
      [100, 105, 94, 100],
    ],
    policy: tradingview,
    fills: ['entry 1 100', 'target 2 105'],
    ambiguous: 1,
  },
  {
    name: 'a given path: here the low, which is as far, goes first',
    rule: { stop: stop(95), target: stop(105) },
    bars: [
      [100, 101, 99, 100],
      [100, 105, 95, 100],
    ],
    policy: tradingview,
    fills: ['entry 1 100', 'stop 2 95'],
    ambiguous: 1,
  },
  {
    name: 'a given path: an entry on the first leg, its stop on the second',
    rule: { ...LONG_STOP, stop: stop(97) },
    bars: [[100, 103, 96, 100]],
    policy: tradingview,
    fills: ['entry 1 102', 'stop 1 97'],
    ambiguous: 1,
  },
  {
    name: 'a given path: what the first leg passed comes again only as far as the close',
    rule: { ...LONG_LIMIT, target: stop(101) },
    bars: [
      [100, 102, 97, 100.5],
      [100.5, 101, 100, 101],
    ],
    policy: tradingview,
    fills: ['entry 1 98', 'target 2 101'],
    ambiguous: 0,
  },
  {
    name: 'a given path: and there it fills on the last leg',
    rule: { ...LONG_LIMIT, target: stop(101) },
    bars: [[100, 102, 97, 101]],
    policy: tradingview,
    fills: ['entry 1 98', 'target 1 101'],
    ambiguous: 1,
  },
  {
    name: 'the better guess: what came alive within the bar reaches its target, not its stop',
    rule: { ...LONG_STOP, stop: stop(97) },
    bars: [[100, 103, 96, 100]],
    policy: optimistic,
    fills: ['entry 1 102'],
    ambiguous: 1,
  },
  {
    name: 'the better guess: and the target of a limit before it',
    rule: { ...LONG_LIMIT, target: stop(103) },
    bars: [[100, 104, 97, 100]],
    policy: optimistic,
    fills: ['entry 1 98', 'target 1 103'],
    ambiguous: 1,
  },
  {
    name: 'each order has the whole bar: the stop goes before a target that the open passed',
    rule: { stop: stop(95), target: stop(105) },
    bars: [
      [100, 101, 99, 100],
      [107, 108, 90, 100],
    ],
    policy: backtrader,
    fills: ['entry 1 100', 'stop 2 95'],
    ambiguous: 1,
  },
  {
    name: 'each order has the whole bar: gapped over it fills at the open',
    rule: { stop: stop(95) },
    bars: [
      [100, 101, 99, 100],
      [93, 94, 90, 92],
    ],
    policy: backtrader,
    fills: ['entry 1 100', 'stop 2 93'],
  },
]

test.each(CASES)('$name', ({ rule, bars, policy, fills, ambiguous = 0 }) => {
  const script: ScriptRule = { kind: 'enter', side: 'long', on: [0], value: 10, ...rule }
  const result = run([script], barsOf([DECISION, ...bars]), { policy })
  expect(result.fills.map((fill) => `${fill.purpose} ${fill.bar} ${fill.price}`)).toEqual(fills)
  expect(result.ambiguous).toBe(ambiguous)
})
