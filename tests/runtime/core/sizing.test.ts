import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commissionFor } from '../../../runtime/core/costs.ts'
import { BUY } from '../../../runtime/core/order.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { RunOptions } from '../../../runtime/core/result.ts'
import { downToLot, toTick } from '../../../runtime/core/rounding.ts'
import { slipped } from '../../../runtime/core/slippage.ts'
import type { CostSpec } from '../../../stdlib/module.ts'
import { cases } from '../../draws.ts'
import { audit } from './auditor.ts'
import { anyBars, anyOptions, anyScript } from './random.ts'
import { barsOf, FREE, run, type ScriptRule, STOCK } from './script.ts'

const BARS = barsOf([
  [100, 101, 99, 100],
  [110, 111, 109, 110],
])

/** Shares that an entry at 100 (filled at 110) comes to, with 10,000 in cash. */
function shares(rule: Partial<ScriptRule>, options: Partial<RunOptions> = {}): number | undefined {
  const script: ScriptRule = { kind: 'enter', side: 'long', on: [0], ...rule }
  return run([script], BARS, options).fills[0]?.quantity
}

describe('sizes, from the expected entry and never from the next open', () => {
  test('by kind', () => {
    expect(shares({ size: 'shares', value: 7 })).toBe(7)
    expect(shares({ size: 'money', value: 2550 })).toBe(25)
    expect(shares({ size: 'equity', value: 0.95 })).toBe(95)
    expect(shares({ size: 'risk', value: 0.01, stop: () => 96 })).toBe(25)
    expect(shares({ size: 'risk', value: 0.01, side: 'short', stop: () => 104 })).toBe(25)
    expect(shares({ size: 'equity', value: 0.5, order: 'stop', price: 109 })).toBe(45)
  })

  test('with a multiplier', () => {
    const instrument = { ...STOCK, multiplier: 5 }
    expect(shares({ size: 'equity', value: 0.95 }, { instrument })).toBe(19)
    expect(shares({ size: 'money', value: 2550 }, { instrument })).toBe(5)
    expect(shares({ size: 'risk', value: 0.01, stop: () => 96 }, { instrument })).toBe(5)
  })

  test('down to the lot', () => {
    expect(shares({ size: 'shares', value: 199 }, { instrument: { ...STOCK, lot: 100 } })).toBe(100)
    expect(shares({ size: 'shares', value: 0.37 }, { instrument: { ...STOCK, lot: 0.1 } })).toBe(
      0.3,
    )
    expect(downToLot(0.3, 0.1)).toBe(0.3)
    expect(downToLot(0.1 * 3, 0.1)).toBe(0.3)
  })

  test('sized at the fill, with room for the commission', () => {
    const costs: CostSpec = { commission: { kind: 'fraction', fraction: 0.01 } }
    const policy = POLICIES.backtesting_py
    expect(shares({ size: 'equity', value: 1 }, { policy })).toBe(90)
    expect(shares({ size: 'equity', value: 1 }, { policy, costs })).toBe(90)
    expect(shares({ size: 'equity', value: 0.5 }, { policy, costs })).toBe(45)
    expect(shares({ size: 'equity', value: 0.995 }, { policy, costs })).toBe(89)
  })
})

describe('sized at the fill, slipped by the shares that fill', () => {
  const policy = POLICIES.backtesting_py
  const slippage = { kind: 'volume-share', impact: 0.1, shape: 'quadratic' } as const
  const bars = barsOf(Array.from({ length: 4 }, () => [100, 100, 100, 100] as const))
  const at = (quantity: number, side: 1 | -1 = 1) =>
    expect.closeTo(100 * (1 + side * 0.1 * (quantity / 1000) ** 2), 9)
  /** What fills, once an independent bookkeeper has found nothing. */
  const filled = (rule: Partial<ScriptRule>, some: Partial<RunOptions> = {}) => {
    const script: readonly ScriptRule[] = [{ kind: 'enter', side: 'long', on: [0], ...rule }]
    const margin = { kind: 'fraction', initial: 0.1, maintenance: { long: 0, short: 0 } } as const
    const options: RunOptions = { ...FREE, policy, margin, costs: { slippage }, ...some }
    const result = run(script, bars, options)
    expect(audit({ script, bars, options, result })).toEqual([])
    return result.fills.map(({ quantity, price }) => [quantity, price])
  }
  const risk = { size: 'risk', value: 0.02, level: () => 99.3 } as const

  test('the most that the size comes to at the very price of that many', () => {
    // 189 fill at 100.35721, where 200 of risk is 189.18 shares; 190 at 100.361, where it is 188.5.
    expect(filled(risk)).toEqual([[189, at(189)]])
    expect(filled({ ...risk, side: 'short', level: () => 100.7 })).toEqual([[189, at(189, -1)]])
    // A stop nearer than the slippage: looking there and back from 2000 shares would never settle.
    expect(filled({ ...risk, level: () => 99.9 })).toEqual([[259, at(259)]])
  })

  test('a size that grows as the price falls: short, for all that is free', () => {
    // 400 shares at 98.4 would be 39,360; 406 fill at 98.35, where 40,000 is 406.7.
    const options = { cash: 40_000, margin: policy.margin }
    const all = filled({ side: 'short', size: 'equity', value: 1 }, options)
    expect(all).toEqual([[406, at(406, -1)]])
  })

  test('in parts: sized at the price of the first', () => {
    const costs = { slippage, maxVolume: 0.15 }
    // 150 fill at 100.225, where it is 216.2 shares.
    expect(filled(risk, { costs })).toEqual([
      [150, at(150)],
      [66, at(66)],
    ])
  })

  test('whole or not at all: as many as slip, and not as many as would without', () => {
    const fok = { ...risk, immediacy: 'fok' } as const
    expect(filled(fok, { costs: { slippage, maxVolume: 0.189 } })).toEqual([[189, at(189)]])
    expect(filled(fok, { costs: { slippage, maxVolume: 0.188 } })).toEqual([])
  })

  test('what the equity does not cover is refused, and not made smaller', () => {
    const { margin } = policy
    expect(filled({ value: 99 }, { margin })).toEqual([[99, at(99)]])
    expect(filled({ value: 100 }, { margin })).toEqual([])
  })
})

describe('free equity', () => {
  const twice = { size: 'equity', value: 2 } as const

  test('reduce, refuse, allow', () => {
    expect(shares(twice)).toBe(100)
    expect(shares(twice, { policy: { ...FREE.policy, funds: 'refuse' } })).toBeUndefined()
    expect(shares(twice, { policy: { ...FREE.policy, funds: 'allow' } })).toBe(200)
  })

  test('the commission must fit in as well', () => {
    const all = { size: 'equity', value: 1 } as const
    const of = (commission: CostSpec['commission']) =>
      shares(all, { costs: { commission: commission! } })
    expect(of({ kind: 'fraction', fraction: 0.02 })).toBe(98)
    expect(of({ kind: 'per-share', amount: 0.005 })).toBe(99)
    expect(of({ kind: 'per-trade', amount: 150 })).toBe(98)
    expect(of({ kind: 'per-trade', amount: 20_000 })).toBeUndefined()
  })

  test('open lots of the same side tie theirs up, those of the other side do not', () => {
    const bars = barsOf(Array.from({ length: 4 }, () => [100, 101, 99, 100] as const))
    const half: ScriptRule = { kind: 'enter', side: 'long', on: [0], size: 'equity', value: 0.6 }
    const fills = (side: 'long' | 'short') =>
      run([half, { ...half, side, on: [2] }], bars).fills.map(({ quantity }) => quantity)
    expect(fills('long')).toEqual([60, 40])
    expect(fills('short')).toEqual([60, 60, 60])
  })
})

describe('costs', () => {
  test('IBKR fixed: per share, with a minimum per order and a maximum of the value', () => {
    const fixed: CostSpec = { commission: { kind: 'ibkr-fixed' } }
    // The three examples on IBKR's page.
    expect(commissionFor(fixed, 1000, 25, 1, BUY, 0)).toBe(5)
    expect(commissionFor(fixed, 100, 25, 1, BUY, 0)).toBe(1)
    expect(commissionFor(fixed, 1000, 0.25, 1, BUY, 0)).toBeCloseTo(2.5, 12)
    // Not among the published examples: the maximum is taken to go before the minimum.
    expect(commissionFor(fixed, 10, 0.2, 1, BUY, 0)).toBeCloseTo(0.02, 12)
  })

  test('per share, fraction, per trade, none', () => {
    const of = (commission: CostSpec['commission']) =>
      commissionFor({ commission: commission! }, 200, 50, 2, BUY, 0)
    expect(of({ kind: 'per-share', amount: 0.01 })).toBe(2)
    expect(of({ kind: 'fraction', fraction: 0.001 })).toBe(20)
    expect(of({ kind: 'per-trade', amount: 3 })).toBe(3)
    expect(commissionFor({}, 200, 50, 2, BUY, 0)).toBe(0)
  })

  test('charged on both sides, and on the price that the policy says', () => {
    const costs: CostSpec = {
      commission: { kind: 'fraction', fraction: 0.01 },
      slippage: { kind: 'fraction', fraction: 0.1 },
    }
    const bars = barsOf(Array.from({ length: 4 }, () => [100, 100, 100, 100] as const))
    const script: readonly ScriptRule[] = [
      { kind: 'enter', side: 'long', on: [0], value: 10 },
      { kind: 'exit', side: 'long', on: [1] },
    ]
    const fees = (policy = FREE.policy) =>
      run(script, bars, { policy, costs }).fills.map(({ commission }) => commission)
    expect(fees()).toEqual([11, 9])
    expect(fees({ ...FREE.policy, commissionOn: 'unslipped' })).toEqual([10, 10])
  })

  test('slippage is against us and leaves the price above zero', () => {
    const ticks: CostSpec = { slippage: { kind: 'ticks', ticks: 3 } }
    const fraction: CostSpec = { slippage: { kind: 'fraction', fraction: 0.5 } }
    const at = (costs: CostSpec, price: number, side: 1 | -1, tick: number) =>
      slipped(costs, price, side, 100, tick, BARS, 0)
    expect(at(ticks, 10, 1, 0.25)).toBe(10.75)
    expect(at(ticks, 10, -1, 0.25)).toBe(9.25)
    expect(at(ticks, 0.5, -1, 0.25)).toBe(0.25)
    expect(at(fraction, 10, 1, 0)).toBe(15)
    expect(at(fraction, 10, -1, 0)).toBe(5)
    expect(at({}, 10, -1, 0)).toBe(10)
    expect(at({ slippage: { kind: 'spread', of: 'price', amount: 30 } }, 10, -1, 0)).toBe(0.001)
  })

  test('more cost, never more money', () => {
    fc.assert(
      fc.property(anyScript, anyBars, anyOptions, (script, bars, options) => {
        // Sizes in shares, so that the same orders are sent; a reduction would differ.
        const same = script.map((rule) => ({ ...rule, size: 'shares' as const, value: 1 }))
        const calm = same.map(({ also: _also, ...rule }) => rule)
        const free = { ...options, cash: 1e6, costs: {} }
        const fee: CostSpec = { commission: { kind: 'per-share', amount: 0.01 } }
        const cheap = run(calm, bars, free)
        const dear = run(calm, bars, { ...free, costs: fee })
        expect(dear.fills.length).toBe(cheap.fills.length)
        expect(dear.cash).toBeLessThanOrEqual(cheap.cash)
      }),
      { numRuns: cases(200) },
    )
  })
})

test('large quantities are rounded down as well: only binary noise is forgiven', () => {
  expect(downToLot(346_877.99967, 1)).toBe(346_877)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(1, 10, 0.1), (lots, lot) => {
      expect(downToLot(lots * lot, lot) / lot).toBeCloseTo(lots, 6)
      expect(downToLot(lots * lot * (1 - 1e-12), lot)).toBeLessThan(lots * lot)
    }),
  )
})

test('rounding never rounds for us', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1e5, noNaN: true }),
      fc.constantFrom(0.01, 0.05, 0.25, 1),
      (price, tick) => {
        const noise = 1e-6
        expect(toTick(price, tick, 1, 1)).toBeLessThanOrEqual(price + noise)
        expect(toTick(price, tick, -1, 1)).toBeGreaterThanOrEqual(price - noise)
        expect(toTick(price, tick, 1, 2)).toBeGreaterThanOrEqual(price - noise)
        expect(toTick(price, tick, -1, 2)).toBeLessThanOrEqual(price + noise)
        expect(Math.abs(toTick(price, tick, 1, 1) - price)).toBeLessThan(tick + noise)
        expect(downToLot(price, tick)).toBeLessThanOrEqual(price + noise)
      },
    ),
  )
  expect(toTick(10.017, 0, 1, 1)).toBe(10.017)
})
