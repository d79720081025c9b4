import { describe, expect, test } from 'vitest'
import { costWords } from '../../../editor/pipeline/cost-words.ts'
import { commissionFor } from '../../../runtime/core/costs.ts'
import type { Side } from '../../../runtime/core/order.ts'
import { BUY, SELL } from '../../../runtime/core/order.ts'
import { REGULATORY_FEES } from '../../../runtime/core/regulatory-fees.ts'
import { slipped } from '../../../runtime/core/slippage.ts'
import { costsText } from '../../../runtime/report/words.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import type { CostSpec } from '../../../stdlib/module.ts'
import { barsOf, DAY, run } from './script.ts'

const TIERED = { commission: { kind: 'ibkr-tiered' } } as const

function tiered(side: Side, quantity: number, price: number, ...date: [number, number, number]) {
  return commissionFor(TIERED, quantity, price, 1, side, Date.UTC(...date))
}

describe("IBKR's tiered schedule", () => {
  test('its own example: 200,000 shares sold at $5, removing liquidity, while SEC took $8 a million', () => {
    expect(tiered(SELL, 200_000, 5, 2023, 6, 3)).toBeCloseTo(1355.78, 2)
  })

  test('buying pays no regulator', () => {
    expect(tiered(BUY, 200_000, 5, 2023, 6, 3)).toBeCloseTo(1355.78 - 8 - 7.27, 2)
  })

  test('the least, and the most of a cheap share', () => {
    expect(tiered(BUY, 10, 100, 2023, 6, 3)).toBeCloseTo(0.35 * 1.000735 + 0.032, 12)
    expect(tiered(BUY, 1000, 0.1, 2023, 6, 3)).toBeCloseTo(1 * 1.000735 + 3.2, 12)
  })

  test('fees are those of their day', () => {
    const fee = (...date: [number, number, number]) =>
      tiered(SELL, 1000, 1000, ...date) - tiered(BUY, 1000, 1000, ...date)
    expect(fee(2014, 2, 17)).toBe(0)
    expect(fee(2019, 0, 1)).toBeCloseTo(13 + 0.119, 9)
    expect(fee(2024, 4, 21)).toBeCloseTo(8 + 0.166, 9)
    expect(fee(2024, 4, 22)).toBeCloseTo(27.8 + 0.166, 9)
    expect(fee(2025, 4, 14)).toBeCloseTo(0.166, 9)
  })

  test('the table ascends', () => {
    const starts = REGULATORY_FEES.map(({ from }) => from)
    expect(starts).toEqual(starts.toSorted((a, b) => a - b))
  })
})

describe("IBKR's fixed schedule", () => {
  const fixed = (side: Side, quantity: number, price: number, ...date: [number, number, number]) =>
    commissionFor(
      { commission: { kind: 'ibkr-fixed' } },
      quantity,
      price,
      1,
      side,
      Date.UTC(...date),
    )

  test('its own examples: what regulators take of sales comes on top', () => {
    expect(fixed(SELL, 200_000, 5, 2023, 6, 3)).toBeCloseTo(1015.27, 2)
    expect(fixed(SELL, 30_000_000, 5, 2023, 6, 3)).toBeCloseTo(151_207.27, 2)
    expect(fixed(BUY, 200_000, 5, 2023, 6, 3)).toBe(1000)
  })

  test('the least, and the most of a cheap share', () => {
    expect(fixed(BUY, 100, 25, 2023, 6, 3)).toBe(1)
    expect(fixed(BUY, 1000, 25, 2023, 6, 3)).toBe(5)
    expect(fixed(BUY, 1000, 0.25, 2023, 6, 3)).toBe(2.5)
  })
})

describe('borrowing', () => {
  const script = [
    { kind: 'enter', side: 'short', on: [0], value: 100 },
    { kind: 'exit', side: 'short', on: [4] },
  ] as const
  const closes = [50, 50.5, 49, 48.25, 49, 50, 50]
  const bars = barsOf(closes.map((close) => [close, close, close, close] as const))
  // Thursday, January 1, 1970 and the days after it, the weekend left out.
  const weekdays = { ...bars, time: Float64Array.of(0, 1, 4, 5, 6, 7, 8).map((day) => day * DAY) }
  const cost = (borrow: CostSpec['borrow'], of: Bars = bars) => {
    const options = { costs: borrow ? { borrow } : {}, driver: 'skip' } as const
    const skipped = run(script, of, options)
    const visited = run(script, of, { ...options, driver: 'visit' })
    expect({ ...skipped, trades: skipped.trades }).toEqual({ ...visited, trades: visited.trades })
    expect(skipped.trades[0]!.borrow).toBe(skipped.borrow)
    return skipped
  }

  test('each night, of the close before it, by 360 days', () => {
    const { borrow, trades } = cost({ kind: 'value', rate: 0.036 })
    // Short from the open of bar 1 to that of bar 5: nights after 50.5, 49, 48.25, 49.
    expect(borrow).toBeCloseTo((100 * (50.5 + 49 + 48.25 + 49) * 0.036) / 360, 9)
    expect(trades[0]!.profit).toBeCloseTo(100 * (50.5 - 50) - borrow, 9)
  })

  test('a weekend has three nights', () => {
    const { borrow } = cost({ kind: 'value', rate: 0.036 }, weekdays)
    expect(borrow).toBeCloseTo((100 * (3 * 50.5 + 49 + 48.25 + 49) * 0.036) / 360, 9)
  })

  test('IBKR: 102 % of the close, rounded up to whole dollars', () => {
    const { borrow } = cost({ kind: 'ibkr', rate: 0.036 })
    expect(borrow).toBeCloseTo((100 * (52 + 50 + 50 + 50) * 0.036) / 360, 9)
  })

  test('who is long, or does not stay, pays nothing', () => {
    const long = script.map((rule) => ({ ...rule, side: 'long' }) as const)
    expect(run(long, bars, { costs: { borrow: { kind: 'value', rate: 1 } } }).borrow).toBe(0)
    const hours = { ...bars, time: bars.time.map((_, bar) => bar * 3_600_000) }
    expect(cost({ kind: 'value', rate: 1 }, hours).borrow).toBe(0)
  })
})

describe('slippage', () => {
  const bars = barsOf([
    [100, 104, 98, 102],
    [102, 103, 101, 102],
    [102, 106, 101, 105],
  ])
  const at = (slippage: CostSpec['slippage'], quantity: number, side: Side = BUY) =>
    slipped(slippage ? { slippage } : {}, 100, side, quantity, 0.01, bars, 2)

  test("zipline's VolumeShareSlippage: the price moves by impact times the share squared", () => {
    const share = { kind: 'volume-share', impact: 0.1, shape: 'quadratic' } as const
    const volume = bars.volume[2]!
    expect(at(share, volume / 40)).toBeCloseTo(100 * (1 + 0.1 / 1600), 12)
    expect(at(share, volume / 40, SELL)).toBeCloseTo(100 * (1 - 0.1 / 1600), 12)
    expect(at({ ...share, shape: 'linear' }, volume / 40)).toBeCloseTo(100 * (1 + 0.1 / 40), 12)
    // A bar cannot give more than it has.
    expect(at(share, 3 * volume)).toBeCloseTo(110, 12)
  })

  test('half of a spread, in price, ticks, or basis points', () => {
    expect(at({ kind: 'spread', of: 'price', amount: 0.02 }, 1)).toBeCloseTo(100.01, 12)
    expect(at({ kind: 'spread', of: 'ticks', amount: 4 }, 1, SELL)).toBeCloseTo(99.98, 12)
    expect(at({ kind: 'spread', of: 'fraction', amount: 0.0004 }, 1)).toBeCloseTo(100.02, 12)
  })

  test('a part of the mean true range of the bars before', () => {
    expect(at({ kind: 'volatility', fraction: 0.1 }, 1)).toBeCloseTo(100 + 0.1 * ((6 + 2) / 2), 12)
  })

  test('in the words of a costs block', () => {
    const words = (text: string) => costWords(text)
    expect(words('slippage volume share 10%, borrow ibkr 3%')).toEqual({
      costs: {
        slippage: { kind: 'volume-share', impact: 0.1, shape: 'quadratic' },
        borrow: { kind: 'ibkr', rate: 0.03 },
      },
    })
    for (const text of [
      'commission IBKR fixed, slippage volume share 10% linear, borrow 3%',
      'slippage spread 4 bps, borrow ibkr 0.25%',
      'slippage spread 2 ticks',
      'slippage spread 0.02',
      'slippage volatility 12.5%',
    ]) {
      const read = words(text.replace('IBKR', 'ibkr'))
      expect('costs' in read && costsText(read.costs)).toBe(text)
    }
  })
})
