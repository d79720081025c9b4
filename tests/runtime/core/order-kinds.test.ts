/** Orders of two prices, on touch, and at the close, as bars fill them. */
import { describe, expect, test } from 'vitest'
import type { Policy } from '../../../runtime/core/policy.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import { barsOf, run, type ScriptRule } from './script.ts'

type Row = readonly [open: number, high: number, low: number, close: number]

interface Case {
  readonly name: string
  readonly rule: Partial<ScriptRule>
  readonly bars: readonly Row[]
  readonly policy?: Policy
  /** Purpose, bar and price of each fill. */
  readonly fills: readonly string[]
}

const { next_open, same_close, optimistic, tradingview, backtrader } = POLICIES
const BUY = { order: 'stop-limit', price: 102, limit: 103 } as const
const SELL = { side: 'short', order: 'stop-limit', price: 98, limit: 97 } as const
const TOUCH = { order: 'touch', price: 98 } as const

const CASES: readonly Case[] = [
  {
    name: 'stop limit, triggered within a bar: from the next one a limit',
    rule: BUY,
    bars: [
      [100, 102, 99, 101],
      [101, 102, 100, 101],
    ],
    fills: ['entry 2 101'],
  },
  {
    name: 'stop limit, triggered by an open within its limit: the open',
    rule: BUY,
    bars: [[102.5, 104, 102, 103]],
    fills: ['entry 1 102.5'],
  },
  {
    name: 'stop limit, an open beyond its limit: it waits there, in that bar',
    rule: BUY,
    bars: [[105, 106, 102.9, 104]],
    fills: ['entry 1 103'],
  },
  {
    name: 'stop limit, an open beyond its limit that never comes back: nothing',
    rule: BUY,
    bars: [
      [105, 106, 104, 105],
      [105, 107, 103, 106],
    ],
    fills: [],
  },
  {
    name: 'stop limit to sell, the other way round',
    rule: SELL,
    bars: [
      [100, 101, 98, 99],
      [97.5, 98, 96, 97],
    ],
    fills: ['entry 2 97.5'],
  },
  ...[optimistic, tradingview, backtrader].map(
    (policy): Case => ({
      name: `stop limit under ${policy.name}: within the bar, at its stop`,
      rule: BUY,
      bars: [[100, 102, 99, 101]],
      policy,
      fills: ['entry 1 102'],
    }),
  ),
  {
    name: 'stop limit below its stop, within the bar: only once the price has come back',
    rule: { ...BUY, limit: 101 },
    bars: [[100, 102, 99.5, 100.5]],
    policy: tradingview,
    fills: ['entry 1 101'],
  },
  { name: 'touch: at its price', rule: TOUCH, bars: [[100, 101, 98, 99]], fills: ['entry 1 98'] },
  { name: 'touch: not reached', rule: TOUCH, bars: [[100, 101, 98.01, 99]], fills: [] },
  { name: 'touch: a better open', rule: TOUCH, bars: [[96, 97, 95, 96]], fills: ['entry 1 96'] },
  {
    name: 'touch to sell: above',
    rule: { side: 'short', order: 'touch', price: 102 },
    bars: [[100, 102, 99, 101]],
    fills: ['entry 1 102'],
  },
  {
    name: 'at the close: of the next bar',
    rule: { order: 'close' },
    bars: [[103, 105, 101, 104]],
    fills: ['entry 1 104'],
  },
  {
    name: 'at the close: its stop works from the bar after',
    rule: { order: 'close', stop: () => 99 },
    bars: [
      [103, 105, 98, 104],
      [103, 105, 98, 104],
    ],
    fills: ['entry 1 104', 'stop 2 99'],
  },
  {
    name: 'at the close under same_close: the decision close',
    rule: { order: 'close' },
    bars: [[103, 105, 101, 104]],
    policy: same_close,
    fills: ['entry 0 100'],
  },
]

test.each(CASES)('$name', ({ rule, bars, policy = next_open, fills }) => {
  const script = [{ kind: 'enter', side: 'long', on: [0], value: 10, ...rule } as const]
  const result = run(script, barsOf([[100, 101, 99, 100], ...bars]), { policy })
  expect(result.fills.map(({ purpose, bar, price }) => `${purpose} ${bar} ${price}`)).toEqual(fills)
})

describe('what pays slippage', () => {
  const costs = { slippage: { kind: 'ticks', ticks: 5 } } as const
  test.each([
    ['stop-limit', 102.5],
    ['touch', 102.55],
    ['close', 103.05],
  ] as const)('%s at %d', (order, price) => {
    const levels = order === 'stop-limit' ? { price: 102, limit: 103 } : { price: 102.5 }
    const script = [{ kind: 'enter', side: 'long', on: [0], value: 10, order, ...levels } as const]
    const bars = barsOf([
      [103, 103, 103, 103],
      [102.5, 104, 102, 103],
    ])
    expect(run(script, bars, { costs }).fills.map((fill) => fill.price)).toEqual([price])
  })
})

test('an exit at the close yields to a stop that is reached before', () => {
  const script: readonly ScriptRule[] = [
    { kind: 'enter', side: 'long', on: [0], value: 10, stop: () => 95 },
    { kind: 'exit', side: 'long', on: [1], order: 'close' },
  ]
  const rows: Row[] = [
    [100, 101, 99, 100],
    [100, 101, 99, 100],
  ]
  const exits = (last: Row) =>
    run(script, barsOf([...rows, last])).trades.map(({ exit, exitPrice }) => [exit, exitPrice])
  expect(exits([100, 103, 96, 102])).toEqual([['exit', 102]])
  expect(exits([100, 103, 94, 102])).toEqual([['stop', 95]])
})

test('a stop limit that waits is taken back by a trade on the other side', () => {
  const script: readonly ScriptRule[] = [
    { kind: 'enter', side: 'short', on: [0], value: 10, order: 'stop-limit', price: 95, limit: 94 },
    { kind: 'enter', side: 'long', on: [1], value: 10 },
  ]
  const rows = Array.from({ length: 4 }, (): Row => [100, 101, 99, 100])
  const { orders, trades, open } = run(script, barsOf([...rows, [96, 97, 90, 92]]))
  expect(orders[0]).toMatchObject({ outcome: 'cancelled', outcomeBar: 2 })
  expect([trades.length, open.length]).toEqual([0, 1])
})
