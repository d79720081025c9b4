import type { FeedBar } from '../broker/broker.ts'

/** Length of the bars that a broker streams, ms. */
export const SLOT_MS = 5000
const DAY_MS = 86_400_000

/** A base bar whose interval is over. */
export interface ClosedBar {
  readonly bar: FeedBar
  /** False: something of it, or a bar before it, may be missing; ask the broker's history. */
  readonly whole: boolean
}

/** Five-second bars on their way to base bars. Changed by the functions of this file alone. */
export interface Feed {
  readonly barMs: number
  /** End of the last base bar that is known; what starts before it comes too late. */
  known: number
  forming: FeedBar | undefined
  /** Start of the last five-second bar taken. */
  lastSlot: number
  /** No five-second bar of the forming one can have been missed. */
  whole: boolean
}

/** A feed of bars of `barMs`, which lie within a UTC day; `known` as in `Feed`. */
export function openFeed(barMs: number, known: number): Feed {
  if (!isFeedable(barMs)) throw new Error(`bars of ${barMs} ms do not divide a day`)
  return { barMs, known, forming: undefined, lastSlot: Number.NEGATIVE_INFINITY, whole: false }
}

/** Whether five-second bars add up to bars of this length by the UTC calendar. */
export function isFeedable(barMs: number): boolean {
  return barMs > 0 && barMs % SLOT_MS === 0 && DAY_MS % barMs === 0
}

/**
 * Takes a five-second bar and returns the base bars that it closes: the forming one when the bar
 * is of a later interval, and its own when it is the last of its interval. One that was seen or
 * that comes too late changes nothing.
 */
export function takeSlot(feed: Feed, slot: FeedBar): readonly ClosedBar[] {
  const { barMs } = feed
  const start = Math.floor(slot.start / barMs) * barMs
  if (slot.start <= feed.lastSlot || start < feed.known) return []
  const closed: ClosedBar[] = []
  if (feed.forming !== undefined && feed.forming.start < start) closed.push(close(feed))
  feed.lastSlot = slot.start
  if (feed.forming === undefined) {
    feed.forming = { ...slot, start }
    feed.whole = slot.start === start && start === feed.known
  } else feed.forming = merged(feed.forming, slot)
  if (slot.start + SLOT_MS === start + barMs) closed.push(close(feed))
  return closed
}

/** Whether a bar forms whose last five seconds have not come, and its grace is over. */
export function isOverdue({ forming, barMs }: Feed, now: number, graceMs: number): boolean {
  return forming !== undefined && now >= forming.start + barMs + graceMs
}

/** Whether a bar can be one; what is not comes from a fault on the way. */
export function isSane({ start, open, high, low, close }: FeedBar): boolean {
  const ordered = low <= Math.min(open, close) && high >= Math.max(open, close)
  return Number.isInteger(start) && low > 0 && high < Number.POSITIVE_INFINITY && ordered
}

/** Closes the forming bar although its last five seconds never came. */
export function closeForming(feed: Feed): readonly ClosedBar[] {
  return feed.forming === undefined ? [] : [close(feed)]
}

/** The stream was interrupted: what is forming may lack something. */
export function distrust(feed: Feed): void {
  feed.whole = false
}

/** Bars up to here are known from elsewhere. */
export function skipTo(feed: Feed, known: number): void {
  feed.known = Math.max(feed.known, known)
  if (feed.forming !== undefined && feed.forming.start < feed.known) feed.forming = undefined
}

/** Bars from here on are asked for again. */
export function rewindTo(feed: Feed, known: number): void {
  feed.known = Math.min(feed.known, known)
}

function close(feed: Feed): ClosedBar {
  const { forming, whole, barMs } = feed
  if (forming === undefined) throw new Error('no bar is forming')
  feed.forming = undefined
  if (whole) feed.known = forming.start + barMs
  return { bar: forming, whole }
}

function merged(bar: FeedBar, next: FeedBar): FeedBar {
  return {
    start: bar.start,
    open: bar.open,
    high: Math.max(bar.high, next.high),
    low: Math.min(bar.low, next.low),
    close: next.close,
    volume: bar.volume + next.volume,
  }
}
