import type { Timeframe, TypedTest } from '../../language/check/typed.ts'
import { type Bars, emptyBars } from '../../stdlib/bars.ts'

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
 * after the other; daily ones on weekdays. Without an open, a bar opens at the close before it;
 * without high and low, it reaches no further than open and close; without volume, there is no
 * shortage of it.
 */
export function testBars(test: TypedTest, timeframe: Timeframe): Bars {
  const given = test.columns
  const length = Math.max(...Object.values(given).map((column) => column.length))
  const bars = emptyBars(length)
  bars.length = length
  for (let i = 0; i < length; i++) {
    const close = given.close?.[i] ?? given.open?.[i] ?? Number.NaN
    const open = given.open?.[i] ?? given.close?.[i - 1] ?? close
    bars.time[i] = startOf(i, timeframe)
    bars.open[i] = open
    bars.close[i] = close
    bars.high[i] = given.high?.[i] ?? Math.max(open, close)
    bars.low[i] = given.low?.[i] ?? Math.min(open, close)
    bars.volume[i] = given.volume?.[i] ?? 1_000_000
  }
  return bars
}

function startOf(bar: number, { value, unit }: Timeframe): number {
  if (unit === 'mo') return Date.UTC(2000, bar * value, 1)
  if (unit === 'd' && value === 1) return FIRST + (Math.floor(bar / 5) * 7 + (bar % 5)) * DAY
  return FIRST + bar * value * STEPS[unit]
}
