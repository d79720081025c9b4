import type { Bars } from '../../stdlib/bars.ts'
import type { Birth, Order } from './order.ts'
import { BUY, HAS_PRICE, OrderType, Purpose, WAITS_FOR_BETTER } from './order.ts'
import type { Policy } from './policy.ts'

/** What matching must know of an order; whoever keeps orders has his own kind. */
export type Matchable = Pick<
  Order,
  'id' | 'purpose' | 'side' | 'type' | 'price' | 'limit' | 'triggered' | 'immediate' | 'birth'
>

/** How far within a bar matching has come, and the fill it found. */
export interface Cursor {
  phase: 'open' | 'path' | 'close'
  /** On a given path: 0 to the nearer extreme, 1 to the other, 2 to the close. */
  leg: number
  /** The fill's price, before slippage. */
  price: number
  /** How the bar reached that price. */
  direction: 'open' | 'down' | 'up' | 'close'
  /** What was found is no fill: a stop limit's stop has traded (`trigger`). */
  triggers: boolean
  /** The bar alone could not tell which of two orders filled first, or whether one did. */
  ambiguous: boolean
  /** The bar's close is one at which orders for the close fill. */
  closes: boolean
}

/** At the open of a bar. */
export function startCursor(): Cursor {
  return {
    phase: 'open',
    leg: 0,
    price: Number.NaN,
    direction: 'open',
    triggers: false,
    ambiguous: false,
    closes: true,
  }
}

/** The same cursor, at the open of another bar. */
export function restart(cursor: Cursor): void {
  cursor.phase = 'open'
  cursor.leg = 0
  cursor.direction = 'open'
}

/**
 * The next of the working orders to fill in a bar, or none when the bar is done. After each, the
 * engine is told and the orders change; then this is asked again with the same cursor. What is
 * returned with `triggers` has not filled: its stop has traded, `trigger` is all there is to do.
 *
 * First the open: market orders, and what the open is already beyond, exits before entries. Then
 * the path: orders whose price lies in the bar's range, at their own price. Falling and rising,
 * nearer prices come first; where both sides were reached the bar cannot tell, and the policy's
 * `bothReached` decides: worse is against the open position, and with none the nearer side.
 * An order that came alive within the bar fills on the far side of its birth for certain, on the
 * near side for certain only when the close is beyond it; otherwise a protective stop does fill
 * and a target does not: never the better guess, but where the policy asks for it. Where the
 * policy gives the path, it decides. Last the close, for the orders that fill at it.
 */
export function matchBar<O extends Matchable>(
  working: readonly O[],
  bars: Bars,
  bar: number,
  position: number,
  policy: Policy,
  cursor: Cursor,
): O | undefined {
  cursor.triggers = false
  if (cursor.phase === 'open' && policy.bothReached !== 'first-sent') {
    const order = nextAtOpen(working, bars.open[bar]!, policy)
    if (order !== undefined) {
      cursor.price = bars.open[bar]!
      cursor.direction = 'open'
      cursor.triggers = isStopLimit(order) && !isReachedAt(order, order.limit, cursor.price, policy)
      return order
    }
    cursor.phase = 'path'
  }
  if (cursor.phase !== 'close') {
    const order = nextWithin(working, bars, bar, position, policy, cursor)
    if (order !== undefined) {
      cursor.triggers = isStopLimit(order) && !isReachedAt(order, order.limit, cursor.price, policy)
      return order
    }
    cursor.phase = 'close'
  }
  return nextAtClose(working, bars, bar, policy, cursor)
}

/** What `triggers` says of an order: from here on it is a limit order, born as the bar went. */
export function trigger(order: Matchable, { direction }: Cursor): void {
  order.triggered = true
  order.birth = birthAt(direction)
}

/** How what comes alive with a fill is born: at the close, the bar is over. */
export function birthAt(direction: Cursor['direction']): Birth {
  return direction === 'close' ? 'later' : direction
}

function nextWithin<O extends Matchable>(
  working: readonly O[],
  bars: Bars,
  bar: number,
  position: number,
  policy: Policy,
  cursor: Cursor,
): O | undefined {
  switch (policy.bothReached) {
    case 'first-sent':
      return nextInTurn(working, bars, bar, policy, cursor)
    case 'path':
      return nextOnGivenPath(working, bars, bar, policy, cursor)
    default:
      return nextOnPath(working, bars, bar, position, policy, cursor)
  }
}

/**
 * Whether the orders as they stand leave in doubt what the bar does, its open past and the last
 * fill `gone` down or up.
 */
export function isInDoubt<O extends Matchable>(
  working: readonly O[],
  bars: Bars,
  bar: number,
  position: number,
  policy: Policy,
  gone: Cursor['direction'],
): boolean {
  const cursor = startCursor()
  cursor.direction = gone
  cursor.leg = gone === 'open' || (gone === 'up') === nearerIsUp(bars, bar) ? 0 : 1
  nextWithin(working, bars, bar, position, policy, cursor)
  return cursor.ambiguous
}

/** The market order that is next to fill where all do at one price, those at the close if it is. */
export function nextMarketOrder<O extends Matchable>(
  working: readonly O[],
  closes: boolean,
): O | undefined {
  let best: O | undefined
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.birth !== 'open' || HAS_PRICE[order.type]) continue
    if (order.type === OrderType.close && !closes) continue
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
    // A market order fills at the next open, whatever it is; one at the close at that.
    if (!HAS_PRICE[order.type]) band.down = Number.POSITIVE_INFINITY
    else if (fallsToward(order)) band.down = Math.max(band.down, levelOf(order))
    else band.up = Math.min(band.up, levelOf(order))
  }
}

/** The order that comes first of all that some price of the bar fills, the open before others. */
function nextInTurn<O extends Matchable>(
  working: readonly O[],
  bars: Bars,
  bar: number,
  policy: Policy,
  cursor: Cursor,
): O | undefined {
  const open = bars.open[bar]!
  let best: O | undefined
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.immediate ? order.birth !== 'open' : !isInPlay(order, policy)) continue
    const extreme = order.immediate ? open : fallsToward(order) ? bars.low[bar]! : bars.high[bar]!
    if (HAS_PRICE[order.type] && !isReached(order, extreme, policy)) continue
    if (best !== undefined && fallsToward(order) !== fallsToward(best)) cursor.ambiguous = true
    if (best === undefined || comesFirst(order, best)) best = order
  }
  if (best === undefined) return undefined
  const atOpen = best.type === OrderType.market || isReached(best, open, policy)
  cursor.price = atOpen ? open : levelOf(best)
  cursor.direction = atOpen ? 'open' : wayTo(best)
  return best
}

function nextAtOpen<O extends Matchable>(
  working: readonly O[],
  open: number,
  policy: Policy,
): O | undefined {
  let best: O | undefined
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.birth !== 'open' || order.type === OrderType.close) continue
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
    if (!isInPlay(order, policy)) continue
    const side = wayTo(order)
    if (!isReached(order, side === 'down' ? bars.low[bar]! : bars.high[bar]!, policy)) continue
    if (birth !== 'open' && birth !== side && !isReached(order, bars.close[bar]!, policy)) {
      cursor.ambiguous = true
      if ((order.purpose === Purpose.stop) === (policy.bothReached === 'better')) continue
    }
    if (side === 'down') falling = nearer(order, falling)
    else rising = nearer(order, rising)
  }
  if (falling !== undefined && rising !== undefined) cursor.ambiguous = true
  const first = firstReached(falling, rising, bars.open[bar]!, position, policy)
  return first && arriveAt(first, policy, cursor)
}

/** The same where the bar is taken to go to its nearer extreme, to the other one, to the close. */
function nextOnGivenPath<O extends Matchable>(
  working: readonly O[],
  bars: Bars,
  bar: number,
  policy: Policy,
  cursor: Cursor,
): O | undefined {
  const high = bars.high[bar]!
  const low = bars.low[bar]!
  const nearUp = nearerIsUp(bars, bar)
  for (; cursor.leg < 3; cursor.leg++) {
    const way = nearUp === (cursor.leg !== 1) ? 'up' : 'down'
    const end = cursor.leg === 2 ? bars.close[bar]! : way === 'up' ? high : low
    let best: O | undefined
    let reachedBoth = false
    for (let k = 0; k < working.length; k++) {
      const order = working[k]!
      if (!isInPlay(order, policy)) continue
      if (fallsToward(order) === (way === 'down')) {
        if (isReached(order, end, policy)) best = nearer(order, best)
      } else if (isReached(order, way === 'up' ? low : high, policy)) reachedBoth = true
    }
    if (best === undefined) continue
    const turned = cursor.direction !== 'open' && cursor.direction !== way
    if (turned || (cursor.leg === 0 && reachedBoth)) cursor.ambiguous = true
    return arriveAt(best, policy, cursor)
  }
  return undefined
}

/** The price comes to an order's; one that came alive within the bar beyond it fills there. */
function arriveAt<O extends Matchable>(order: O, policy: Policy, cursor: Cursor): O {
  const isBornBeyond = order.birth !== 'open' && isReached(order, cursor.price, policy)
  if (!isBornBeyond) cursor.price = levelOf(order)
  cursor.direction = wayTo(order)
  return order
}

function nearerIsUp({ open, high, low }: Bars, bar: number): boolean {
  return high[bar]! - open[bar]! < open[bar]! - low[bar]!
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
  if (position === 0) return open - levelOf(falling) <= levelOf(rising) - open ? falling : rising
  return position > 0 === (policy.bothReached === 'worse') ? falling : rising
}

/** The orders that fill at the close; before them, stop limits whose stop the bar has reached. */
function nextAtClose<O extends Matchable>(
  working: readonly O[],
  bars: Bars,
  bar: number,
  policy: Policy,
  cursor: Cursor,
): O | undefined {
  cursor.price = bars.close[bar]!
  cursor.direction = 'close'
  let best: O | undefined
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.birth === 'waiting' || order.birth === 'later') continue
    if (isStopLimit(order) && !order.immediate) {
      const extreme = fallsToward(order) ? bars.low[bar]! : bars.high[bar]!
      if (!isReached(order, extreme, policy)) continue
      cursor.triggers = true
      return order
    }
    if (!cursor.closes || order.type !== OrderType.close || order.birth !== 'open') continue
    if (best === undefined || comesFirst(order, best)) best = order
  }
  return best
}

/** Whether an order can meet a price within the bar. */
function isInPlay(order: Matchable, policy: Policy): boolean {
  if (order.birth === 'waiting' || order.birth === 'later' || order.immediate) return false
  return order.type !== OrderType.close && (policy.stopLimitInBar || !isStopLimit(order))
}

/** A stop limit that still waits for its stop. */
function isStopLimit(order: Matchable): boolean {
  return order.type === OrderType['stop-limit'] && !order.triggered
}

/** Whether two orders are filled by the same prices. */
export function isAlike(a: Matchable, b: Matchable): boolean {
  return (
    a.side === b.side &&
    (isLimit(a) ? isLimit(b) : a.type === b.type && !isLimit(b)) &&
    Object.is(levelOf(a), levelOf(b)) &&
    (!isStopLimit(a) || a.limit === b.limit)
  )
}

function isLimit({ type, triggered }: Matchable): boolean {
  return type === OrderType.limit || triggered
}

/** The price an order waits for. */
function levelOf(order: Matchable): number {
  return order.triggered ? order.limit : order.price
}

/** How the price goes that comes to an order's. */
export function wayTo(order: Matchable): 'down' | 'up' {
  return fallsToward(order) ? 'down' : 'up'
}

/** Whether an order waits below the price: a buyer's limit, a seller's stop. */
function fallsToward(order: Matchable): boolean {
  return (order.side === BUY) === (order.triggered || WAITS_FOR_BETTER[order.type])
}

/** Whether a trade at `price` is what the order waits for: limits as the policy says. */
function isReached(order: Matchable, price: number, policy: Policy): boolean {
  const touch = !isLimit(order) || policy.limitFill === 'touch'
  const level = levelOf(order)
  if (fallsToward(order)) return touch ? price <= level : price < level
  return touch ? price >= level : price > level
}

/** Whether a limit at `level` would fill where the price is `price`. */
function isReachedAt({ side }: Matchable, level: number, price: number, policy: Policy): boolean {
  if (policy.limitFill === 'touch' && price === level) return true
  return side === BUY ? price < level : price > level
}

/** Of two orders waiting on the same side, the one whose price comes first. */
function nearer<O extends Matchable>(order: O, best: O | undefined): O {
  if (best === undefined) return order
  const [level, other] = [levelOf(order), levelOf(best)]
  if (level === other) return comesFirst(order, best) ? order : best
  return level > other === fallsToward(order) ? order : best
}

/** At one price exits go before entries, what pays slippage first, then the older order. */
function comesFirst(a: Matchable, b: Matchable): boolean {
  const ahead = rankOf(a) - rankOf(b)
  return ahead === 0 ? a.id < b.id : ahead < 0
}

function rankOf(order: Matchable): number {
  return order.purpose === Purpose.entry ? 3 : RANKS[order.type]
}

/** By order type: those that fill at any price, those that do once a price trades, limits. */
const RANKS = [0, 2, 1, 1, 1, 0] as const
