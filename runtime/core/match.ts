import type { Bars } from '../../stdlib/bars.ts'
import type { Order } from './order.ts'
import { BUY, OrderType, Purpose } from './order.ts'
import type { Policy } from './policy.ts'

/** What matching must know of an order; whoever keeps orders has his own kind. */
export type Matchable = Pick<Order, 'id' | 'purpose' | 'side' | 'type' | 'price' | 'birth'>

/** How far within a bar matching has come, and the fill it found. */
export interface Cursor {
  phase: 'open' | 'path'
  /** The fill's price, before slippage. */
  price: number
  /** How the bar reached that price. */
  direction: 'open' | 'down' | 'up'
  /** The bar alone could not tell which of two orders filled first, or whether one did. */
  ambiguous: boolean
}

/**
 * The next of the working orders to fill in a bar, or none when the bar is done. After each, the
 * engine is told and the orders change; then this is asked again with the same cursor.
 *
 * First the open: market orders, and what the open is already beyond, exits before entries. Then
 * the path: orders whose price lies in the bar's range, at their own price. Falling and rising,
 * nearer prices come first; where both sides were reached the bar cannot tell, and the policy's
 * `bothReached` decides: worse is against the open position, and with none the nearer side.
 * An order that came alive within the bar fills on the far side of its birth for certain, on the
 * near side for certain only when the close is beyond it; otherwise a protective stop does fill
 * and a target does not: never the better guess.
 */
export function matchBar<O extends Matchable>(
  working: readonly O[],
  bars: Bars,
  bar: number,
  position: number,
  policy: Policy,
  cursor: Cursor,
): O | undefined {
  if (cursor.phase === 'open') {
    const order = nextAtOpen(working, bars.open[bar]!, policy)
    if (order !== undefined) {
      cursor.price = bars.open[bar]!
      cursor.direction = 'open'
      return order
    }
    cursor.phase = 'path'
  }
  return nextOnPath(working, bars, bar, position, policy, cursor)
}

/** The market order that is next to fill where all of them fill at one price. */
export function nextMarketOrder<O extends Matchable>(working: readonly O[]): O | undefined {
  let best: O | undefined
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.birth !== 'open' || order.type !== OrderType.market) continue
    if (best === undefined || comesFirst(order, best)) best = order
  }
  return best
}

/** Nothing can fill in a bar with low > `down` and high < `up`. */
export interface QuietBand {
  down: number
  up: number
}

/** Writes the prices a bar must reach before any of these orders can fill. */
export function findQuietBand(working: readonly Matchable[], band: QuietBand): void {
  band.down = Number.NEGATIVE_INFINITY
  band.up = Number.POSITIVE_INFINITY
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.birth === 'waiting') continue
    // A market order fills at the next open, whatever it is.
    if (order.type === OrderType.market) band.down = Number.POSITIVE_INFINITY
    else if (fallsToward(order)) band.down = Math.max(band.down, order.price)
    else band.up = Math.min(band.up, order.price)
  }
}

function nextAtOpen<O extends Matchable>(
  working: readonly O[],
  open: number,
  policy: Policy,
): O | undefined {
  let best: O | undefined
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.birth !== 'open') continue
    const fills = order.type === OrderType.market || isReached(order, open, policy)
    if (fills && (best === undefined || comesFirst(order, best))) best = order
  }
  return best
}

function nextOnPath<O extends Matchable>(
  working: readonly O[],
  bars: Bars,
  bar: number,
  position: number,
  policy: Policy,
  cursor: Cursor,
): O | undefined {
  let falling: O | undefined
  let rising: O | undefined
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    const { birth } = order
    if (birth === 'waiting' || birth === 'later') continue
    const side = fallsToward(order) ? 'down' : 'up'
    if (!isReached(order, side === 'down' ? bars.low[bar]! : bars.high[bar]!, policy)) continue
    if (birth !== 'open' && birth !== side && !isReached(order, bars.close[bar]!, policy)) {
      cursor.ambiguous = true
      if (order.purpose !== Purpose.stop) continue
    }
    if (side === 'down') falling = nearer(order, falling)
    else rising = nearer(order, rising)
  }
  if (falling !== undefined && rising !== undefined) cursor.ambiguous = true
  const first = firstReached(falling, rising, bars.open[bar]!, position, policy)
  if (first !== undefined) {
    cursor.price = first.price
    cursor.direction = first === falling ? 'down' : 'up'
  }
  return first
}

/** Of the nearest orders below and above, the one the bar is taken to have reached first. */
function firstReached<O extends Matchable>(
  falling: O | undefined,
  rising: O | undefined,
  open: number,
  position: number,
  policy: Policy,
): O | undefined {
  if (falling === undefined) return rising
  if (rising === undefined) return falling
  if (position === 0) return open - falling.price <= rising.price - open ? falling : rising
  return position > 0 === (policy.bothReached === 'worse') ? falling : rising
}

/** Buy limits and sell stops wait below the price, sell limits and buy stops above. */
function fallsToward(order: Matchable): boolean {
  return (order.side === BUY) === (order.type === OrderType.limit)
}

/** Whether a trade at `price` fills the order: stops on touch, limits as the policy says. */
function isReached(order: Matchable, price: number, policy: Policy): boolean {
  const touch = order.type === OrderType.stop || policy.limitFill === 'touch'
  if (fallsToward(order)) return touch ? price <= order.price : price < order.price
  return touch ? price >= order.price : price > order.price
}

/** Of two orders waiting on the same side, the one whose price comes first. */
function nearer<O extends Matchable>(order: O, best: O | undefined): O {
  if (best === undefined) return order
  if (order.price === best.price) return comesFirst(order, best) ? order : best
  return order.price > best.price === fallsToward(order) ? order : best
}

/** At one price exits go before entries, what pays slippage first, then the older order. */
function comesFirst(a: Matchable, b: Matchable): boolean {
  const rank = rankOf(a)
  const other = rankOf(b)
  return rank === other ? a.id < b.id : rank < other
}

function rankOf(order: Matchable): number {
  if (order.purpose === Purpose.entry) return 3
  return order.type === OrderType.market ? 0 : order.type === OrderType.stop ? 1 : 2
}
