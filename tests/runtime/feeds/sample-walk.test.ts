import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleWalk } from '../../../runtime/feeds/sample-walk.ts'
import { cases } from '../../draws.ts'

const MONDAY = Date.UTC(2024, 0, 1)

test('are bars as a feed gives them, on weekdays, whatever the seed', () => {
  const steps = fc.constantFrom('hour' as const, 'day' as const)
  fc.assert(
    fc.property(fc.nat(3_000), steps, fc.nat(), (length, step, seed) => {
      const bars = sampleWalk({ bars: length, step, from: MONDAY, seed })
      expect(bars.length).toBe(length)
      for (let i = 0; i < length; i++) {
        const [time, open, close] = [bars.time[i]!, bars.open[i]!, bars.close[i]!]
        const [low, high] = [bars.low[i]!, bars.high[i]!]
        const isBar = 0 < low && low <= Math.min(open, close) && Math.max(open, close) <= high
        const isLater = i === 0 || time > bars.time[i - 1]!
        const weekday = new Date(time).getUTCDay()
        const isWhole = Number.isInteger(bars.volume[i]) && bars.volume[i]! > 0
        if (!isBar || !isLater || weekday === 0 || weekday === 6 || !isWhole) {
          throw new Error(`bar ${i} of seed ${seed}: ${[time, open, high, low, close]}`)
        }
      }
    }),
    { numRuns: cases(50) },
  )
})

test('are the same for the same seed, and others for another', () => {
  const walk = (seed: number) => sampleWalk({ bars: 500, step: 'day', from: MONDAY, seed })
  expect(walk(1)).toEqual(walk(1))
  expect(walk(1).close).not.toEqual(walk(2).close)
  expect(walk(1).close.subarray(0, 3)).toEqual(Float64Array.of(100.79, 99.51, 99.73))
})
