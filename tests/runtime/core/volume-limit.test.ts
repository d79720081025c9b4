/** Orders that fill in parts: all fills of a bar together take a part of its volume. */
import { expect, test } from 'vitest'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { RunOptions, RunResult } from '../../../runtime/core/result.ts'
import { barsOf, enter, flat, type Row, run, type ScriptRule } from './script.ts'

/** Four shares a bar, but for the bars that are said to give otherwise. */
function limited(
  script: readonly ScriptRule[],
  rows: readonly Row[],
  {
    gives = {},
    ...options
  }: Partial<RunOptions> & { gives?: Readonly<Record<number, number>> } = {},
): RunResult {
  const bars = barsOf(rows)
  for (const [bar, shares] of Object.entries(gives)) bars.volume[Number(bar)] = shares * 250
  return run(script, bars, { ...options, costs: { ...options.costs, maxVolume: 0.004 } })
}

const taken = ({ fills }: RunResult) =>
  fills.map(({ bar, quantity, price }) => [bar, quantity, price])

test('an entry fills over several bars into one trade at its average', () => {
  const result = limited([enter(0)], [flat(100), flat(100), flat(101), flat(104), flat(104)])
  expect(taken(result)).toEqual([
    [1, 4, 100],
    [2, 4, 101],
    [3, 2, 104],
  ])
  expect(result.open).toMatchObject([{ quantity: 10, entryBar: 1, entryPrice: 101.2 }])
  expect(result.orders).toMatchObject([{ quantity: 10, filled: 10, outcome: 'filled' }])
})

test('stop, target and R are those of the average, and over what has filled', () => {
  const rows = [flat(100), flat(100), flat(102), [102, 102, 90, 90] as const]
  const stop = (entry: number) => entry - 5
  const result = limited([enter(0, { value: 8, stop })], rows, { gives: { 3: 100 } })
  expect(result.trades).toMatchObject([
    { quantity: 8, entryPrice: 101, exit: 'stop', exitPrice: 96, risk: 5, profit: -40 },
  ])
})

test('what begins to close a trade takes back what is left of its entry', () => {
  const rows = [flat(100), [100, 100, 94, 94] as const, flat(94), flat(94), flat(94)]
  const result = limited([enter(0, { stop: () => 95 })], rows, { gives: { 2: 1 } })
  // The bar of the entry has no shares left for the stop, which is a market order from then on.
  expect(taken(result)).toEqual([
    [1, 4, 100],
    [2, 1, 94],
    [3, 3, 94],
  ])
  expect(result.orders).toMatchObject([
    { purpose: 'entry', quantity: 10, filled: 4, outcome: 'cancelled' },
    { purpose: 'stop', type: 'stop', price: 95, quantity: 4, filled: 4, outcome: 'filled' },
  ])
  expect(result.trades).toMatchObject([{ quantity: 4, entryBar: 1, exitBar: 3, profit: -24 }])
})

test('an exit in parts is one trade at its average, one exit, one loss', () => {
  const exit: ScriptRule = { kind: 'exit', side: 'long', on: [2] }
  const seen: number[] = []
  const watch: ScriptRule = {
    ...enter(0),
    side: 'short',
    on: () => true,
    value: Number.NaN,
    also: (account) => seen.push(account.exits, account.losses_in_a_row) < 0,
  }
  const rows = [flat(100), flat(100), flat(100), flat(98), flat(97), flat(96), flat(95)]
  const result = limited([enter(0), exit, watch], rows, { gives: { 1: 100 } })
  expect(result.trades).toMatchObject([
    { quantity: 10, exitBar: 5, exitPrice: 97.2, profit: -28, exit: 'exit' },
  ])
  expect(seen).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
})

test('two exits that each close a part are two trades', () => {
  const script: readonly ScriptRule[] = [
    enter(0, { stop: () => 95 }),
    { kind: 'exit', side: 'long', on: [2], order: 'close' },
  ]
  const rows = [flat(100), flat(100), flat(100), [100, 100, 94, 96] as const, flat(97)]
  const result = limited(script, rows, { gives: { 1: 10, 3: 4, 4: 100 } })
  expect(result.trades).toMatchObject([{ quantity: 10, exit: 'stop', exitBar: 4 }])
  expect(result.fills.map(({ purpose }) => purpose)).toEqual(['entry', 'stop', 'stop'])
})

test.each([
  ['ioc', [[1, 4, 100]], 'expired'],
  ['fok', [], 'expired'],
  [
    undefined,
    [
      [1, 4, 100],
      [2, 4, 100],
      [3, 2, 100],
    ],
    'filled',
  ],
] as const)('at once: %s', (immediacy, fills, outcome) => {
  const rule = enter(0, immediacy === undefined ? {} : { immediacy, expire: 1 })
  const result = limited([rule], [flat(100), flat(100), flat(100), flat(100)])
  expect(taken(result)).toEqual(fills)
  expect(result.orders[0]).toMatchObject({ outcome, quantity: 10 })
})

test('an order lives as long as it would, and keeps what it has', () => {
  const result = limited(
    [enter(0, { expire: 2 })],
    Array.from({ length: 6 }, () => flat(100)),
  )
  expect(result.open).toMatchObject([{ quantity: 8 }])
  expect(result.orders).toMatchObject([{ outcome: 'expired', quantity: 10, filled: 8 }])
})

test('orders of one bar share its volume; nothing flips while a reversal is short of it', () => {
  const script = [enter(0), enter(1, { side: 'short' })]
  const result = limited(
    script,
    Array.from({ length: 8 }, () => flat(100)),
    { gives: { 1: 10 } },
  )
  expect(taken(result).slice(1)).toEqual([
    [2, 4, 100],
    [3, 4, 100],
    [4, 2, 100],
    [4, 2, 100],
    [5, 4, 100],
    [6, 4, 100],
  ])
  expect(result.open).toMatchObject([{ side: 'short', quantity: 10 }])
})

test('a bar without volume gives nothing', () => {
  const result = limited([enter(0)], [flat(100), flat(100), flat(101)], { gives: { 1: 0, 2: 99 } })
  expect(taken(result)).toEqual([[2, 10, 101]])
})

test('the minimum of a commission is paid once, whatever the parts', () => {
  const costs = { commission: { kind: 'ibkr-fixed' } } as const
  const rows = [flat(100), flat(100), flat(100), flat(100)]
  const result = limited([enter(0)], rows, { costs })
  expect(result.fills.map(({ commission }) => commission)).toEqual([1, 0, 0])
  expect(result.commission).toBe(1)
})

test('what is sized at its fill is sized once', () => {
  const rows = [flat(100), flat(100), flat(200), flat(200)]
  const result = limited([enter(0, { size: 'equity', value: 0.1 })], rows, {
    policy: POLICIES.backtesting_py,
  })
  expect(taken(result)).toEqual([
    [1, 4, 100],
    [2, 4, 200],
    [3, 2, 200],
  ])
})
