/** Parts that leave, groups that cancel, orders that fill at once, stops that trail later. */
import { expect, test } from 'vitest'
import { apply } from '../../../runtime/core/engine.ts'
import { Purpose } from '../../../runtime/core/order.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import { engineState } from '../../../runtime/core/state.ts'
import { MATH } from '../../../stdlib/math.ts'
import {
  barsOf,
  DAY,
  enter,
  FREE,
  flat,
  inSessions,
  run,
  type ScriptRule,
  scripted,
} from './script.ts'

const half: ScriptRule = { kind: 'exit', side: 'long', on: (bar) => bar >= 2, portion: 0.5 }

test('half leaves once, at the market; the stop stays over the other half', () => {
  const bars = barsOf([flat(100), flat(100), flat(110), flat(112), flat(112), [112, 112, 90, 95]])
  const costs = { commission: { kind: 'per-trade', amount: 3 } } as const
  const { trades, orders } = run([enter(0, { stop: () => 95 }), half], bars, { costs })
  expect(trades).toMatchObject([
    { quantity: 5, exit: 'exit', exitBar: 3, exitPrice: 112, commission: 4.5, profit: 55.5 },
    { quantity: 5, exit: 'stop', exitBar: 5, exitPrice: 95, commission: 4.5, profit: -29.5 },
  ])
  expect(orders.find(({ purpose }) => purpose === 'stop')).toMatchObject({ quantity: 5 })
})

test('less than a share leaves nothing, and is not asked for again', () => {
  const bars = barsOf(Array.from({ length: 6 }, () => flat(100)))
  const { orders, decisions } = run([enter(0, { value: 1 }), half], bars)
  expect(orders).toHaveLength(1)
  expect(decisions.map(({ bar }) => bar)).toEqual([0, 2])
})

test.each([
  ['each', [5, 10]],
  ['first', [10, 5]],
  ['last', [15]],
] as const)('a part of two lots comes from: %s', (partFrom, quantities) => {
  const second = enter(1, { value: 20 })
  const bars = barsOf(Array.from({ length: 5 }, () => flat(100)))
  const policy = { ...POLICIES.next_open, partFrom }
  const script = [enter(0), second, { ...half, on: [2] }]
  const { trades, open } = run(script, bars, { policy })
  expect(trades.map(({ quantity }) => quantity)).toEqual(quantities)
  expect(open.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(15)
})

test('the other half is still one entry of its rule', () => {
  const again: ScriptRule = { ...enter(0), on: (bar) => bar >= 0 && bar !== 1, entries: 2 }
  const bars = barsOf(Array.from({ length: 8 }, () => flat(100)))
  const { fills } = run([again, { ...half, on: [4] }], bars)
  expect(fills.filter(({ purpose }) => purpose === 'entry').map(({ bar }) => bar)).toEqual([1, 3])
})

test('the first fill of a group takes back what else waits in it', () => {
  const up = enter(0, { order: 'stop', price: 105, oca: 0 })
  const down = enter(0, { side: 'short', order: 'stop', price: 95, oca: 0 })
  const bars = barsOf([flat(100), flat(100), [100, 106, 99, 104], [100, 101, 90, 92]])
  const { fills, orders } = run([up, down], bars)
  expect(fills.map(({ side, bar }) => [side, bar])).toEqual([['buy', 2]])
  expect(orders[1]).toMatchObject({ outcome: 'cancelled', outcomeBar: 2 })
  const apart = run([{ ...up, oca: 1 }, down], bars)
  expect(apart.fills.map(({ side }) => side)).toEqual(['buy', 'sell', 'sell'])
})

test.each([
  ['next_open', 'reduce'],
  ['next_open', 'reduce-unblocked'],
  ['backtesting_py', 'reduce'],
] as const)(
  '%s: a fill of a group that is reduced leaves the others their part',
  (policy, onFill) => {
    const first = enter(0, { order: 'limit', price: 99, value: 100, oca: 0, onFill })
    const second = enter(0, {
      order: 'limit',
      price: 95,
      value: 51,
      oca: 0,
      onFill,
      stop: () => 80,
    })
    const bars = barsOf([
      flat(100),
      [100, 100, 98, 98],
      [98, 98, 96, 96],
      [96, 96, 94, 94],
      flat(94),
    ])
    bars.volume.set([100, 40, 30, 10, 1000])
    const { fills, orders } = run([first, second], bars, {
      policy: POLICIES[policy],
      costs: { maxVolume: 1 },
    })
    const shares = fills.map(({ order, quantity }) => [order, quantity])
    // 60 of 100 are left, so 30 of 51; then 30 of 60, so 15; 10 at the open, so 10 of 15.
    expect(shares).toEqual([
      [0, 40],
      [0, 30],
      [0, 10],
      [0, 20],
    ])
    expect(orders).toMatchObject([
      { outcome: 'filled', filled: 100 },
      { outcome: 'cancelled', filled: 0 },
      { outcome: 'cancelled' },
    ])
  },
)

test.each(['ioc', 'fok'] as const)('%s: at its first open or not at all', (immediacy) => {
  const rule = enter(0, { order: 'limit', price: 98, immediacy, expire: 1 })
  const past = run([rule], barsOf([flat(100), [100, 101, 90, 95], flat(90)]))
  expect(past.orders).toMatchObject([{ outcome: 'expired', outcomeBar: 1 }])
  const opened = run([rule], barsOf([flat(100), [97, 101, 90, 95]]))
  expect(opened.fills.map(({ price }) => price)).toEqual([97])
})

test('a stop trails from the first close that is so far ahead, and from then on', () => {
  const trailing = enter(0, {
    trails: true,
    after: (r) => r,
    stop: (_entry, bar) => [95, 96, 97, 98, 108, 108][bar]!,
  })
  const closes = [100, 100, 103, 104, 105, 103]
  const bars = barsOf([...closes.map(flat), [103, 103, 97, 97]])
  const { trades } = run([trailing], bars)
  // R is 5: at bar 4 it is ahead by that, and its stop goes to 108, which the next open is below.
  expect(trades.map(({ exitBar, exitPrice }) => [exitBar, exitPrice])).toEqual([[5, 103]])
  const never = run([{ ...trailing, after: (r) => 2 * r }], bars)
  expect(never.trades).toEqual([])
  expect(never.open).toHaveLength(1)
  expect(bars.time[1]! - bars.time[0]!).toBe(DAY)
})

test('a part whose exit the broker refuses goes back under its stop, and may leave again', () => {
  const { meta, bind } = scripted([enter(0, { stop: () => 95 }), half])
  const bars = barsOf(Array.from({ length: 6 }, () => flat(100)))
  const bound = bind(new Float64Array(0), bars, MATH)
  bound.advance(0, bars.length)
  const { rules, everyBar } = meta
  const state = engineState({ ...FREE, bound, rules, everyBar, bars }, FREE.cash)
  apply(state, { kind: 'bar', bar: 0 })
  apply(state, { kind: 'fill', order: state.working[0]!, bar: 1, price: 100, commission: 3 })
  for (const bar of [1, 2]) apply(state, { kind: 'bar', bar })
  const exit = state.working.find(({ purpose }) => purpose === Purpose.exit)!
  expect(state.lots.map(({ quantity }) => quantity)).toEqual([5, 5])
  apply(state, { kind: 'ended', order: exit, outcome: 'refused', bar: 3, reason: 'no' })
  expect(state.lots).toMatchObject([{ quantity: 10, cost: -1_003_000_000, partOf: -1 }])
  expect(state.working).toMatchObject([{ purpose: Purpose.stop, quantity: 10 }])
  apply(state, { kind: 'bar', bar: 3 })
  expect(state.lots.map(({ quantity }) => quantity)).toEqual([5, 5])
})

test('a part that waits for an open has a twin of a reversal whose stop has traded', () => {
  const script: readonly ScriptRule[] = [
    enter(0),
    { ...half, on: [2], order: 'open', bySession: true },
    enter(1, { side: 'short', order: 'stop-limit', price: 100, limit: 100 }),
  ]
  const bars = inSessions(barsOf([100, 100, 97, 101].map(flat)), 2)
  const { fills, open } = run(script, bars)
  const shares = fills.map(({ purpose, bar, quantity }) => [purpose, bar, quantity])
  expect(shares.slice(1)).toEqual([
    ['reverse', 3, 5],
    ['reverse', 3, 5],
    ['entry', 3, 10],
  ])
  expect(open).toMatchObject([{ side: 'short', quantity: 10 }])
})

test('a part whose exit expires together with what guards it goes back to its trade', () => {
  const script: readonly ScriptRule[] = [
    enter(0),
    { ...half, on: [2], order: 'limit', price: 120, expire: 2 },
    { ...half, on: [2], order: 'limit', price: 130, expire: 2, portion: 1 },
  ]
  const { orders, open } = run(script, barsOf(Array.from({ length: 6 }, () => flat(100))))
  expect(open).toMatchObject([{ quantity: 10 }])
  expect(orders.slice(1).map(({ quantity, outcome }) => [quantity, outcome])).toEqual([
    [5, 'expired'],
    [5, 'cancelled'],
    [10, 'expired'],
  ])
})
