import type { Bars } from '../../stdlib/bars.ts'
import type { CostSpec } from '../../stdlib/module.ts'
import type { Cursor } from '../core/match.ts'
import { birthAt, isAlike, trigger } from '../core/match.ts'
import type { Birth } from '../core/order.ts'
import { BUY, elect, FILLS_AS, SELL } from '../core/order.ts'
import type { Policy } from '../core/policy.ts'
import { downToLot, nearestLot } from '../core/rounding.ts'
import { slipped } from '../core/slippage.ts'
import type { Account } from './account.ts'
import { bookTrade } from './account.ts'
import type { FillFaults, VolumeRoom } from './fills.ts'
import { fillable, splitFill } from './fills.ts'
import type { Listing } from './instrument.ts'
import type { BookOrder, Execution } from './orders.ts'
import {
  findOrder,
  goodTill,
  isImmediate,
  isOpen,
  limitOf,
  ORDER_TYPES,
  priceOf,
  purposeOf,
  remaining,
} from './orders.ts'
import type { Refusal } from './validate.ts'
import { isOrderId, refusalOf } from './validate.ts'
import type { PlaceOrder } from './wire/order-terms.ts'

/** What happens to orders, for whoever tells the clients. */
export type ExchangeEvent =
  /** Accepted, changed, or woken by its parent. */
  | { readonly kind: 'order'; readonly order: BookOrder }
  /** The price that it waits for has come, and the bar had no shares to give. */
  | { readonly kind: 'elected'; readonly order: BookOrder }
  | {
      readonly kind: 'filled'
      readonly order: BookOrder
      readonly executions: readonly Execution[]
    }
  | { readonly kind: 'cancelled'; readonly order: BookOrder }
  | {
      readonly kind: 'refused'
      readonly clientId: number
      readonly orderId: number
      readonly refusal: Refusal
    }

/** What an exchange is made from. */
export interface ExchangeSetup {
  readonly listing: Listing
  readonly account: Account
  readonly policy: Policy
  readonly costs: CostSpec
  readonly faults: FillFaults
  /** Sets the execution ids of this process apart from those of any other. */
  readonly nonce: string
  /** ms UTC. */
  readonly now: () => number
  readonly tell: (event: ExchangeEvent) => void
}

/**
 * The order book of the one account. It knows no connection: orders belong to client ids, and
 * live as long as the process does.
 */
export interface Exchange extends ExchangeSetup {
  /** Every order ever transmitted or held, in order of arrival. */
  readonly orders: BookOrder[]
  /** Those that may still fill, children that wait included. */
  readonly working: BookOrder[]
  readonly executions: Execution[]
  /** By client id: the highest order id it has used. */
  readonly lastOrderId: Map<number, number>
  /** How an order that arrives now is born, seen from the bar in progress. */
  arrival: Birth
  /** Of the newest bar that has begun, UTC; undefined before the first. */
  day: number | undefined
  readonly room: VolumeRoom
}

/** An exchange without orders. */
export function openExchange(setup: ExchangeSetup): Exchange {
  return {
    ...setup,
    orders: [],
    working: [],
    executions: [],
    lastOrderId: new Map(),
    arrival: 'open',
    day: undefined,
    room: { bar: -1, shares: 0 },
  }
}

/** Accepts, changes or refuses an order: placing a known one again changes it. */
export function placeOrder(exchange: Exchange, clientId: number, request: PlaceOrder): void {
  const { orderId, terms } = request
  const known = findOrder(exchange.orders, clientId, orderId)
  const refusal = refusalOf(exchange, clientId, request, known)
  if (isOrderId(orderId)) {
    const last = exchange.lastOrderId.get(clientId) ?? 0
    exchange.lastOrderId.set(clientId, Math.max(last, orderId))
  }
  if (refusal !== undefined) {
    exchange.tell({ kind: 'refused', clientId, orderId, refusal })
    return
  }
  if (known !== undefined) {
    changeOrder(exchange, known, request)
    return
  }
  const parent =
    terms.parentId === 0 ? undefined : findOrder(exchange.orders, clientId, terms.parentId)
  const order: BookOrder = {
    id: exchange.orders.length,
    clientId,
    orderId,
    permId: 1_000_000_001 + exchange.orders.length,
    parent,
    purpose: purposeOf(terms),
    side: terms.action === 'BUY' ? BUY : SELL,
    type: ORDER_TYPES.get(terms.type)!,
    price: priceOf(terms),
    limit: limitOf(terms),
    triggered: false,
    immediate: isImmediate(terms),
    birth: 'open',
    terms,
    group: terms.ocaGroup === '' && parent !== undefined ? String(parent.permId) : terms.ocaGroup,
    state: 'held',
    filled: 0,
    averagePrice: 0,
    commission: Number.NaN,
    day: undefined,
    reason: '',
    endedAt: Number.NaN,
  }
  exchange.orders.push(order)
  if (terms.transmit) transmit(exchange, order)
}

/** Cancels an order, and with it the children that wait for it. */
export function cancelOrder(exchange: Exchange, order: BookOrder, reason: string): void {
  if (!isOpen(order)) return
  const at = exchange.working.indexOf(order)
  if (at >= 0) exchange.working.splice(at, 1)
  order.state = 'cancelled'
  order.reason = reason
  order.endedAt = exchange.now()
  exchange.tell({ kind: 'cancelled', order })
  // What stands over the part of an entry that did fill stays.
  for (const child of exchange.orders) {
    if (child.parent === order && order.filled === 0)
      cancelOrder(exchange, child, 'its parent was cancelled')
  }
}

/** Cancels everything, of every client. */
export function cancelAll(exchange: Exchange, reason: string): void {
  for (const order of [...exchange.orders]) cancelOrder(exchange, order, reason)
}

/** What works and should have filled at once is cancelled. */
export function cancelImmediate(exchange: Exchange): void {
  for (const order of [...exchange.working]) {
    if (order.immediate && order.state === 'working' && order.birth !== 'waiting')
      cancelOrder(exchange, order, 'it did not fill at once')
  }
}

/**
 * A bar of a day begins, and goes on to `end`: orders good for an earlier day, or not so long, end,
 * those for its opening come alive.
 */
export function expireOrders(exchange: Exchange, day: number, end: number): void {
  exchange.day = day
  for (const order of [...exchange.working]) {
    if (goodTill(order.terms, exchange.listing.timeZone) < end)
      cancelOrder(exchange, order, 'its good till date has passed')
    if (['GTC', 'GTD'].includes(order.terms.timeInForce)) continue
    if (order.terms.timeInForce === 'OPG' && order.birth === 'waiting') {
      if (order.state === 'working' && order.day !== day) order.birth = 'open'
      continue
    }
    if (order.day !== undefined && order.day !== day) cancelOrder(exchange, order, 'its day ended')
    else order.day = day
  }
}

/**
 * Fills an order at the `printed` price, slippage to come, as far as the bar's volume goes. What is
 * left of it works on, unless it had to fill at once.
 */
export function fillOrder(
  exchange: Exchange,
  order: BookOrder,
  printed: number,
  direction: Cursor['direction'],
  bars: Bars,
  bar: number,
): void {
  const { policy, costs, listing, working } = exchange
  const name = FILLS_AS[order.type]
  const slips = policy.slips[order.purpose === 0 ? 'entry' : 'exit'][name]
  const asked = nearestLot(remaining(order), listing.lot)
  const quantity = fillable(exchange, order, bars, bar)
  if (quantity < asked) order.birth = 'later'
  else {
    working.splice(working.indexOf(order), 1)
    order.state = 'filled'
    order.endedAt = exchange.now()
  }
  const price = slips
    ? slipped(costs, printed, order.side, quantity, listing.tick, bars, bar)
    : printed
  if (quantity > 0) {
    const isFirst = order.filled === 0
    bookFill(exchange, order, quantity, price, policy.commissionOn === 'fill' ? price : printed)
    const looksBack = policy.exitsInEntryBar[name] || !isFirst
    wakeChildren(exchange, order, looksBack ? birthAt(direction) : 'later')
    tellGroup(exchange, order, nearestLot(asked - quantity, listing.lot) / asked)
  }
  if (quantity === asked) return
  if (order.immediate) cancelOrder(exchange, order, 'it did not fill at once')
  else if (quantity > 0) elect(order)
  else {
    elect(order)
    exchange.tell({ kind: 'elected', order })
  }
}

/** The money and the executions of so many of an order's shares. */
function bookFill(
  exchange: Exchange,
  order: BookOrder,
  quantity: number,
  price: number,
  charged: number,
): void {
  const { account, listing } = exchange
  const executions: Execution[] = []
  for (const part of splitFill(exchange, order, quantity, charged)) {
    const { quantity: shares, commission } = part
    const value = order.averagePrice * order.filled + price * shares
    order.filled = nearestLot(order.filled + shares, listing.lot)
    if (price !== order.averagePrice) order.averagePrice = value / order.filled
    const realized = bookTrade(account, order.side, shares, price, commission, listing)
    executions.push({
      execId: executionId(exchange, exchange.executions.length + executions.length),
      order,
      time: exchange.now(),
      quantity: shares,
      price,
      cumulative: order.filled,
      averagePrice: order.averagePrice,
      commission,
      realized,
    })
  }
  const before = Number.isNaN(order.commission) ? 0 : order.commission
  order.commission = executions.reduce((sum, { commission }) => sum + commission, before)
  exchange.executions.push(...executions)
  exchange.tell({ kind: 'filled', order, executions })
}

/** An order's stop has traded: it is a limit order from here on. */
export function triggerOrder(exchange: Exchange, order: BookOrder, cursor: Cursor): void {
  trigger(order, cursor)
  exchange.tell({ kind: 'order', order })
}

/** A bar is over: whatever works now was so before the next one's open. */
export function endBar(exchange: Exchange): void {
  for (const order of exchange.working) if (order.birth !== 'waiting') order.birth = 'open'
  exchange.arrival = 'open'
}

function executionId(exchange: Exchange, index: number): string {
  return `${exchange.nonce}.${(index + 1).toString(16).padStart(8, '0')}.01.01`
}

function changeOrder(exchange: Exchange, order: BookOrder, request: PlaceOrder): void {
  const { terms } = request
  order.terms = { ...terms, parentId: order.terms.parentId }
  order.type = ORDER_TYPES.get(terms.type)!
  order.price = priceOf(terms)
  order.limit = limitOf(terms)
  if (terms.ocaGroup !== '') order.group = terms.ocaGroup
  order.purpose = purposeOf(order.terms)
  if (order.state !== 'held') exchange.tell({ kind: 'order', order })
  else if (terms.transmit) transmit(exchange, order)
}

/** Lets an order go, and what was held for it: its parent and the parent's other children. */
function transmit(exchange: Exchange, order: BookOrder): void {
  const { parent } = order
  const family = exchange.orders.filter(
    (other) =>
      other.state === 'held' &&
      (other === order || other === parent || (parent !== undefined && other.parent === parent)),
  )
  for (const member of family) release(exchange, member)
}

function release(exchange: Exchange, order: BookOrder): void {
  const waits = order.parent !== undefined && order.parent.filled === 0
  order.state = waits ? 'waiting' : 'working'
  order.birth = 'waiting'
  if (order.terms.timeInForce === 'OPG') order.day = exchange.day
  else if (!waits) bear(exchange, order)
  exchange.working.push(order)
  exchange.tell({ kind: 'order', order })
}

/**
 * An order comes alive. One that arrives within a bar can meet only what is left of it; beside an
 * older order, at its side and price, it meets what that one meets: the price reaches both at once.
 * Beside several, it meets what the one meets that has been there since the open.
 */
function bear(exchange: Exchange, order: BookOrder): void {
  const twins = exchange.working.filter(
    (other) => other.birth !== 'waiting' && isAlike(other, order),
  )
  const oldest = twins.find(({ birth }) => birth === 'open') ?? twins[0]
  order.birth = oldest?.birth ?? exchange.arrival
}

/** The children of what has filled work; with each further part they are as if new. */
function wakeChildren(exchange: Exchange, parent: BookOrder, birth: Birth): void {
  for (const order of [...exchange.working]) {
    if (order.parent !== parent) continue
    const waited = order.birth === 'waiting'
    order.birth = birth
    order.state = 'working'
    if (waited) exchange.tell({ kind: 'order', order })
  }
}

/** The type of group whose members the first fill cancels; of the others it reduces the size. */
const CANCELS = 1

/** An order has filled but for a part: its group is cancelled, or reduced to that part. */
function tellGroup(exchange: Exchange, filled: BookOrder, part: number): void {
  if (filled.group === '') return
  const { lot } = exchange.listing
  const cancels = filled.terms.ocaGroup !== '' && filled.terms.ocaType === CANCELS
  for (const order of [...exchange.orders]) {
    if (order === filled || order.group !== filled.group || order.clientId !== filled.clientId)
      continue
    if (!isOpen(order)) continue
    const left = downToLot(nearestLot(remaining(order), lot) * part, lot)
    if (cancels || left === 0) {
      cancelOrder(exchange, order, 'another order of its group filled')
      continue
    }
    order.terms = { ...order.terms, quantity: order.filled + left }
    exchange.tell({ kind: 'order', order })
  }
}
