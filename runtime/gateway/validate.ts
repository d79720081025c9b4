import { BUY, HAS_PRICE, OrderType, SELL } from '../core/order.ts'
import { downToLot, toTick } from '../core/rounding.ts'
import type { Exchange } from './exchange.ts'
import { fits } from './instrument.ts'
import type { BookOrder } from './orders.ts'
import { findOrder, goodTill, isOpen, limitOf, ORDER_TYPES, priceOf } from './orders.ts'
import type { OrderTerms, PlaceOrder } from './wire/order-terms.ts'

/** Why a request is refused: the broker's number and words. */
export interface Refusal {
  readonly code: number
  readonly text: string
}

/** Largest order id of the protocol, which is a 32-bit integer. */
const LAST_ORDER_ID = 2_147_483_646

/** Most money that may be at stake at a time: well within what the ledger counts exactly. */
const MOST_MONEY = 1e9

/** Whether a number can be an order's. */
export function isOrderId(orderId: number): boolean {
  return orderId > 0 && orderId <= LAST_ORDER_ID
}

/** Why an order, or a change of one, cannot be taken; none when it can. */
export function refusalOf(
  exchange: Exchange,
  clientId: number,
  request: PlaceOrder,
  known: BookOrder | undefined,
): Refusal | undefined {
  const { orderId, terms, contract } = request
  const last = exchange.lastOrderId.get(clientId) ?? 0
  if (!isOrderId(orderId)) return invalid(`${orderId} is no order id`)
  if (known?.state === 'filled') return refusal(104, 'Cannot modify a filled order.')
  if (known?.state === 'cancelled') return refusal(103, 'Duplicate order id')
  if (known === undefined && orderId <= last) return refusal(103, 'Duplicate order id')
  if (!fits(contract, exchange.listing)) {
    return refusal(200, 'No security definition has been found for the request')
  }
  if (terms.account !== '' && terms.account !== exchange.account.name) {
    return invalid(`Invalid account code '${terms.account}'`)
  }
  if (known !== undefined && (terms.action === 'BUY' ? BUY : SELL) !== known.side) {
    return refusal(105, 'Order being modified does not match the original order.')
  }
  return (
    refusalOfTerms(exchange, terms) ??
    refusalOfParent(exchange, clientId, terms) ??
    refusalOfSize(exchange, terms, known)
  )
}

/** "Error validating request", as the broker writes it. */
export function invalid(cause: string): Refusal {
  return refusal(321, `Error validating request.-'bW' : cause - ${cause}`)
}

function refusal(code: number, text: string): Refusal {
  return { code, text }
}

function refusalOfTerms(exchange: Exchange, terms: OrderTerms): Refusal | undefined {
  const { tick, lot } = exchange.listing
  const type = ORDER_TYPES.get(terms.type)
  if (terms.action !== 'BUY' && terms.action !== 'SELL') {
    return invalid(`Invalid side '${terms.action}'`)
  }
  if (type === undefined) {
    return refusal(387, `Unsupported order type for this exchange and security type.`)
  }
  if (!['', 'DAY', 'GTC', 'GTD', 'IOC', 'FOK', 'OPG'].includes(terms.timeInForce)) {
    return invalid(`Time in force '${terms.timeInForce}' is not supported here`)
  }
  const till = goodTill(terms, exchange.listing.timeZone)
  if (Number.isNaN(till)) return invalid(`'${terms.goodTillDate}' is no good till date`)
  if (till <= exchange.now()) {
    return refusal(201, 'Order rejected - reason:The good till date has passed')
  }
  if (terms.timeInForce === 'OPG' && !['MKT', 'LMT'].includes(terms.type)) {
    return invalid(`Orders '${terms.type}' are not taken for the opening auction`)
  }
  if (terms.whatIf) return invalid('What-if orders are not supported here')
  const { quantity } = terms
  if (!(quantity > 0)) return refusal(434, 'The order size cannot be zero.')
  if (!Number.isFinite(quantity) || downToLot(quantity, lot) !== quantity) {
    return refusal(10318, `This order doesn't support fractional quantity trading`)
  }
  const side = terms.action === 'BUY' ? BUY : SELL
  const prices = [
    ...(HAS_PRICE[type] ? [priceOf(terms)] : []),
    ...(type === OrderType['stop-limit'] ? [limitOf(terms)] : []),
  ]
  if (prices.every((price) => price > 0 && toTick(price, tick, side, type) === price))
    return undefined
  return refusal(
    110,
    'The price does not conform to the minimum price variation for this contract.',
  )
}

function refusalOfParent(
  exchange: Exchange,
  clientId: number,
  terms: OrderTerms,
): Refusal | undefined {
  if (terms.parentId === 0) return undefined
  const parent = findOrder(exchange.orders, clientId, terms.parentId)
  if (parent === undefined) return refusal(135, `Can't find order with id = ${terms.parentId}`)
  if (parent.state === 'cancelled' && parent.filled === 0) {
    return refusal(201, 'Order rejected - reason:The parent order has been cancelled')
  }
  return undefined
}

/** Everything that works, filled on one side at once, must stay an amount that can be booked. */
function refusalOfSize(
  exchange: Exchange,
  terms: OrderTerms,
  known: BookOrder | undefined,
): Refusal | undefined {
  const { account, orders, listing } = exchange
  let shares = Math.abs(account.position) + terms.quantity
  for (const order of orders) {
    if (isOpen(order) && order !== known) shares += order.terms.quantity
  }
  const price = Math.max(account.mark, terms.limitPrice ?? 0, terms.stopPrice ?? 0)
  if (shares * price * listing.multiplier <= MOST_MONEY) return undefined
  return refusal(201, `Order rejected - reason:more than ${MOST_MONEY} would be at stake`)
}
