import type { Contract, Order } from '@stoqey/ib'
import { OrderAction, OrderType, TimeInForce } from '@stoqey/ib'
import type { BrokerEvent, BrokerOrder } from '../broker.ts'
import { plainDecimal } from './decimal.ts'

/** What an order needs besides itself to be sent. */
export interface WireTerms {
  readonly account: string
  /** 0 for none. */
  readonly parentId: number
  /** False holds it at the gateway until the last of its family comes. */
  readonly transmit: boolean
  readonly outsideRegularHours: boolean
  /** Of the exchange, as the broker names it. */
  readonly zone: string
}

/**
 * What a fill of one order of a group does to the others; "with block" (1 and 2), the others are
 * held back while one is at an exchange, so that they cannot both fill.
 */
const OCA_TYPES = { cancel: 1, reduce: 2, 'reduce-unblocked': 3 } as const

const REF = /^[!-~]{1,40}$/
const TYPES = {
  market: OrderType.MKT,
  limit: OrderType.LMT,
  stop: OrderType.STP,
  'stop-limit': OrderType.STP_LMT,
  touch: OrderType.MIT,
  close: OrderType.MOC,
} as const

const TIMES = {
  day: TimeInForce.DAY,
  gtc: TimeInForce.GTC,
  gtd: TimeInForce.GTD,
  ioc: TimeInForce.IOC,
  fok: TimeInForce.FOK,
  opg: TimeInForce.OPG,
} as const

/** Why the wire cannot carry an order; nothing when it can. `tick` 0: prices have no grid. */
export function unsendable(order: BrokerOrder, tick: number): string | undefined {
  const { ref, type, quantity, price, limit, group } = order
  if (!REF.test(ref)) return `'${ref}' is no reference: 1 to 40 printable ASCII characters`
  if (group !== undefined && !REF.test(group)) return `'${group}' is no name of a group`
  const size = plainDecimal(quantity, 0)
  if (size === undefined || size <= 0) return `${quantity} is no quantity`
  const due = type === 'market' || type === 'close' ? [] : [price]
  for (const level of type === 'stop-limit' ? [...due, limit] : due) {
    if (level === undefined) return `a ${type} order needs a price`
    if (!((plainDecimal(level, tick) ?? 0) > 0)) return `${level} is no price on a grid of ${tick}`
  }
  return undefined
}

/** The order in the broker's terms; one that `unsendable` has nothing against. */
export function toWire(order: BrokerOrder, tick: number, terms: WireTerms): Order {
  const { type, price } = order
  const onGrid = (level: number | undefined) =>
    level === undefined ? undefined : plainDecimal(level, tick)
  const lmtPrice = onGrid(type === 'limit' ? price : order.limit)
  const auxPrice = type === 'limit' ? undefined : onGrid(price)
  return {
    action: order.side === 'buy' ? OrderAction.BUY : OrderAction.SELL,
    totalQuantity: plainDecimal(order.quantity, 0)!,
    orderType: TYPES[type],
    ...(lmtPrice !== undefined && { lmtPrice }),
    ...(auxPrice !== undefined && { auxPrice }),
    tif: TIMES[order.timeInForce],
    ...(order.goodTill && {
      goodTillDate: `${order.goodTill.replaceAll('-', '')} ${terms.zone}`.trimEnd(),
    }),
    ...(order.group !== undefined && {
      ocaGroup: order.group,
      ocaType: OCA_TYPES[order.onFill ?? 'cancel'],
    }),
    ...(order.opens && { openClose: 'O' }),
    account: terms.account,
    orderRef: order.ref,
    parentId: terms.parentId,
    transmit: terms.transmit,
    outsideRth: terms.outsideRegularHours,
  }
}

/** An order as the broker tells it; nothing where it is of a kind that we never send. */
export function fromWire(order: Order, parent: string | undefined): BrokerOrder | undefined {
  const type = TYPE_NAMES.get(order.orderType)
  if (type === undefined || !order.orderRef) return undefined
  const priced = type !== 'market' && type !== 'close'
  const price = !priced ? undefined : type === 'limit' ? order.lmtPrice : order.auxPrice
  const limit = type === 'stop-limit' ? order.lmtPrice : undefined
  return {
    ref: order.orderRef,
    side: order.action === OrderAction.BUY ? 'buy' : 'sell',
    type,
    quantity: order.totalQuantity ?? 0,
    ...(price !== undefined && { price }),
    ...(limit !== undefined && { limit }),
    ...(parent !== undefined && { parent }),
    ...(order.ocaGroup && { group: order.ocaGroup, onFill: KINDS.get(order.ocaType ?? 1)! }),
    ...(order.ocaGroup && order.openClose === 'O' && { opens: true }),
    timeInForce: TIME_NAMES.get(order.tif ?? '') ?? 'day',
    ...(order.goodTillDate && { goodTill: clockText(order.goodTillDate) }),
  }
}

/** `20240328 15:30:00 US/Eastern` as we write it. */
function clockText(text: string): string {
  return text.replace(/^(\d{4})(\d\d)(\d\d)[- ]+(\d\d:\d\d:\d\d).*$/, '$1-$2-$3 $4')
}

const TIME_NAMES: ReadonlyMap<string, BrokerOrder['timeInForce']> = new Map(
  (Object.keys(TIMES) as BrokerOrder['timeInForce'][]).map((name) => [TIMES[name], name]),
)

const KINDS: ReadonlyMap<number, NonNullable<BrokerOrder['onFill']>> = new Map(
  (Object.keys(OCA_TYPES) as (keyof typeof OCA_TYPES)[]).map((kind) => [OCA_TYPES[kind], kind]),
)

const TYPE_NAMES: ReadonlyMap<OrderType, BrokerOrder['type']> = new Map(
  (Object.keys(TYPES) as BrokerOrder['type'][]).map((name) => [TYPES[name], name]),
)

/** Whether two descriptions mean one instrument. */
export function isSameContract(ours: Contract, theirs: Contract): boolean {
  return ours.conId === theirs.conId
}

/** What a broker's order status means. */
export function fateOf(status: string): 'live' | 'filled' | 'cancelled' {
  switch (status) {
    case 'Filled':
      return 'filled'
    case 'Cancelled':
    case 'ApiCancelled':
    // Rejected or withdrawn after it was taken; it never comes back by itself.
    case 'Inactive':
      return 'cancelled'
    default:
      return 'live'
  }
}

/** What an error that names an order means for it. */
export function verdictOf(
  code: number,
  order: { readonly acknowledged: boolean; readonly changing: boolean },
): 'refused' | 'cancelled' | 'known-id' | 'notice' {
  if (code === 202) return 'cancelled'
  if (ORDER_WARNINGS.has(code) || (code >= 2100 && code < 2200)) return 'notice'
  if (!order.acknowledged) return code === 103 ? 'known-id' : 'refused'
  // An order that works is ended by a rejection alone, and a change that is rejected leaves it.
  return code === 201 && !order.changing ? 'refused' : 'notice'
}

/**
 * Errors that name an order and do not end it: links, warnings, and cancels of what has ended
 * already, whose end comes by itself.
 */
const ORDER_WARNINGS: ReadonlySet<number> = new Set([
  ...[161, 165, 399, 404, 492, 1100, 1101, 1102, 10147, 10148, 10167],
])

/** The sentinels with which commissions are sent before they are known. */
export function isKnownCommission(amount: number | undefined): amount is number {
  return amount !== undefined && Number.isFinite(amount) && amount < 1e300 && amount !== -1
}

export type ExecutionEvent = Extract<BrokerEvent, { kind: 'execution' }>
export type CommissionEvent = Extract<BrokerEvent, { kind: 'commission' }>
