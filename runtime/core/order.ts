/** Codes and shapes of what lives in the engine's state: working orders and open lots. */

export const BUY = 1
export const SELL = -1
/** Of an order; a long lot's side is `BUY`. */
export type Side = typeof BUY | typeof SELL

export const OrderType = { market: 0, limit: 1, stop: 2 } as const
export type OrderTypeCode = (typeof OrderType)[keyof typeof OrderType]

export const Purpose = { entry: 0, exit: 1, stop: 2, target: 3, reverse: 4, end: 5 } as const
export type PurposeCode = (typeof Purpose)[keyof typeof Purpose]

export const Outcome = {
  working: 0,
  filled: 1,
  cancelled: 2,
  expired: 3,
  replaced: 4,
  refused: 5,
} as const
export type OutcomeCode = (typeof Outcome)[keyof typeof Outcome]

/**
 * When an order came alive at its broker, which decides what a simulated bar can still do to it:
 * `waiting` not at all (its entry has not filled), `open` before or at the bar's open, `down` and
 * `up` within the bar, at a price reached by falling or rising, `later` from the next bar on.
 */
export type Birth = 'waiting' | 'open' | 'down' | 'up' | 'later'

/** An order from its decision to its end; then it is appended to the log and forgotten. */
export interface Order {
  /** In the order in which they were decided, from 0. */
  readonly id: number
  readonly rule: number
  readonly purpose: PurposeCode
  readonly side: Side
  readonly type: OrderTypeCode
  /** Bar at whose close it was decided. */
  readonly bar: number
  /** Last bar an entry works in; Infinity for good till cancelled. */
  readonly lastBar: number
  /** Where the values that an entry's rule froze begin. */
  readonly frozenAt: number
  /** The entry that a stop, target or reverse belongs to. */
  readonly parent: Order | undefined
  /** The lot it would close; none for entries, and for children of an entry not yet filled. */
  lot: Lot | undefined
  /** 0 until it is decided. */
  quantity: number
  /** Limit or stop price; NaN for market orders. */
  price: number
  birth: Birth
}

/** An open trade: one entry fill, with its own stop and target. */
export interface Lot {
  readonly rule: number
  readonly side: Side
  readonly quantity: number
  readonly entryBar: number
  readonly entryPrice: number
  /** Micros that its entry moved into the account, commission included. */
  cost: number
  /** Row of the entry in the order log. */
  readonly entryRow: number
}

/** Takes an element out of a short list, keeping the order of the others. */
export function removeFrom<T>(list: T[], element: T): void {
  const last = list.length - 1
  let index = 0
  while (index <= last && list[index] !== element) index++
  if (index > last) throw new Error('an element to remove is not in its list')
  for (; index < last; index++) list[index] = list[index + 1]!
  list.pop()
}
