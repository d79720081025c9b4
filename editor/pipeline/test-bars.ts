import type { Timeframe, TypedTest } from '../../language/check/typed.ts'
import type { Bars } from '../../stdlib/bars.ts'

/** A Monday. */
const FIRST = Date.UTC(2000, 0, 3)
const DAY = 86_400_000
const STEPS: Readonly<Record<Exclude<Timeframe['unit'], 'mo'>, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: DAY,
  w: 7 * DAY,
}

/**
 * The bars a test block writes: from Monday 2000-01-03 UTC in the strategy's own timeframe, one
 * after the other; daily ones on weekdays. The checker has worked out the prices that are not
 * written; a volume that is not written is zero, as in prices that have
 * none.
 */
export function testBars(test: TypedTest, timeframe: Timeframe): Bars {
  const { open, high, low, close, volume } = test.columns
  const length = close?.length ?? 0
  return {
    length,
    time: Float64Array.from({ length }, (_, bar) => startOf(bar, timeframe)),
    open: Float64Array.from(open ?? []),
    high: Float64Array.from(high ?? []),
    low: Float64Array.from(low ?? []),
    close: Float64Array.from(close ?? []),
    volume: volume ? Float64Array.from(volume) : new Float64Array(length),
  }
}

function startOf(bar: number, { value, unit }: Timeframe): number {
  if (unit === 'mo') return Date.UTC(2000, bar * value, 1)
  if (unit === 'd' && value === 1) return FIRST + (Math.floor(bar / 5) * 7 + (bar % 5)) * DAY
  return FIRST + bar * value * STEPS[unit]
}
