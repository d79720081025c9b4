/** Five-second bars: together they are the stored bar, bit for bit. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Market, WireBar } from '../../runtime/gateway/market.ts'
import { barAt, barsBetween, merged, unfit } from '../../runtime/gateway/market.ts'
import { SLOT_MS, slotsOf } from '../../runtime/gateway/slots.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { emptyBars } from '../../stdlib/bars.ts'
import { cases } from '../draws.ts'
import { MINUTE, OPENING, risingMinutes } from './prices.ts'

interface Shape {
  readonly prices: readonly number[]
  readonly volume: number
}

/** Any doubles as prices, and volumes in whole shares, fractions and dust. */
const anyShape: fc.Arbitrary<Shape> = fc.record({
  prices: fc.oneof(
    fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), { minLength: 4, maxLength: 4 }),
    fc
      .array(fc.integer({ min: 1, max: 500 }), { minLength: 4, maxLength: 4 })
      .map((cents) => cents.map((each) => (10_000 + each) / 100)),
  ),
  volume: fc.oneof(
    fc.nat(),
    fc.double({ min: 0, max: 1e15, noNaN: true }),
    fc.constantFrom(0, 0.1, 5e-324, 2 ** 60),
  ),
})

const anyTimeframe = fc.constantFrom(1, 2, 3, 6, 12, 60, 720, 17_280).map((n) => n * SLOT_MS)

function single({ prices, volume }: Shape): Bars {
  const [a, b, open, close] = prices as [number, number, number, number]
  const bars = emptyBars(1)
  bars.length = 1
  bars.time[0] = OPENING
  bars.open[0] = open
  bars.high[0] = Math.max(a, b, open, close)
  bars.low[0] = Math.min(a, b, open, close)
  bars.close[0] = close
  bars.volume[0] = volume
  return bars
}

describe('the five-second bars of a stored bar', () => {
  test('come back together to it, in whatever order volumes are added', () => {
    const property = fc.property(
      ...([anyShape, anyTimeframe, fc.integer(), fc.constantFrom(0, 0.01, 0.25)] as const),
      (shape, timeframeMs, seed, tick) => {
        const bars = single(shape)
        const slots = slotsOf(bars, 0, { seed, timeframeMs, tick })
        const parts = Array.from({ length: slots.length }, (_, s) => barAt(slots, s))
        expect(parts.reduce(merged)).toEqual(barAt(bars, 0))
        const backwards = parts.map(({ volume }) => volume).reduceRight((a, b) => a + b)
        expect(backwards).toBe(shape.volume)
        for (const part of parts) {
          expect(part.high).toBeGreaterThanOrEqual(Math.max(part.open, part.close))
          expect(part.low).toBeLessThanOrEqual(Math.min(part.open, part.close))
          expect(part.volume).toBeGreaterThanOrEqual(0)
        }
        const starts = parts.map(({ start }) => start)
        expect(starts).toEqual([...new Set(starts)].sort((x, y) => x - y))
        expect(starts[0]).toBe(OPENING)
        expect(starts.at(-1)).toBe(OPENING + timeframeMs - SLOT_MS)
        expect(starts.every((start) => start % SLOT_MS === 0)).toBe(true)
      },
    )
    fc.assert(property, { numRuns: cases(1000) })
  })

  test('are the same for one seed, and other ones for another', () => {
    const bars = risingMinutes(2)
    const draw = (seed: number, index: number) =>
      slotsOf(bars, index, { seed, timeframeMs: MINUTE, tick: 0.01 })
    expect(draw(7, 1)).toEqual(draw(7, 1))
    expect(draw(7, 1)).not.toEqual(draw(8, 1))
    expect(draw(7, 0).close).not.toEqual(draw(7, 1).close)
  })

  test('have whole shares where the bar has, and prices on the grid', () => {
    const bars = risingMinutes(50)
    for (let k = 0; k < bars.length; k++) {
      const slots = slotsOf(bars, k, { seed: 1, timeframeMs: MINUTE, tick: 0.01 })
      expect([...slots.volume].every(Number.isInteger)).toBe(true)
      const cents = [...slots.close].map((price) => price * 100)
      expect(cents.every((each) => Math.abs(each - Math.round(each)) < 1e-9)).toBe(true)
    }
  })
})

describe('bars that are asked for', () => {
  const market = (current: number, told: number): Market => ({
    bars: risingMinutes(10),
    plan: { seed: 1, timeframeMs: MINUTE, tick: 0.01 },
    current,
    told,
  })

  test('end where the clock stands', () => {
    const all = (current: number, told: number, length: number) =>
      barsBetween(market(current, told), length, 0, Number.POSITIVE_INFINITY)
    expect(all(0, 0, MINUTE)).toEqual([])
    expect(all(3, 0, MINUTE).map(({ close }) => close)).toEqual([101, 102, 103])
    const forming = all(3, 4, MINUTE).at(-1)!
    const known = barsBetween(market(3, 4), SLOT_MS, OPENING + 3 * MINUTE, Number.POSITIVE_INFINITY)
    expect(known).toHaveLength(4)
    expect(forming).toEqual({ ...known.reduce(merged), start: OPENING + 3 * MINUTE })
    expect(forming.high).toBeLessThanOrEqual(105)
  })

  test('of any length agree with those of any shorter one', () => {
    const lengths = [SLOT_MS, 15_000, MINUTE, 3 * MINUTE]
    const whole = market(10, 0)
    const from = OPENING
    const bars = (length: number) => barsBetween(whole, length, from, Number.POSITIVE_INFINITY)
    const together = lengths.map((length) => bars(length).reduce(merged))
    const first = together[0]!
    for (const one of together) expect(one).toEqual({ ...first, start: one.start } as WireBar)
  })

  test('begin and end where they are asked to', () => {
    const some = barsBetween(market(10, 0), MINUTE, OPENING + 30_000, OPENING + 150_000)
    expect(some.map(({ start }) => (start - OPENING) / MINUTE)).toEqual([1, 2])
    const half = barAt(slotsOf(risingMinutes(10), 2, market(0, 0).plan), 5)
    expect(some.at(-1)!.close).toBe(half.close)
  })
})

test('bars that five seconds do not divide are refused with the reason', () => {
  const bars = risingMinutes(2)
  expect(unfit(bars, MINUTE)).toBeUndefined()
  expect(unfit(bars, 1000)).toContain('no multiple of five seconds')
  expect(unfit(bars, 2 * MINUTE)).toContain('overlaps')
  bars.time[0]! += 1
  expect(unfit(bars, MINUTE)).toContain('bar 0 does not start')
})
