import type { Bars } from '../../stdlib/bars.ts'
import type { Policy } from './policy.ts'
import type { OrderTable } from './tables.ts'

/**
 * When an order of the book came alive, which decides what a bar can still do to it:
 * `waiting` not at all (its entry has not filled), `open` before or at the bar's open,
 * `down`/`up` within the bar, at a price reached by falling/rising, `later` from the next bar on.
 */
export type Birth = 'waiting' | 'open' | 'down' | 'up' | 'later'

/** A broker's working orders: rows of the order table, and when each came alive. */
export interface Book {
  readonly order: number[]
  readonly birth: Birth[]
}

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
  orders: OrderTable,
  bars: Bars,
  bar: number,
  position: number,
  policy: Policy,
  cursor: Cursor,
): number {
  if (cursor.phase === 'open') {
    const slot = nextAtOpen(book, orders, bars.open[bar]!, policy)
    if (slot >= 0) {
      cursor.price = bars.open[bar]!
      cursor.direction = 'open'
      return slot
    }
    cursor.phase = 'path'
  }
  return nextOnPath(book, orders, bars, bar, position, policy, cursor)
}

/** Market orders fill at one given price (an open, or the close they were decided on). */
export function nextMarketOrder(book: Book, orders: OrderTable): number {
  let best = -1
  for (let slot = 0; slot < book.order.length; slot++) {
    const order = book.order[slot]!
    if (book.birth[slot] !== 'open' || orders.type[order] !== 'market') continue
    if (best < 0 || comesFirst(orders, order, book.order[best]!)) best = slot
  }
  return best
}

/**
 * The prices a bar must reach before anything of this book can fill: nothing happens while
 * low > `down` and high < `up`. A market order fills at the next open, whatever it is.
 */
export function quietBand(book: Book, orders: OrderTable): { down: number; up: number } {
  let down = Number.NEGATIVE_INFINITY
  let up = Number.POSITIVE_INFINITY
  for (let slot = 0; slot < book.order.length; slot++) {
    if (book.birth[slot] === 'waiting') continue
    const order = book.order[slot]!
    if (orders.type[order] === 'market') return ALWAYS
    const price = orders.price[order]!
    if (fallsToward(orders, order)) down = Math.max(down, price)
    else up = Math.min(up, price)
  }
  return { down, up }
}

function nextAtOpen(book: Book, orders: OrderTable, open: number, policy: Policy): number {
  let best = -1
  for (let slot = 0; slot < book.order.length; slot++) {
    if (book.birth[slot] !== 'open') continue
    const order = book.order[slot]!
    const fills = orders.type[order] === 'market' || isReached(orders, order, open, policy)
    if (fills && (best < 0 || comesFirst(orders, order, book.order[best]!))) best = slot
  }
  return best
}

function nextOnPath(
  book: Book,
  orders: OrderTable,
  bars: Bars,
  bar: number,
  position: number,
  policy: Policy,
  cursor: Cursor,
): number {
  let falling = -1
  let rising = -1
  for (let slot = 0; slot < book.order.length; slot++) {
    const birth = book.birth[slot]!
    if (birth === 'waiting' || birth === 'later') continue
    const order = book.order[slot]!
    const down = fallsToward(orders, order)
    const extreme = down ? bars.low[bar]! : bars.high[bar]!
    if (!isReached(orders, order, extreme, policy)) continue
    if (birth !== 'open' && birth !== (down ? 'down' : 'up')) {
      if (!isReached(orders, order, bars.close[bar]!, policy)) {
        cursor.ambiguous = true
        if (orders.purpose[order] !== 'stop') continue
      }
    }
    if (down) falling = nearer(orders, book, falling, slot)
    else rising = nearer(orders, book, rising, slot)
  }
  const side = firstSide(book, orders, bars.open[bar]!, position, policy, falling, rising)
  const slot = side === 'down' ? falling : rising
  if (falling >= 0 && rising >= 0) cursor.ambiguous = true
  if (slot >= 0) {
    cursor.price = orders.price[book.order[slot]!]!
    cursor.direction = side
  }
  return slot
}

function firstSide(
  book: Book,
  orders: OrderTable,
  open: number,
  position: number,
  policy: Policy,
  falling: number,
  rising: number,
): 'down' | 'up' {
  if (rising < 0) return 'down'
  if (falling < 0) return 'up'
  if (position === 0) {
    const below = open - orders.price[book.order[falling]!]!
    const above = orders.price[book.order[rising]!]! - open
    return below <= above ? 'down' : 'up'
  }
  return position > 0 === (policy.bothReached === 'worse') ? 'down' : 'up'
}

/** Buy limits and sell stops wait below the price, sell limits and buy stops above. */
function fallsToward(orders: OrderTable, order: number): boolean {
  return (orders.side[order] === 'buy') === (orders.type[order] === 'limit')
}

/** Whether a trade at `price` fills the order: stops on touch, limits as the policy says. */
function isReached(orders: OrderTable, order: number, price: number, policy: Policy): boolean {
  const level = orders.price[order]!
  const touch = orders.type[order] === 'stop' || policy.limitFill === 'touch'
  if (fallsToward(orders, order)) return touch ? price <= level : price < level
  return touch ? price >= level : price > level
}

/** Of two slots waiting on the same side, the one whose price comes first. */
function nearer(orders: OrderTable, book: Book, best: number, slot: number): number {
  if (best < 0) return slot
  const a = book.order[slot]!
  const b = book.order[best]!
  const gap = orders.price[a]! - orders.price[b]!
  if (gap === 0) return comesFirst(orders, a, b) ? slot : best
  return gap > 0 === fallsToward(orders, a) ? slot : best
}

/** At one price exits go before entries, what pays slippage first, then the older order. */
function comesFirst(orders: OrderTable, a: number, b: number): boolean {
  const rank = RANK[orders.type[a]!] + (orders.purpose[a] === 'entry' ? ENTRIES_LAST : 0)
  const other = RANK[orders.type[b]!] + (orders.purpose[b] === 'entry' ? ENTRIES_LAST : 0)
  return rank === other ? a < b : rank < other
}

const RANK = { market: 0, stop: 1, limit: 2 } as const
const ENTRIES_LAST = 3

/** No bar is quiet. */
const ALWAYS = { down: Number.POSITIVE_INFINITY, up: Number.NEGATIVE_INFINITY }
