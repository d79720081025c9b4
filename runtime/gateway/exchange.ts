import type { CostSpec } from '../../stdlib/module.ts'
import { slipped } from '../core/costs.ts'
import type { Birth } from '../core/order.ts'
import { BUY, OrderType, SELL } from '../core/order.ts'
import type { Policy } from '../core/policy.ts'
import type { Account } from './account.ts'
import { bookTrade } from './account.ts'
import type { FillFaults } from './fills.ts'
import { splitFill } from './fills.ts'
import type { Listing } from './instrument.ts'
import type { BookOrder, Execution } from './orders.ts'
import { findOrder, isOpen, ORDER_TYPES, priceOf, purposeOf } from './orders.ts'
import type { Refusal } from './validate.ts'
import { isOrderId, refusalOf } from './validate.ts'
import type { PlaceOrder } from './wire/order-terms.ts'

/** What happens to orders, for whoever tells the clients. */
export type ExchangeEvent =
  /** Accepted, changed, or woken by its parent. */
  | { readonly kind: 'order'; readonly order: BookOrder }
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
  for (const child of exchange.orders) {
    if (child.parent === order) cancelOrder(exchange, child, 'its parent was cancelled')
  }
}

/** Cancels everything, of every client. */
export function cancelAll(exchange: Exchange, reason: string): void {
  for (const order of [...exchange.orders]) cancelOrder(exchange, order, reason)
}

/** A day begins: orders good for an earlier day end. */
export function expireOrders(exchange: Exchange, day: number): void {
  for (const order of [...exchange.working]) {
    if (order.terms.timeInForce === 'GTC') continue
    if (order.day !== undefined && order.day !== day) cancelOrder(exchange, order, 'its day ended')
    else order.day = day
  }
}

/** Fills an order at the `printed` price, slippage to come; all of it, as the policy says. */
export function fillOrder(
  exchange: Exchange,
  order: BookOrder,
  printed: number,
  direction: 'open' | 'down' | 'up',
): void {
  const { policy, costs, listing, account, working } = exchange
  const isEntry = order.purpose === 0
  const name = TYPE_NAMES[order.type]
  const slips = policy.slips[isEntry ? 'entry' : 'exit'][name]
  const price = slips ? slipped(costs, printed, order.side, listing.tick) : printed
  const charged = policy.commissionOn === 'fill' ? price : printed
  working.splice(working.indexOf(order), 1)
  order.state = 'filled'
  order.endedAt = exchange.now()
  const executions: Execution[] = []
  for (const part of splitFill(exchange, order, charged)) {
    order.filled += part.quantity
    order.averagePrice = price
    const { quantity, commission } = part
    const realized = bookTrade(account, order.side, quantity, price, commission, listing)
    executions.push({
      execId: executionId(exchange, exchange.executions.length + executions.length),
      order,
      time: exchange.now(),
      quantity,
      price,
      cumulative: order.filled,
      averagePrice: price,
      commission,
      realized,
    })
  }
  order.commission = executions.reduce((sum, { commission }) => sum + commission, 0)
  exchange.executions.push(...executions)
  exchange.tell({ kind: 'filled', order, executions })
  wakeChildren(exchange, order, policy.exitsInEntryBar[name] ? direction : 'later')
  cancelGroup(exchange, order)
}

/** A bar is over: whatever works now was so before the next one's open. */
export function endBar(exchange: Exchange): void {
  for (const order of exchange.working) if (order.birth !== 'waiting') order.birth = 'open'
  exchange.arrival = 'open'
}

const TYPE_NAMES = {
  [OrderType.market]: 'market',
  [OrderType.limit]: 'limit',
  [OrderType.stop]: 'stop',
} as const

function executionId(exchange: Exchange, index: number): string {
  return `${exchange.nonce}.${(index + 1).toString(16).padStart(8, '0')}.01.01`
}

function changeOrder(exchange: Exchange, order: BookOrder, request: PlaceOrder): void {
  const { terms } = request
  order.terms = { ...terms, parentId: order.terms.parentId }
  order.type = ORDER_TYPES.get(terms.type)!
  order.price = priceOf(terms)
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
  const waits = order.parent !== undefined && order.parent.state !== 'filled'
  order.state = waits ? 'waiting' : 'working'
  order.birth = waits ? 'waiting' : birthOf(exchange, order)
  exchange.working.push(order)
  exchange.tell({ kind: 'order', order })
}

/**
 * An order that arrives within a bar can meet only what is left of it. One that stands beside an
 * older order, at its side and price, meets what that one meets: the price reaches both at once.
 */
function birthOf(exchange: Exchange, order: BookOrder): Birth {
  const twin = exchange.working.find(
    (other) =>
      other.birth !== 'waiting' &&
      other.side === order.side &&
      other.type === order.type &&
      other.price === order.price,
  )
  return twin?.birth ?? exchange.arrival
}

function wakeChildren(exchange: Exchange, parent: BookOrder, birth: Birth): void {
  for (const order of [...exchange.working]) {
    if (order.parent !== parent || order.birth !== 'waiting') continue
    order.birth = birth
    order.state = 'working'
    exchange.tell({ kind: 'order', order })
  }
}

function cancelGroup(exchange: Exchange, filled: BookOrder): void {
  if (filled.group === '') return
  for (const order of [...exchange.orders]) {
    if (order !== filled && order.group === filled.group && order.clientId === filled.clientId)
      cancelOrder(exchange, order, 'another order of its group filled')
  }
}
