import type { Bars } from '../../stdlib/bars.ts'
import { emptyBars } from '../../stdlib/bars.ts'
import { randomFrom } from '../core/random.ts'
import { seedOf } from './random.ts'

/** Length of the bars that a gateway streams, ms. */
export const SLOT_MS = 5000

/** Most five-second bars a stored bar is told in; in between there is no trade, so no bar. */
const MOST_SLOTS = 12

/** A stored bar told as five-second bars, and where each of them starts. */
export interface SlotPlan {
  readonly seed: number
  /** Length of a stored bar, a multiple of `SLOT_MS`. */
  readonly timeframeMs: number
  /** Smallest price step; 0: none. */
  readonly tick: number
}

/**
 * A stored bar as five-second bars that come back together to the very same bar: the first opens
 * and the last closes with it, its extremes are reached on a path drawn from the seed, and the
 * volumes add up to its volume exactly, in any order. The last one ends when the bar ends.
 */
export function slotsOf(bars: Bars, index: number, plan: SlotPlan): Bars {
  const room = plan.timeframeMs / SLOT_MS
  const count = Math.min(room, MOST_SLOTS)
  const random = randomFrom(seedOf(plan.seed, index))
  const open = bars.open[index]!
  const high = bars.high[index]!
  const low = bars.low[index]!
  const close = bars.close[index]!
  // The extremes fall into slots of their own where there is room for that.
  const early = Math.floor(random() * Math.max(1, Math.floor((count - 1) / 2)))
  const late = count - 1 - Math.floor(random() * Math.max(1, Math.ceil((count - 1) / 2)))
  const lowFirst = random() < 0.5
  const lowAt = lowFirst ? early : late
  const highAt = lowFirst ? late : early
  const knots: readonly Knot[] = [
    { at: -1, price: open },
    { at: early, price: lowFirst ? low : high },
    { at: late, price: lowFirst ? high : low },
    { at: count - 1, price: close },
  ]
  const volumes = splitExactly(bars.volume[index]!, count)
  const slots = emptyBars(count)
  slots.length = count
  let previous = open
  for (let k = 0; k < count; k++) {
    const isLast = k === count - 1
    const end = isLast ? close : onGrid(priceAt(knots, k), plan.tick, low, high)
    const start = isLast ? room - 1 : Math.floor((k * room) / count)
    slots.time[k] = bars.time[index]! + start * SLOT_MS
    slots.open[k] = previous
    slots.close[k] = end
    slots.high[k] = k === highAt ? high : Math.max(previous, end)
    slots.low[k] = k === lowAt ? low : Math.min(previous, end)
    slots.volume[k] = volumes[k]!
    previous = end
  }
  return slots
}

interface Knot {
  readonly at: number
  readonly price: number
}

/** The path's price at the end of slot k: straight from knot to knot. */
function priceAt(knots: readonly Knot[], k: number): number {
  for (let n = 1; n < knots.length; n++) {
    const to = knots[n]!
    const from = knots[n - 1]!
    if (k > to.at) continue
    if (to.at === from.at) return to.price
    return from.price + ((to.price - from.price) * (k - from.at)) / (to.at - from.at)
  }
  return knots.at(-1)!.price
}

/** To the price grid, but never out of the bar. */
function onGrid(price: number, tick: number, low: number, high: number): number {
  const inverse = Math.round(1 / tick)
  const rounded = tick === 0 ? price : Math.round(price * inverse) / inverse
  return Math.min(high, Math.max(low, rounded))
}

/**
 * Parts of a volume whose sum is exact whatever the order: whole multiples of a power of two that
 * divides the volume. A volume in whole shares has parts in whole shares.
 */
function splitExactly(volume: number, count: number): readonly number[] {
  let unit = 1
  while (!Number.isInteger(volume / unit) && unit > Number.MIN_VALUE) unit /= 2
  let whole = volume / unit
  while (whole > Number.MAX_SAFE_INTEGER) {
    whole /= 2
    unit *= 2
  }
  const parts: number[] = []
  let rest = whole
  for (let left = count; left > 0; left--) {
    const part = Math.floor(rest / left)
    parts.push(part * unit)
    rest -= part
  }
  return parts
}
