/** Codes and shapes of what lives in the engine's state: working orders and open lots. */
import type { RuleMeta } from '../../stdlib/module.ts'
import type { Micros } from './money.ts'

export const BUY = 1
export const SELL = -1
/** Of an order; a long lot's side is `BUY`. */
export type Side = typeof BUY | typeof SELL

/** `touch` is a market order once its price trades; `close` fills at the price its bar closes at. */
export const OrderType = {
  market: 0,
  limit: 1,
  stop: 2,
  'stop-limit': 3,
  touch: 4,
  close: 5,
} as const
export type OrderTypeName = keyof typeof OrderType
export type OrderTypeCode = (typeof OrderType)[OrderTypeName]

/** The word for a type. */
export function nameOfType(code: OrderTypeCode): OrderTypeName {
  return TYPE_NAMES[code]!
}

const TYPE_NAMES = Object.keys(OrderType) as OrderTypeName[]

/** The type of a rule's orders: one for the next open is at the market, once that comes. */
export function typeOfRule(order: OrderTypeName | 'open'): OrderTypeCode {
  return order === 'open' ? OrderType.market : OrderType[order]
}

/** The side that closes what this one opens. */
export function opposite(side: Side): Side {
  return side === BUY ? SELL : BUY
}

/** By code, the kind of order that each fills as: policies have a column for each of the three. */
export const FILLS_AS = ['market', 'limit', 'stop', 'limit', 'stop', 'market'] as const

/** By code, whether an order waits for a price. */
export const HAS_PRICE = [false, true, true, true, true, false] as const

/** By code, whether that is a price better than the market's: a buyer's below it. */
export const WAITS_FOR_BETTER = [false, true, false, false, true, false] as const

export const Purpose = {
  entry: 0,
  exit: 1,
  stop: 2,
  target: 3,
  reverse: 4,
  end: 5,
  liquidation: 6,
} as const
export type PurposeCode = (typeof Purpose)[keyof typeof Purpose]

export const Outcome = {
  working: 0,
  filled: 1,
  cancelled: 2,
  expired: 3,
  replaced: 4,
  refused: 5,
  /** No end: a part has filled, the rest works on. */
  part: 6,
  /**
   * No end and no fill: what an entry that filled in parts has come to, for the trades that it
   * opened; or what a stop was whose price came when the bar had nothing to give.
   */
  note: 7,
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
  /** What is left of a stop or touch order whose price has come is a market order (`elect`). */
  type: OrderTypeCode
  /** Bar at whose close it was decided. */
  readonly bar: number
  /** Last bar an entry works in; Infinity for good till cancelled. */
  readonly lastBar: number
  /** Where the values that an entry's rule froze begin. */
  readonly frozenAt: number
  /** The id of the entry that a stop, target or reverse belongs to; -1: none. */
  readonly parent: number
  /** The lot it would close; none for entries, and for children of an entry not yet filled. */
  lot: Lot | undefined
  /** Shares still to fill; 0 until it is decided. What has filled whole keeps its last fill's. */
  quantity: number
  /** Shares filled in parts so far. */
  filled: number
  /** Limit, stop or touch price; NaN for orders without one. */
  price: number
  /** Of a stop limit: the price it is a limit at once it is triggered; else NaN. */
  readonly limit: number
  /** A stop limit whose stop has traded: from there on it is a limit order. */
  triggered: boolean
  /** It fills at its first open or not at all. */
  readonly immediate: boolean
  /** Of an entry: the id of the order that its one-cancels-all group began with; -1: none. */
  readonly oca: number
  /** Of an entry that is sized at its fill: the part of that size which its group has left it. */
  portion: number
  birth: Birth
  /** Day of the only session it works in; NaN: of the one to come, -1: of any. */
  session: number
  /** The day or the time that it is good till, ms as if UTC by the exchange's clocks; Infinity: none. */
  until: number
}

/** The same for whoever makes it. */
export type Writable<T> = { -readonly [Field in keyof T]: T[Field] }

/** An order while it is being decided. */
export type Draft = Writable<Order>

/** An open trade: what one entry has filled, with its own stop and target. */
export interface Lot {
  rule: number
  side: Side
  quantity: number
  /** Bar of the first fill. */
  entryBar: number
  /** Average of the fills so far. */
  entryPrice: number
  /** Distance from there to the first stop; NaN without one. */
  risk: number
  /** What its entry's money was converted at: of several fills, the average by their money. */
  rate: number
  /** Micros that its entry moved into the account, commission and borrowing so far included. */
  cost: Micros
  /** Micros that borrowing its shares has cost so far. */
  borrow: Micros
  /** Row of the entry in the order log: of its fill, or of what its fills have come to. */
  entryRow: number
  /** Its stop trails from a close at this price on, seen from its side; NaN: never. */
  trailFrom: number
  /** Bit mask of the exit rules that have taken their part of it. */
  partTaken: number
  /** Of a part on its way out: the id of the order that ends it; -1: a trade as it was entered. */
  partOf: number
}

/** What of an order filled, its shares apart. */
export interface Execution {
  readonly bar: number
  /** Per share. */
  readonly price: number
  /** Money. */
  readonly commission: number
}

/**
 * The price that an order waits for has come, and not all of it has filled: what is left of a stop
 * or touch order is a market order, what is left of a stop limit a limit order.
 */
export function elect(order: Pick<Order, 'type' | 'triggered'>): void {
  if (order.type === OrderType['stop-limit']) order.triggered = true
  else if (FILLS_AS[order.type] === 'stop') order.type = OrderType.market
}

/**
 * Whether it fills whole or not at all. What closes a trade before such an entry takes what it
 * gets: else the entry could fill beside the trade.
 */
export function isFillOrKill(order: Order, rules: readonly RuleMeta[]): boolean {
  const { purpose, rule, immediate } = order
  const { immediacy, order: kind } = rules[rule]!
  // An order at the open has no room for it: what fills of it fills there.
  return immediate && purpose !== Purpose.reverse && immediacy === 'fok' && kind !== 'open'
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
