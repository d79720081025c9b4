import type { Lot, Order } from './order.ts'
import { HAS_PRICE, Purpose } from './order.ts'
import { toTick } from './rounding.ts'
import type { EngineState } from './state.ts'
import { send } from './state.ts'

/**
 * At the close of bar i each trailing stop goes to its clause's level there, if that is nearer to
 * the price: it never goes back, and stays where the level is unknown. It works from the next
 * instant, so it knows of no price of the bar that it meets.
 */
export function trailStops(state: EngineState, i: number): void {
  const { lots, rules, bars, instrument } = state
  for (let k = 0; k < lots.length; k++) {
    const lot = lots[k]!
    if (!rules[lot.rule]!.trails || !hasBegun(lot, bars.close[i]!)) continue
    const stop = stopOf(state, lot)
    if (stop === undefined || !HAS_PRICE[stop.type]) continue
    if (follow(stop, lot.side, levelAt(state, lot, i), instrument.tick)) send(state, 'modify', stop)
  }
}

/** Whether a lot's stop trails at this close. Once one is far enough ahead, it always does. */
export function hasBegun(lot: Lot, close: number): boolean {
  if (!(lot.side * (close - lot.trailFrom) >= 0)) return false
  if (Number.isFinite(lot.trailFrom)) lot.trailFrom = lot.side * Number.NEGATIVE_INFINITY
  return true
}

/** Moves the stop of a lot of that side to `level`, to the tick, if it is nearer; whether it did. */
export function follow(stop: Order, side: Lot['side'], level: number, tick: number): boolean {
  // A stop is on the tick and rounding takes away from the price: what is not nearer stays so.
  if (!isNearer(level, stop.price, side)) return false
  const price = toTick(level, tick, stop.side, stop.type)
  if (!(side * (price - stop.price) > 0)) return false
  stop.price = price
  return true
}

/** Whether a level that is known is nearer to the price than another, for a lot of that side. */
export function isNearer(level: number, than: number, side: Lot['side']): boolean {
  return level > 0 && side * (level - than) > 0
}

/** Whether a stop of an open lot may move at the next close. */
export function hasTrailingStop({ lots, rules }: EngineState): boolean {
  for (let k = 0; k < lots.length; k++) if (rules[lots[k]!.rule]!.trails) return true
  return false
}

export function stopOf({ working }: EngineState, lot: Lot): Order | undefined {
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.lot === lot && order.purpose === Purpose.stop) return order
  }
  return undefined
}

/** The level of the lot's clause at the close of bar i; NaN where it is unknown. */
function levelAt({ bound, account, scratch }: EngineState, lot: Lot, i: number): number {
  const levels = bound.levels?.[lot.rule]
  if (levels !== undefined) return levels[i]!
  bound.freeze(lot.rule, i, account, scratch, 0)
  return bound.stop(lot.rule, scratch, 0, lot.entryPrice)
}
