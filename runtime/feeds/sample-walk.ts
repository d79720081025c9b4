import type { Bars } from '../../stdlib/bars.ts'
import { emptyBars } from '../../stdlib/bars.ts'
import { randomFrom } from '../core/random.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How the prices of a sample come about. */
export interface SampleWalk {
  readonly bars: number
  readonly step: 'hour' | 'day'
  /** Midnight UTC of a Monday, ms. */
  readonly from: number
  readonly seed: number
}

/** Of a bar's price: how far it moves, how strong a trend is, how often it turns. */
const CHARACTER = {
  hour: { spread: 0.004, trend: 0.0006, turn: 0.01 },
  day: { spread: 0.02, trend: 0.0025, turn: 0.02 },
} as const

/**
 * Bars of an instrument that does not exist, on weekdays: a seeded walk in cents with trends that
 * come and go, and volume that follows the moves. Made by additions and products alone, so that
 * every machine makes the same.
 */
export function sampleWalk({ bars: length, step, from, seed }: SampleWalk): Bars {
  const { spread, trend, turn } = CHARACTER[step]
  const random = randomFrom(seed)
  const bars = emptyBars(length)
  bars.length = length
  let price = 100
  let drift = trend / 4
  for (let i = 0; i < length; i++) {
    if (random() < turn) drift = (random() - 0.48) * 2 * trend
    const open = cents(price * (1 + (bell(random) * spread) / 8))
    const close = cents(open * (1 + drift + bell(random) * spread))
    const reach = open * spread * 0.5
    bars.time[i] = startOf(i, step, from)
    bars.open[i] = open
    bars.high[i] = cents(Math.max(open, close) + random() * reach)
    bars.low[i] = cents(Math.max(0.01, Math.min(open, close) - random() * reach))
    bars.close[i] = close
    bars.volume[i] =
      1_000 * Math.floor(200 + random() * 300 + (Math.abs(close - open) / open) * 2e4)
    price = close
  }
  return bars
}

/** Weekdays only; within them every hour, or one bar at midnight. */
function startOf(index: number, step: SampleWalk['step'], from: number): number {
  const perDay = step === 'hour' ? 24 : 1
  const day = Math.floor(index / perDay)
  const weekday = Math.floor(day / 5) * 7 + (day % 5)
  return from + weekday * DAY + (index % perDay) * HOUR
}

/** Within ±1.5, most often near 0: three even numbers added. */
function bell(random: () => number): number {
  return random() + random() + random() - 1.5
}

function cents(price: number): number {
  return Math.max(0.01, Math.round(price * 100) / 100)
}
