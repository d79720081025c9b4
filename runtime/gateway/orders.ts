import type { Matchable } from '../core/match.ts'
import type { Birth, OrderTypeCode, PurposeCode } from '../core/order.ts'
import { OrderType, Purpose } from '../core/order.ts'
import { readInstant, wallTime } from './wall-time.ts'
import type { OrderTerms } from './wire/order-terms.ts'

/**
 * Where an order is in its life: `held` at the gateway until it is transmitted, `waiting` for its
 * parent to fill, `working`, and the two ends.
 */
export type OrderState = 'held' | 'waiting' | 'working' | 'filled' | 'cancelled'

/** An order in the gateway's book, which outlives the connection that placed it. */
export interface BookOrder extends Matchable {
  /** In order of arrival, over all clients. */
  readonly id: number
  readonly clientId: number
  /** The client's number. */
  readonly orderId: number
  /** The account's number, unique for the life of the gateway. */
  readonly permId: number
  readonly parent: BookOrder | undefined
  purpose: PurposeCode
  type: OrderTypeCode
  price: number
  limit: number
  birth: Birth
  terms: OrderTerms
  /** One-cancels-all group; children of one parent that name none are one. */
  group: string
  state: OrderState
  /** Shares filled, and at what average. */
  filled: number
  averagePrice: number
  /** Money; NaN until it has filled. */
  commission: number
  /**
   * Calendar day (UTC) of the first bar in which it worked; for orders good for a day. While an
   * order waits for an opening auction, the day that had begun when it came.
   */
  day: number | undefined
  /** Why it ended, in the broker's words. */
  reason: string
  endedAt: number
}

/** One execution of an order. */
export interface Execution {
  readonly execId: string
  readonly order: BookOrder
  /** ms UTC. */
  readonly time: number
  readonly quantity: number
  readonly price: number
  /** Of the order, this execution included. */
  readonly cumulative: number
  readonly averagePrice: number
  readonly commission: number
  /** Money that this execution realised, commission included; NaN when it opened. */
  readonly realized: number
}

/** Order types as clients write them. */
export const ORDER_TYPES: ReadonlyMap<string, OrderTypeCode> = new Map([
  ['MKT', OrderType.market],
  ['LMT', OrderType.limit],
  ['STP', OrderType.stop],
  ['STP LMT', OrderType['stop-limit']],
  ['MIT', OrderType.touch],
  ['MOC', OrderType.close],
])

/** The client's word for a type. */
export function wireTypeOf(type: OrderTypeCode): string {
  for (const [word, code] of ORDER_TYPES) if (code === type) return word
  throw new Error(`no word for order type ${type}`)
}

/** The instant that an order is good till; NaN where it says none, Infinity where it need not. */
export function goodTill({ timeInForce, goodTillDate }: OrderTerms, zone: string): number {
  if (timeInForce !== 'GTD') return Number.POSITIVE_INFINITY
  return readInstant(goodTillDate, wallTime(zone)!) ?? Number.NaN
}

/** Whether what does not fill at once is cancelled. */
export function isImmediate({ timeInForce }: OrderTerms): boolean {
  return timeInForce === 'IOC' || timeInForce === 'FOK' || timeInForce === 'OPG'
}

/** The price an order waits for; NaN for market orders and where the client sent none. */
export function priceOf(terms: OrderTerms): number {
  switch (terms.type) {
    case 'LMT':
      return terms.limitPrice ?? Number.NaN
    case 'STP':
    case 'STP LMT':
    case 'MIT':
      return terms.stopPrice ?? Number.NaN
    default:
      return Number.NaN
  }
}

/** The limit of a stop limit; NaN for all others, and where the client sent none. */
export function limitOf(terms: OrderTerms): number {
  return terms.type === 'STP LMT' ? (terms.limitPrice ?? Number.NaN) : Number.NaN
}

/**
 * What an order is for, as far as the wire tells. Attached orders, members of a group that are
 * not marked as opening, and orders marked as closing get a trade out; of two orders at one price
 * these fill first.
 */
export function purposeOf(terms: OrderTerms): PurposeCode {
  const inGroup = terms.ocaGroup !== '' && terms.openClose !== 'O'
  const closes = terms.parentId !== 0 || inGroup || terms.openClose === 'C'
  if (!closes) return Purpose.entry
  return terms.type === 'STP' ? Purpose.stop : terms.type === 'LMT' ? Purpose.target : Purpose.exit
}

/** The status clients are told: simulated stops and waiting children are not at the exchange. */
export function statusOf(order: BookOrder): string {
  switch (order.state) {
    case 'held':
      return 'PendingSubmit'
    case 'waiting':
      return 'PreSubmitted'
    case 'working':
      return order.type === OrderType.limit || order.triggered ? 'Submitted' : 'PreSubmitted'
    case 'filled':
      return 'Filled'
    case 'cancelled':
      return 'Cancelled'
    default:
      return unreachable(order.state)
  }
}

/** Whether an order can still be changed or cancelled. */
export function isOpen(order: BookOrder): boolean {
  return order.state !== 'filled' && order.state !== 'cancelled'
}

/** Shares still to fill. */
export function remaining(order: BookOrder): number {
  return order.state === 'cancelled' ? 0 : order.terms.quantity - order.filled
}

/** The order of a client, whatever became of it. */
export function findOrder(
  orders: readonly BookOrder[],
  clientId: number,
  orderId: number,
): BookOrder | undefined {
  return orders.findLast((order) => order.orderId === orderId && order.clientId === clientId)
}

function unreachable(value: never): never {
  throw new Error(`unknown state ${String(value)}`)
}
