import { describe, expect, test } from 'vitest'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { RunResult } from '../../../runtime/core/result.ts'
import { barsOf, DAY, run, type ScriptRule, STOCK } from './script.ts'

/** Bars around 100 that neither limit nor stop away from it reaches. */
function calm(length: number) {
  return barsOf(Array.from({ length }, () => [100, 101, 99, 100] as const))
}

const enter = (rule: Partial<ScriptRule> = {}): ScriptRule => ({
  kind: 'enter',
  side: 'long',
  on: [0],
  value: 10,
  ...rule,
})
const exit = (rule: Partial<ScriptRule> = {}): ScriptRule => ({
  kind: 'exit',
  side: 'long',
  on: [3],
  ...rule,
})
const lives = ({ orders }: RunResult) =>
  orders.map(
    ({ purpose, bar, outcome, outcomeBar }) => `${purpose} ${bar} ${outcome} ${outcomeBar}`,
  )

describe('the life of an entry order', () => {
  const waiting = { order: 'limit', price: 90 } as const

  test('works until it expires, counted in bars after its decision', () => {
    expect(lives(run([enter({ ...waiting, expire: 2 })], calm(5)))).toEqual(['entry 0 expired 2'])
    expect(lives(run([enter({ ...waiting, expire: 1 })], calm(5)))).toEqual(['entry 0 expired 1'])
  })

  test('still fills in its last bar', () => {
    const bars = barsOf([
      [100, 101, 99, 100],
      [100, 101, 99, 100],
      [100, 101, 89, 100],
    ])
    expect(lives(run([enter({ ...waiting, expire: 2 })], bars))).toEqual(['entry 0 filled 2'])
  })

  test('is replaced when its rule fires again, and its expiry begins anew', () => {
    const rule = enter({ ...waiting, on: [0, 1], expire: 2 })
    expect(lives(run([rule], calm(5)))).toEqual(['entry 0 replaced 1', 'entry 1 expired 3'])
  })

  test('is left alone by an intent that is refused', () => {
    const rule = enter({ ...waiting, on: [0, 1], price: (bar) => (bar === 0 ? 90 : Number.NaN) })
    expect(lives(run([rule], calm(3)))).toEqual(['entry 0 working -1', 'entry 1 refused 1'])
  })

  test('keeps what its own signal bar froze when a later intent is refused', () => {
    const rule = enter({
      on: [0, 1],
      order: 'limit',
      price: (bar) => (bar === 0 ? 99.5 : -1),
      stop: (_entry, bar) => 70 + bar,
    })
    const bars = barsOf([
      [100, 101, 100, 100],
      [100, 101, 100, 100],
      [100, 101, 99, 100],
    ])
    const stop = run([rule], bars).orders.find(({ purpose }) => purpose === 'stop')
    expect(stop).toMatchObject({ price: 70, outcome: 'working' })
  })

  test('is taken back when an exit rule of its side fires', () => {
    const result = run([enter(waiting), exit({ on: [1] })], calm(4))
    expect(lives(result)).toEqual(['entry 0 cancelled 1'])
    expect(result.orders[0]!.reason).toBe('an exit rule of its side fired')
    expect(lives(run([enter(waiting), exit({ on: [1], side: 'short' })], calm(4)))).toEqual([
      'entry 0 working -1',
    ])
  })

  test('is taken back by a cancel rule with its tag, which leaves what has filled alone', () => {
    const cancel = { kind: 'cancel', side: 'long', tag: 'dip', on: [1, 2] } as const
    const dip = { ...waiting, tag: 'dip', stop: () => 80 }
    const result = run([enter(dip), enter({ ...waiting, tag: 'other' }), cancel], calm(4))
    expect(lives(result)).toEqual([
      'entry 0 cancelled 1',
      'stop 0 cancelled 1',
      'entry 0 working -1',
    ])
    expect(result.orders[0]!.reason).toBe('a cancel rule fired')
    expect(result.decisions).toEqual([
      { bar: 0, fired: 0b011 },
      { bar: 1, fired: 0b100 },
    ])
    const held = run([enter({ tag: 'dip' }), cancel], calm(4))
    expect(held.trades).toEqual([])
    expect(held.open).toHaveLength(1)
  })

  test('takes its children with it', () => {
    const rule = enter({ ...waiting, expire: 1, stop: () => 80, target: () => 120 })
    expect(lives(run([rule], calm(4)))).toEqual([
      'entry 0 expired 1',
      'stop 0 cancelled 1',
      'target 0 cancelled 1',
    ])
  })
})

describe('lots', () => {
  test('a rule holds one lot at a time, unless it says more', () => {
    const always = { on: () => true }
    expect(run([enter(always)], calm(6)).fills).toHaveLength(1)
    expect(run([enter({ ...always, entries: 3 })], calm(6)).fills).toHaveLength(3)
  })

  test('each has its own stop and target; the first to fill cancels the other', () => {
    const levels = [95, 97]
    const rule = enter({ on: [0, 1], entries: 2, stop: (_entry, bar) => levels[bar]! })
    const bars = barsOf([
      [100, 101, 99, 100],
      [100, 101, 99, 100],
      [100, 101, 99, 100],
      [100, 101, 96, 100],
      [100, 101, 94, 100],
    ])
    const { trades } = run([rule], bars)
    expect(
      trades.map(({ entryBar, exitBar, exitPrice }) => [entryBar, exitBar, exitPrice]),
    ).toEqual([
      [2, 3, 97],
      [1, 4, 95],
    ])
    const bracket = run([enter({ stop: () => 95, target: () => 105 })], bars)
    expect(lives(bracket)).toEqual(['entry 0 filled 1', 'stop 0 filled 4', 'target 0 cancelled 4'])
  })

  test('an exit closes all lots of its side, a tagged one those of its tag', () => {
    const script = (tag?: string) => [
      enter({ tag: 'a', value: 1 }),
      enter({ tag: 'b', value: 2 }),
      exit(tag === undefined ? {} : { tag }),
    ]
    const closed = (tag?: string) =>
      run(script(tag), calm(6)).trades.map(({ quantity }) => quantity)
    expect(closed()).toEqual([1, 2])
    expect(closed('b')).toEqual([2])
  })

  test('a closed lot makes room for the next', () => {
    const { trades, open } = run([enter({ on: [0, 4] }), exit()], calm(8))
    expect([...trades, ...open].map(({ entryBar }) => entryBar)).toEqual([1, 5])
  })

  test('an exit and an entry at one close: the lot is still open then, so no new entry', () => {
    const { open, trades } = run([enter({ on: [0, 3] }), exit()], calm(8))
    expect(trades).toHaveLength(1)
    expect(open).toHaveLength(0)
  })

  test('exits and their orders name the rules that sent them', () => {
    const { trades, orders } = run([enter(), exit()], calm(6))
    expect(trades[0]).toMatchObject({ rule: 0, exitRule: 1, exit: 'exit', exitBar: 4 })
    expect(orders.map(({ rule }) => rule)).toEqual([0, 1])
  })
})

describe('reversal', () => {
  test('an opposite entry closes first, at the same instant and price', () => {
    const result = run([enter(), enter({ side: 'short', on: [2], value: 5 })], calm(5))
    expect(
      result.fills.map(({ purpose, side, bar, quantity }) => [purpose, side, bar, quantity]),
    ).toEqual([
      ['entry', 'buy', 1, 10],
      ['reverse', 'sell', 3, 10],
      ['entry', 'sell', 3, 5],
    ])
    expect(result.trades[0]).toMatchObject({ exit: 'reverse', exitRule: 1 })
  })

  test('a stop entry on the other side reverses where it fills', () => {
    const script = [enter(), enter({ side: 'short', on: [2], order: 'stop', price: 95 })]
    const bars = barsOf([...Array(4).fill([100, 101, 99, 100]), [100, 101, 94, 96]])
    const { fills } = run(script, bars)
    expect(fills.map(({ purpose, price }) => [purpose, price])).toEqual([
      ['entry', 100],
      ['reverse', 95],
      ['entry', 95],
    ])
  })

  test('a lot that opens later is reversed too by the entry that waited', () => {
    const script = [
      enter({ side: 'short', order: 'stop', price: 95 }),
      enter({ on: [1], stop: () => 90 }),
    ]
    const bars = barsOf([...Array(4).fill([100, 101, 99, 100]), [100, 101, 94, 96]])
    const result = run(script, bars)
    expect(result.fills.map(({ purpose }) => purpose)).toEqual(['entry', 'reverse', 'entry'])
    expect(result.orders.find(({ purpose }) => purpose === 'stop')?.outcome).toBe('cancelled')
  })

  test('no reversal when the entry is refused: the lot stays', () => {
    const result = run([enter(), enter({ side: 'short', on: [2], value: Number.NaN })], calm(5))
    expect(result.open).toHaveLength(1)
    expect(result.orders.at(-1)).toMatchObject({ outcome: 'refused' })
  })

  test('an exit already on its way is not doubled by a reversal', () => {
    const script = [enter(), exit({ on: [2] }), enter({ side: 'short', on: [2] })]
    const { fills, orders } = run(script, calm(5))
    expect(fills.map(({ purpose }) => purpose)).toEqual(['entry', 'exit', 'entry'])
    expect(orders.map(({ purpose }) => purpose)).toEqual(['entry', 'exit', 'entry'])
  })
})

describe('protective levels', () => {
  const gap = barsOf([
    [100, 101, 99, 100],
    [102, 103, 101, 102],
    [102, 120, 80, 102],
  ])

  test('attached at the expected entry, moved to the exact level on the fill', () => {
    const rule = enter({ stop: (entry) => entry - 5, target: (entry, r) => entry + 3 * r })
    const { orders, trades } = run([rule], gap)
    expect(orders.map(({ purpose, price }) => [purpose, price])).toEqual([
      ['entry', Number.NaN],
      ['stop', 97],
      ['target', 117],
    ])
    expect(trades[0]).toMatchObject({ risk: 5, exit: 'stop', exitPrice: 97 })
  })

  test('R is fixed from the fill', () => {
    const { trades } = run([enter({ stop: () => 95, target: (entry, r) => entry + r })], gap)
    expect(trades[0]!.risk).toBe(7)
  })

  test('levels go to the tick, never better for us than asked', () => {
    const instrument = { ...STOCK, tick: 0.25 }
    const long = enter({ stop: () => 95.1, target: () => 119.1 })
    const short = enter({ side: 'short', stop: () => 119.1, target: () => 95.1 })
    const prices = (rule: ScriptRule) => run([rule], gap, { instrument }).orders.map((o) => o.price)
    expect(prices(long)).toEqual([Number.NaN, 95, 119.25])
    expect(prices(short)).toEqual([Number.NaN, 119.25, 95])
    const limit = (side: 'long' | 'short', order: 'limit' | 'stop') =>
      run([enter({ side, order, price: 97.6 })], gap, { instrument }).orders[0]!.price
    expect(limit('long', 'limit')).toBe(97.5)
    expect(limit('short', 'limit')).toBe(97.75)
    expect(limit('long', 'stop')).toBe(97.75)
    expect(limit('short', 'stop')).toBe(97.5)
  })

  test('a tick of a cent is no victim of binary noise', () => {
    const at = (price: number) => run([enter({ order: 'limit', price })], gap).orders[0]!.price
    expect(at(10.05)).toBe(10.05)
    expect(at(0.1 + 0.2)).toBe(0.3)
    expect(at(8.2 * 3)).toBe(24.6)
  })
})

describe('refusals', () => {
  test.each<[string, Partial<ScriptRule>]>([
    ['the size is unknown here', { value: Number.NaN }],
    ['the order price is unknown here', { order: 'limit', price: Number.NaN }],
    ['the order price is not above zero', { order: 'limit', price: -3 }],
    ['the stop is unknown here', { stop: () => Number.NaN }],
    ['the target is unknown here', { target: () => Number.NaN }],
    ['the stop is not on the losing side of the expected entry', { stop: () => 100 }],
    ['the stop is not on the losing side of the expected entry', { side: 'short', stop: () => 99 }],
    ['the target is not on the winning side of the expected entry', { target: () => 99 }],
    ['the size comes to less than one lot', { value: 0.5 }],
    ['the size comes to less than one lot', { value: -10 }],
    ['there is not enough free equity', { order: 'limit', price: 20_000, value: 1 }],
  ])('%s', (reason, rule) => {
    const result = run([enter(rule)], calm(3))
    expect(result.orders).toMatchObject([{ outcome: 'refused', outcomeBar: 0, reason }])
    expect(result.fills).toEqual([])
    expect(result.decisions).toEqual([{ bar: 0, fired: 1 }])
  })

  test('sized at the fill, refused at the fill', () => {
    const { backtesting_py: policy } = POLICIES
    const rule = enter({ size: 'equity', value: 0.001 })
    const result = run([rule], calm(3), { policy })
    expect(result.orders).toMatchObject([{ outcome: 'refused', outcomeBar: 1, quantity: 0 }])
  })
})

describe('the account that rules see', () => {
  test('sampled at the close, after the fills of the bar', () => {
    const seen: (readonly number[])[] = []
    const bars = barsOf([
      [100, 101, 99, 100],
      [100, 111, 99, 110],
      [110, 111, 98, 99],
      [99, 100, 98, 99],
      [90, 91, 89, 90],
    ])
    const unknown = Number.NaN
    const look: ScriptRule = {
      kind: 'enter',
      side: 'short',
      on: () => true,
      also: (account) => {
        const { position, cash, equity, entry_price, bars_in_trade, open_profit } = account
        seen.push([position, cash, equity, entry_price, bars_in_trade, open_profit])
        seen.push([account.drawdown, account.day_profit, account.day_loss, account.trades_today])
        seen.push([account.entries, account.exits, account.losses_in_a_row])
        seen.push([account.last_entry_price, account.last_trade_profit])
        expect([account.R, account.R_in_money]).toEqual([unknown, unknown])
        return false
      },
    }
    run([enter({ value: 10 }), exit({ on: [2] }), look], bars, { cash: 1000 })
    const none = [0, 0, 0, 0]
    expect(seen.slice(0, 4)).toEqual([
      [0, 1000, 1000, unknown, 0, 0],
      none,
      [0, 0, 0],
      [unknown, unknown],
    ])
    expect(seen.slice(4, 8)).toEqual([
      [10, 0, 1100, 100, 0, 100],
      [0, 0.1, 0, 1],
      [1, 0, 0],
      [100, unknown],
    ])
    expect(seen.slice(8, 11)).toEqual([
      [10, 0, 990, 100, 1, -10],
      [0.1, -0.1, 0.1, 0],
      [1, 0, 0],
    ])
    expect(seen.slice(12, 16)).toEqual([
      [0, 990, 990, unknown, 0, 0],
      [0.1, 0, 0, 0],
      [1, 1, 1],
      [unknown, -10],
    ])
  })

  test('within a day, profit counts from the close before it', () => {
    const bars = barsOf([
      [100, 100, 100, 100],
      [100, 110, 100, 110],
      [110, 121, 110, 121],
    ])
    bars.time.set([0, DAY, DAY + 3_600_000])
    const seen: number[] = []
    const look: ScriptRule = {
      kind: 'exit',
      side: 'long',
      on: [2],
      also: (account) => seen.push(account.day_profit, account.trades_today) < 0,
    }
    run([enter({ value: 10 }), look], bars, { cash: 1000 })
    expect(seen).toEqual([0.21, 1])
  })
})
