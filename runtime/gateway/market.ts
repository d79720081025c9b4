import type { Bars } from '../../stdlib/bars.ts'
import { DAY } from '../calendar/day.ts'
import type { Cut } from './cut.ts'
import type { SlotPlan } from './slots.ts'
import { SLOT_MS, slotsOf } from './slots.ts'

/** A bar as it goes to clients. Start in ms UTC. */
export interface WireBar {
  readonly start: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/**
 * The stored bars and how far the clock has come in them: bars before `current` are complete; of
 * bar `current` the first `told` five-second bars are.
 */
export interface Market {
  readonly bars: Bars
  readonly plan: SlotPlan
  current: number
  told: number
}

/** Bar k of some bars, as a value. */
export function barAt(bars: Bars, k: number): WireBar {
  return {
    start: bars.time[k]!,
    open: bars.open[k]!,
    high: bars.high[k]!,
    low: bars.low[k]!,
    close: bars.close[k]!,
    volume: bars.volume[k]!,
  }
}

/** A bar with a later one added to it. */
export function merged(bar: WireBar, next: WireBar): WireBar {
  return {
    start: bar.start,
    open: bar.open,
    high: Math.max(bar.high, next.high),
    low: Math.min(bar.low, next.low),
    close: next.close,
    volume: bar.volume + next.volume,
  }
}

/** Start of the bar of `length` ms that holds an instant: days and shorter bars count in UTC. */
export function barStart(instant: number, length: number): number {
  return Math.floor(instant / length) * length
}

/**
 * Bars of `length` ms, cut so, that begin at or after `from` and, as far as the clock has come, before
 * `to`; the forming one with what is known of it. `length` is a multiple of five seconds.
 */
export function barsBetween(
  market: Market,
  length: number,
  from: number,
  to: number,
  cut: Cut = barStart,
): readonly WireBar[] {
  const { bars, plan } = market
  const result: WireBar[] = []
  let forming: WireBar | undefined
  const take = (bar: WireBar): void => {
    const start = cut(bar.start, length)
    if (start === undefined || start < from || bar.start >= to) return
    if (forming !== undefined && forming.start === start) forming = merged(forming, bar)
    else {
      if (forming !== undefined) result.push(forming)
      forming = { ...bar, start }
    }
  }
  const whole = length % plan.timeframeMs === 0
  const last = Math.min(market.current, bars.length - 1)
  // A day may begin on the evening before its date.
  const before = Math.max(plan.timeframeMs, length >= DAY ? DAY : 0)
  for (let k = firstAtOrAfter(bars, from - before); k <= last; k++) {
    if (bars.time[k]! >= to) break
    // A bar's parts are looked at one by one where it is not complete, or not wholly asked for.
    if (whole && k < market.current && bars.time[k]! + plan.timeframeMs <= to) {
      take(barAt(bars, k))
      continue
    }
    const slots = slotsOf(bars, k, plan)
    const known = k < market.current ? slots.length : market.told
    for (let s = 0; s < known; s++) take(barAt(slots, s))
  }
  if (forming !== undefined) result.push(forming)
  return result
}

/** Goes on in the stored bars up to an instant: the five-second bars that are over by then. */
export function* goOn(market: Market, now: number): Generator<WireBar> {
  const { bars, plan } = market
  for (; market.current < bars.length; market.current++, market.told = 0) {
    if (bars.time[market.current]! >= now) return
    const slots = slotsOf(bars, market.current, plan)
    while (market.told < slots.length) {
      if (slots.time[market.told]! + SLOT_MS > now) return
      market.told += 1
      yield barAt(slots, market.told - 1)
    }
  }
}

/** Index of the first bar that starts at or after an instant. */
export function firstAtOrAfter(bars: Bars, instant: number): number {
  let low = 0
  let high = bars.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (bars.time[middle]! < instant) low = middle + 1
    else high = middle
  }
  return low
}

/** Why these bars cannot be told in five-second bars; none when they can. */
export function unfit(bars: Bars, timeframeMs: number): string | undefined {
  if (!(timeframeMs > 0) || timeframeMs % SLOT_MS !== 0) {
    return `bars of ${timeframeMs} ms are no multiple of five seconds`
  }
  for (let k = 0; k < bars.length; k++) {
    const time = bars.time[k]!
    if (time % SLOT_MS !== 0) return `bar ${k} does not start on a multiple of five seconds`
    if (k > 0 && time < bars.time[k - 1]! + timeframeMs) return `bar ${k} overlaps the one before`
  }
  return undefined
}
