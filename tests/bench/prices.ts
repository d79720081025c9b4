import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import { seeded } from '../parity/random.ts'

const DAY_MS = 86_400_000

/**
 * Seeded daily bars that drift up and down around 100 by turns, so that a crossover trades about
 * every 40 bars and is neither ruined nor made absurdly rich. No two prices are equal.
 */
export function prices(length: number): Bars {
  const random = seeded(20260105)
  const bars = emptyBars(length)
  bars.length = length
  let price = 100
  let drift = 0
  for (let i = 0; i < length; i++) {
    if (i % 40 === 0) drift = (random.next() - 0.5) * 0.0007 + (100 - price) * 1e-5
    const open = price * (1 + (random.next() - 0.5) * 0.004)
    const close = open * (1 + drift + (random.next() - 0.5) * 0.02)
    bars.time[i] = i * DAY_MS
    bars.open[i] = open
    bars.high[i] = Math.max(open, close) * (1 + random.next() * 0.005)
    bars.low[i] = Math.min(open, close) * (1 - random.next() * 0.005)
    bars.close[i] = close
    bars.volume[i] = 1_000_000
    price = close
  }
  return bars
}

/** `length` of these bars from bar `from` on, as a series of their own. */
export function barsWithin(bars: Bars, from: number, length: number): Bars {
  const cut = (column: Float64Array) => column.slice(from, from + length)
  const { time, open, high, low, close, volume } = bars
  return {
    length,
    time: cut(time),
    open: cut(open),
    high: cut(high),
    low: cut(low),
    close: cut(close),
    volume: cut(volume),
  }
}
