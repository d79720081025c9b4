import type { Bars } from '../../stdlib/bars.ts'
import type { Book } from './book.ts'
import type { Order } from './order.ts'
import { BUY, OrderType, Purpose } from './order.ts'
import type { Policy } from './policy.ts'

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
 * The next fill of a bar: the slot of its order in the book, or -1 when the bar is done. After
 * each, the engine is told and the book changes; then this is asked again with the same cursor.
 *
 * First the open: market orders, and what the open is already beyond, exits before entries. Then
 * the path: orders whose price lies in the bar's range, at their own price. Falling and rising,
 * nearer prices come first; where both sides were reached the bar cannot tell, and the policy's
 * `bothReached` decides: worse is against the open position, and with none the nearer side.
 * An order that came alive within the bar fills on the far side of its birth for certain, on the
 * near side for certain only when the close is beyond it; otherwise a protective stop does fill
 * and a target does not: never the better guess.
 */
export function matchBar(
  book: Book,
  bars: Bars,
  bar: number,
  position: number,
  policy: Policy,
  cursor: Cursor,
): number {
  if (cursor.phase === 'open') {
    const slot = nextAtOpen(book, bars.open[bar]!, policy)
    if (slot >= 0) {
      cursor.price = bars.open[bar]!
      cursor.direction = 'open'
      return slot
    }
    cursor.phase = 'path'
  }
  return nextOnPath(book, bars, bar, position, policy, cursor)
}

/** The slot of the market order that is next to fill where all of them fill at one price; -1. */
export function nextMarketOrder(book: Book): number {
  let best = -1
  for (let slot = 0; slot < book.orders.length; slot++) {
    const order = book.orders[slot]!
    if (book.births[slot] !== 'open' || order.type !== OrderType.market) continue
    if (best < 0 || comesFirst(order, book.orders[best]!)) best = slot
  }
  return best
}

/**
 * The prices a bar must reach before anything of this book can fill: nothing happens while
 * low > `down` and high < `up`. A market order fills at the next open, whatever it is.
 */
export function quietBand(book: Book): { readonly down: number; readonly up: number } {
  let down = Number.NEGATIVE_INFINITY
  let up = Number.POSITIVE_INFINITY
  for (let slot = 0; slot < book.orders.length; slot++) {
    if (book.births[slot] === 'waiting') continue
    const order = book.orders[slot]!
    if (order.type === OrderType.market) return NEVER_QUIET
    if (fallsToward(order)) down = Math.max(down, order.price)
    else up = Math.min(up, order.price)
  }
  return { down, up }
}

const NEVER_QUIET = { down: Number.POSITIVE_INFINITY, up: Number.NEGATIVE_INFINITY }

function nextAtOpen(book: Book, open: number, policy: Policy): number {
  let best = -1
  for (let slot = 0; slot < book.orders.length; slot++) {
    if (book.births[slot] !== 'open') continue
    const order = book.orders[slot]!
    const fills = order.type === OrderType.market || isReached(order, open, policy)
    if (fills && (best < 0 || comesFirst(order, book.orders[best]!))) best = slot
  }
  return best
}

function nextOnPath(
  book: Book,
  bars: Bars,
  bar: number,
  position: number,
  policy: Policy,
  cursor: Cursor,
): number {
  const { orders, births } = book
  let falling = -1
  let rising = -1
  for (let slot = 0; slot < orders.length; slot++) {
    const birth = births[slot]!
    if (birth === 'waiting' || birth === 'later') continue
    const order = orders[slot]!
    const side = fallsToward(order) ? 'down' : 'up'
    if (!isReached(order, side === 'down' ? bars.low[bar]! : bars.high[bar]!, policy)) continue
    if (birth !== 'open' && birth !== side && !isReached(order, bars.close[bar]!, policy)) {
      cursor.ambiguous = true
      if (order.purpose !== Purpose.stop) continue
    }
    if (side === 'down') falling = nearer(orders, falling, slot)
    else rising = nearer(orders, rising, slot)
  }
  if (falling >= 0 && rising >= 0) cursor.ambiguous = true
  const side = firstSide(orders, bars.open[bar]!, position, policy, falling, rising)
  const slot = side === 'down' ? falling : rising
  if (slot >= 0) {
    cursor.price = orders[slot]!.price
    cursor.direction = side
  }
  return slot
}

/** Which of two reached sides the bar is taken to have reached first. */
function firstSide(
  orders: readonly Order[],
  open: number,
  position: number,
  policy: Policy,
  falling: number,
  rising: number,
): 'down' | 'up' {
  if (rising < 0) return 'down'
  if (falling < 0) return 'up'
  if (position === 0) {
    const below = open - orders[falling]!.price
    const above = orders[rising]!.price - open
    return below <= above ? 'down' : 'up'
  }
  return position > 0 === (policy.bothReached === 'worse') ? 'down' : 'up'
}

/** Buy limits and sell stops wait below the price, sell limits and buy stops above. */
function fallsToward(order: Order): boolean {
  return (order.side === BUY) === (order.type === OrderType.limit)
}

/** Whether a trade at `price` fills the order: stops on touch, limits as the policy says. */
function isReached(order: Order, price: number, policy: Policy): boolean {
  const touch = order.type === OrderType.stop || policy.limitFill === 'touch'
  if (fallsToward(order)) return touch ? price <= order.price : price < order.price
  return touch ? price >= order.price : price > order.price
}

/** Of two slots waiting on the same side, the one whose price comes first. */
function nearer(orders: readonly Order[], best: number, slot: number): number {
  if (best < 0) return slot
  const a = orders[slot]!
  const b = orders[best]!
  if (a.price === b.price) return comesFirst(a, b) ? slot : best
  return a.price > b.price === fallsToward(a) ? slot : best
}

/** At one price exits go before entries, what pays slippage first, then the older order. */
function comesFirst(a: Order, b: Order): boolean {
  const rank = rankOf(a)
  const other = rankOf(b)
  return rank === other ? a.id < b.id : rank < other
}

function rankOf(order: Order): number {
  if (order.purpose === Purpose.entry) return 3
  return order.type === OrderType.market ? 0 : order.type === OrderType.stop ? 1 : 2
}
