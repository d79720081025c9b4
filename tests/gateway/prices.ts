import type { Bars } from '../../stdlib/bars.ts'
import { emptyBars } from '../../stdlib/bars.ts'

export const MINUTE = 60_000

/** A Monday's opening bell in New York. */
export const OPENING = Date.UTC(2026, 0, 5, 14, 30)

/** Minute bars from rows of open, high, low, close. */
export function minutes(rows: readonly (readonly [number, number, number, number])[]): Bars {
  const bars = emptyBars(rows.length)
  bars.length = rows.length
  rows.forEach(([open, high, low, close], k) => {
    bars.time[k] = OPENING + k * MINUTE
    bars.open[k] = open
    bars.high[k] = high
    bars.low[k] = low
    bars.close[k] = close
    bars.volume[k] = 1000 + k
  })
  return bars
}

/** `count` minutes that rise by one a minute, from 100 to 101 in the first. */
export function risingMinutes(count: number): Bars {
  return minutes(
    Array.from({ length: count }, (_, k) => [100 + k, 102 + k, 99 + k, 101 + k] as const),
  )
}
