import { describe, expect, test } from 'vitest'
import { apply } from '../../../runtime/core/engine.ts'
import type { Order } from '../../../runtime/core/order.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import { recordOf } from '../../../runtime/core/record.ts'
import { engineState } from '../../../runtime/core/state.ts'
import { emptyBars } from '../../../stdlib/bars.ts'
import { MATH } from '../../../stdlib/math.ts'
import { barsOf, DAY, FREE, run, type ScriptRule, scripted } from './script.ts'

const long: ScriptRule = { kind: 'enter', side: 'long', on: [0], value: 10 }
const rows = (...closes: readonly number[]) =>
  barsOf(closes.map((close) => [close, close, close, close] as const))

describe('edges', () => {
  test('no bars', () => {
    const result = run([long], emptyBars(0), { endOfRun: 'close' })
    expect(result).toMatchObject({ decisions: [], orders: [], trades: [], barsInMarket: 0 })
    expect(result.cash).toBe(10_000)
  })

  test('one bar: decided, never filled', () => {
    const result = run([long], rows(100), { endOfRun: 'close' })
    expect(result.orders).toMatchObject([{ outcome: 'working', outcomeBar: -1, quantity: 10 }])
    expect(result.fills).toEqual([])
    expect(Array.from(result.equity)).toEqual([10_000])
  })

  test('no rules at all', () => {
    expect(Array.from(run([], rows(1, 2)).equity)).toEqual([10_000, 10_000])
  })

  test('the last bar decides, and nothing can come of it', () => {
    const result = run([{ ...long, on: [2] }], rows(1, 2, 3))
    expect(result.decisions).toEqual([{ bar: 2, fired: 1 }])
    expect(result.fills).toEqual([])
  })

  test('room for more bars is no bars', () => {
    const bars = emptyBars(50)
    bars.length = 3
    for (const column of [bars.open, bars.high, bars.low, bars.close]) column.fill(10)
    expect(run([long], bars).equity).toHaveLength(3)
  })

  test('ruin: a short into a rising market owes money, and the books say how much', () => {
    const short: ScriptRule = { ...long, side: 'short', value: 100 }
    const result = run([short], rows(100, 100, 250), { endOfRun: 'close' })
    expect(result.cash).toBe(10_000 - 15_000)
    expect(Array.from(result.equity)).toEqual([10_000, 10_000, -5_000])
  })

  test('after ruin an entry is refused', () => {
    const short: ScriptRule = { ...long, side: 'short', value: 100, on: [0], entries: 2 }
    const result = run([{ ...short, on: [0, 2] }], rows(100, 100, 250, 250))
    expect(result.orders.at(-1)).toMatchObject({ outcome: 'refused' })
  })

  test('a gap through everything fills everything at the open, exits before entries', () => {
    const script: readonly ScriptRule[] = [
      { ...long, stop: () => 95 },
      { ...long, on: [1], order: 'limit', price: 90, stop: () => 85 },
    ]
    const bars = barsOf([
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [50, 50, 50, 50],
    ])
    const { fills, ambiguous } = run(script, bars)
    expect(fills.map(({ purpose, price }) => `${purpose} ${price}`)).toEqual([
      'entry 100',
      'stop 50',
      'entry 50',
      'stop 50',
    ])
    expect(ambiguous).toBe(0)
  })

  test('a session without bars is no bar: what waits for the next one waits over it', () => {
    const waiting: ScriptRule = { ...long, on: [0], order: 'stop', price: 104, expire: 1 }
    const bars = rows(100, 105, 105)
    bars.time[1] = 6 * DAY
    bars.time[2] = 7 * DAY
    const { fills } = run([waiting, { kind: 'exit', side: 'long', on: [1], order: 'close' }], bars)
    expect(fills.map(({ time, price }) => [time / DAY, price])).toEqual([
      [6, 105],
      [7, 105],
    ])
  })

  test('bars that are all one price fill market orders, and nothing that waits for another', () => {
    const bars = rows(...Array.from({ length: 5 }, () => 100))
    const limit: ScriptRule = { ...long, order: 'limit', price: 100 }
    for (const [rule, count] of [
      [long, 1],
      [limit, 0],
      [{ ...long, stop: () => 99, target: () => 101 }, 1],
    ] as const) {
      expect(run([rule], bars).fills).toHaveLength(count)
    }
  })

  test('a hundred thousand trades', () => {
    const prices = Array.from({ length: 200_001 }, (_, i) => 100 + (i % 7))
    const bars = barsOf(prices.map((price) => [price, price, price, price] as const))
    const rules: readonly ScriptRule[] = [
      { ...long, on: (bar) => bar % 2 === 0 },
      { kind: 'exit', side: 'long', on: (bar) => bar % 2 === 1 },
    ]
    const { trades, cash, open } = run(rules, bars)
    expect(trades).toHaveLength(100_000)
    expect(open).toEqual([])
    const profit = trades.reduce((sum, trade) => sum + Math.round(trade.profit * 1e6), 0)
    expect(Math.round((cash - FREE.cash) * 1e6)).toBe(profit)
  })

  test('capital and block length must make sense', () => {
    expect(() => run([], rows(1), { cash: 0 })).toThrow(/start capital/)
    expect(() => run([], rows(1), { blockLength: 0 })).toThrow(/block length/)
  })
})

describe('the end of a run', () => {
  const bars = barsOf([
    [100, 101, 99, 100],
    [100, 101, 99, 100],
    [104, 106, 103, 105],
  ])

  test('marks open trades, apart from the closed ones', () => {
    const result = run([long], bars)
    expect(result.trades).toEqual([])
    expect(result.open).toMatchObject([{ exit: 'end', exitBar: 2, exitPrice: 105, profit: 50 }])
    expect(result.equity[2]).toBe(10_050)
    expect(result.barsInMarket).toBe(2)
  })

  test('or closes them at the last close, with costs', () => {
    const costs = { commission: { kind: 'per-trade', amount: 3 } } as const
    const result = run([long], bars, { endOfRun: 'close', costs })
    expect(result.open).toEqual([])
    expect(result.trades).toMatchObject([{ exit: 'end', exitRule: -1, profit: 44, commission: 6 }])
    expect(result.fills.at(-1)).toMatchObject({ order: -1, purpose: 'end', price: 105 })
    expect(result.orders).toHaveLength(1)
    expect(result.equity[2]).toBe(10_044)
  })

  test('or, as backtesting.py does, at the last open', () => {
    const rule: ScriptRule = { ...long, size: 'equity', value: 0.5 }
    const result = run([rule], bars, { policy: POLICIES.backtesting_py, endOfRun: 'close' })
    expect(result.trades[0]!.exitPrice).toBe(104)
  })
})

test('trades know their worst and best, by prices they are sure to have seen', () => {
  const bars = barsOf([
    [100, 100, 100, 100],
    [100, 130, 70, 102],
    [102, 110, 95, 104],
    [104, 140, 60, 90],
  ])
  const script: readonly ScriptRule[] = [long, { kind: 'exit', side: 'long', on: [2] }]
  expect(run(script, bars).trades[0]).toMatchObject({ adverse: -5, favourable: 10 })
  const short = script.map((rule) => ({ ...rule, side: 'short' as const }))
  expect(run(short, bars).trades[0]).toMatchObject({ adverse: -10, favourable: 5 })
})

describe('the engine, told by another broker', () => {
  const setUp = () => {
    const bars = rows(100, 100, 100)
    const rule: ScriptRule = { ...long, order: 'limit', price: 90, stop: () => 80 }
    const { meta, bind } = scripted([rule])
    const bound = bind(new Float64Array(0), bars, MATH)
    bound.advance(0, 3)
    const { rules, everyBar } = meta
    const state = engineState({ ...FREE, bound, rules, everyBar, bars }, FREE.cash)
    apply(state, { kind: 'bar', bar: 0 })
    const asked = () => {
      const { kinds, orders, count } = state.commands
      return kinds.slice(0, count).map((kind, k) => `${kind} ${orders[k]!.id}`)
    }
    return { state, entry: state.working[0]!, asked }
  }

  test('asks for the entry and its stop, then moves the stop to the exact level', () => {
    const { state, entry, asked } = setUp()
    expect(asked()).toEqual(['place 0', 'place 1'])
    state.commands.count = 0
    apply(state, { kind: 'fill', order: entry, bar: 1, price: 89.5, commission: 1 })
    expect(asked()).toEqual(['modify 1'])
    expect(state.position).toBe(10)
    expect(state.cash).toBe(10_000 - 895 - 1)
  })

  test.each(['refused', 'cancelled', 'expired'] as const)(
    'an entry %s takes its stop with it',
    (outcome) => {
      const { state, entry, asked } = setUp()
      state.commands.count = 0
      apply(state, { kind: 'ended', order: entry, outcome, bar: 1, reason: 'said the broker' })
      expect(state.working).toEqual([])
      expect(asked()).toEqual(['cancel 1'])
    },
  )

  test('stood down, takes back what waits, and flattens what is open', () => {
    const { state, entry, asked } = setUp()
    state.commands.count = 0
    apply(state, { kind: 'stood-down', flatten: true })
    expect(asked()).toEqual(['cancel 0', 'cancel 1'])
    expect(state.working).toEqual([])

    const open = setUp()
    apply(open.state, { kind: 'fill', order: open.entry, bar: 1, price: 90, commission: 0 })
    open.state.commands.count = 0
    apply(open.state, { kind: 'stood-down', flatten: false })
    expect(open.asked()).toEqual([])
    apply(open.state, { kind: 'stood-down', flatten: true })
    expect(open.asked()).toEqual(['place 2'])
    expect(open.state.commands.orders[0]).toMatchObject({
      purpose: 1,
      side: -entry.side,
      quantity: 10,
    })
    apply(open.state, { kind: 'stood-down', flatten: true })
    expect(open.asked()).toEqual(['place 2'])
  })

  test('an entry that fills although it was taken back is closed at once', () => {
    const { state, entry, asked } = setUp()
    apply(state, { kind: 'stood-down', flatten: false })
    state.commands.count = 0
    apply(state, { kind: 'filled-late', order: entry, bar: 1, price: 89.5 })
    expect(state.position).toBe(10)
    expect(asked()).toEqual(['place 2'])
    apply(state, { kind: 'fill', order: state.working[0]!, bar: 1, price: 89, commission: 0 })
    expect(state.position).toBe(0)
    expect(state.cash).toBe(10_000 - 5)

    const both = setUp()
    const stop = both.state.working[1]!
    apply(both.state, { kind: 'stood-down', flatten: false })
    apply(both.state, { kind: 'filled-late', order: both.entry, bar: 1, price: 89.5 })
    both.state.commands.count = 0
    apply(both.state, { kind: 'filled-late', order: stop, bar: 1, price: 80 })
    expect(both.state.position).toBe(0)
    expect(both.asked()).toEqual(['cancel 2'])
  })

  test('a commission told later leaves the same ledger as one told with the fill', () => {
    const told = (late: boolean) => {
      const { state, entry } = setUp()
      const fill = (order: Order, bar: number, price: number, fee: number): void => {
        apply(state, { kind: 'fill', order, bar, price, commission: late ? 0 : fee })
        if (late) apply(state, { kind: 'commission', order: order.id, amount: fee })
      }
      fill(entry, 1, 89.5, 1.37)
      const open = [state.cash, state.lots[0]!.cost]
      fill(state.working[0]!, 2, 80, 2.000001)
      const { cash, commissionMicros, lastTradeProfit, lossesInARow } = state
      const { trades, fills } = recordOf(state, { ambiguous: [], settled: 0 }, 0)
      return { open, cash, commissionMicros, lastTradeProfit, lossesInARow, trades, fills }
    }
    expect(told(true)).toEqual(told(false))
    expect(told(true)).toMatchObject({ lossesInARow: 1, commissionMicros: 3_370_001 })
  })

  test('a commission of an order that did not fill is our mistake', () => {
    const { state } = setUp()
    expect(() => apply(state, { kind: 'commission', order: 0, amount: 1 })).toThrow(/not filled/)
  })

  test('a fill of an order that does not work is our mistake', () => {
    const { state, entry } = setUp()
    const fill = { kind: 'fill', order: entry, bar: 1, price: 90, commission: 0 } as const
    apply(state, fill)
    expect(() => apply(state, fill)).toThrow(/not in its list/)
  })
})
