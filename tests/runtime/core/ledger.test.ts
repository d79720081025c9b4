import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Micros } from '../../../runtime/core/money.ts'
import { add, fromMicros, roundHalfEven, toMicros } from '../../../runtime/core/money.ts'
import type { RunResult } from '../../../runtime/core/result.ts'
import { cases } from '../../draws.ts'
import { anyConvertedBars, anyOptions, anyScript } from './random.ts'
import { FREE, run } from './script.ts'

test('halves go to the even neighbour, on both sides of zero', () => {
  const halves = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49, -0.51]
  expect(halves.map((half) => roundHalfEven(half) + 0)).toEqual([0, 2, 2, 0, -2, -2, 0, -1])
})

test('money beyond exact integers stops the run', () => {
  expect(() => toMicros(1e10)).toThrow(/overflow/)
  expect(() => toMicros(Number.NaN)).toThrow(/overflow/)
  expect(() => add(toMicros(9e9), toMicros(9e9))).toThrow(/overflow/)
})

/** Whole millionths of a sum of money. */
const micros = (money: number) => Math.round(money * 1e6)

/** Micros a fill moves into the account. */
function moved(
  { side, price, quantity, commission, rate = 1 }: RunResult['fills'][number],
  multiplier: number,
) {
  const flow = toMicros(price * quantity * (multiplier * rate))
  return (side === 'buy' ? -flow : flow) - toMicros(commission)
}

describe('whatever the strategy does', () => {
  test('money is conserved exactly', () => {
    fc.assert(
      fc.property(anyScript, anyConvertedBars, anyOptions, (script, bars, options) => {
        const { cash, instrument } = { ...FREE, ...options }
        const result = run(script, bars, options)
        const flows = result.fills.map((fill) => moved(fill, instrument.multiplier))
        const sum = flows.reduce((total, flow) => total + flow, micros(cash))
        expect(micros(result.cash)).toBe(sum - micros(result.borrow))
        const fees = result.fills.reduce((total, fill) => total + micros(fill.commission), 0)
        expect(micros(result.commission)).toBe(fees)
      }),
      { numRuns: cases(300) },
    )
  })

  test('closed out, the account has grown by exactly the profits of its trades', () => {
    fc.assert(
      fc.property(anyScript, anyConvertedBars, anyOptions, (script, bars, options) => {
        const { cash } = { ...FREE, ...options }
        const result = run(script, bars, { ...options, endOfRun: 'close' })
        const profits = result.trades.reduce((total, trade) => total + micros(trade.profit), 0)
        expect(micros(result.cash)).toBe(micros(cash) + profits)
        expect(result.open).toEqual([])
        expect(result.equity.at(-1)).toBe(result.cash)
      }),
      { numRuns: cases(300) },
    )
  })

  test('shares are conserved: what was bought was sold, and no side flips by an exit', () => {
    fc.assert(
      fc.property(anyScript, anyConvertedBars, anyOptions, (script, bars, options) => {
        const result = run(script, bars, options)
        let position = 0
        for (const { side, quantity, purpose } of result.fills) {
          const before = position
          position = roundShares(position + (side === 'buy' ? quantity : -quantity))
          expect(quantity).toBeGreaterThan(0)
          if (purpose === 'entry') expect(Math.abs(position)).toBeGreaterThan(Math.abs(before))
          else expect(Math.abs(position)).toBeLessThan(Math.abs(before))
          expect(before * position).toBeGreaterThanOrEqual(0)
        }
        const open = result.open.reduce(
          (sum, { side, quantity }) => sum + (side === 'long' ? quantity : -quantity),
          0,
        )
        expect(position).toBe(roundShares(open))
      }),
      { numRuns: cases(300) },
    )
  })

  test('every order has one end, and every fill its order', () => {
    fc.assert(
      fc.property(anyScript, anyConvertedBars, anyOptions, (script, bars, options) => {
        const { orders, fills } = run(script, bars, options)
        expect(orders.map(({ id }) => id)).toEqual(orders.map((_, k) => k))
        const filled = orders.filter((order) => order.filled > 0).map(({ id }) => id)
        const sent = new Set(fills.filter(({ order }) => order >= 0).map(({ order }) => order))
        expect([...sent].sort((a, b) => a - b)).toEqual(filled)
        for (const order of orders) {
          expect(order.reason === '').toBe(['filled', 'working'].includes(order.outcome))
          if (order.outcome !== 'working')
            expect(order.outcomeBar).toBeGreaterThanOrEqual(order.bar)
        }
      }),
      { numRuns: cases(300) },
    )
  })
})

/** Without the crumbs of adding tenths. */
function roundShares(shares: number): number {
  return Math.round(shares * 1e6) / 1e6 + 0
}

test('micros are money', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e15, max: 1e15 }), (whole) => {
      expect(toMicros(fromMicros(whole as Micros))).toBe(whole)
    }),
  )
})
