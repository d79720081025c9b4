import type { Listing } from '../instrument.ts'
import type { BookOrder } from '../orders.ts'
import { statusOf } from '../orders.ts'
import type { Field } from './frame.ts'
import { SINCE } from './versions.ts'

/** What an open order says besides the order itself. */
export interface OrderReport {
  readonly listing: Listing
  readonly account: string
  /** As clients see order ids: 0 where the order is not bound to the one who asks. */
  readonly orderId: number
  /** Whether the commission is told yet. */
  readonly withCommission: boolean
}

/** OPEN_ORDER: an order as it stands. */
export function openOrder(order: BookOrder, report: OrderReport, version: number): Field[] {
  const { terms } = order
  const { withCommission, listing } = report
  const charged = withCommission && !Number.isNaN(order.commission)
  return [
    ...[5, report.orderId, ...contractFields(listing)],
    ...[terms.action, terms.quantity, terms.type, terms.limitPrice, terms.stopPrice],
    ...[terms.timeInForce || 'DAY', order.group, report.account, terms.openClose, 0],
    ...[terms.orderRef, order.clientId, order.permId, terms.outsideRth, false],
    // Discretionary amount, good after time, shares allocation, advisor's three.
    ...[0, '', '', '', '', ''],
    ...(version < SINCE.noFaProfile ? [''] : []),
    // Model code, good till date, rule80A, percent offset, settling firm, short sale (3), auction.
    ...['', terms.goodTillDate, '', '', '', 0, '', -1, 0],
    // Starting price, stock's reference, delta, its range (2), display size.
    ...['', '', '', '', '', ''],
    // Block, sweep, all or none, minimum quantity.
    ...[false, false, false, ''],
    ...[order.group === '' ? 0 : terms.ocaType || 1, false, false, ''],
    ...[order.parent?.orderId ?? 0, 0],
    // Volatility (2), delta neutral order (its type and nine more), continuous, reference type.
    ...['', 0, 'None', '', 0, '', '', '', '?', false, 0, '', 0, 0],
    // Trailing (2), basis points (2), legs: their description and three counts.
    ...['', '', '', '', '', 0, 0, 0],
    // Scale (3), hedge, opt out, clearing account and intent, not held, delta neutral contract.
    ...['', '', '', '', false, '', 'IB', false, false],
    // Algorithm, solicited, what-if.
    ...['', false, false],
    statusOf(order),
    // Margin before, change and after.
    ...['', '', '', '', '', '', '', '', ''],
    ...[charged ? order.commission : '', '', '', charged ? listing.currency : '', ''],
    // Randomize (2), conditions.
    ...[false, false, 0],
    // Adjusted order (8), soft dollar tier (3).
    ...['None', '', '', '', '', '', '', 0, '', '', ''],
    // Cash quantity, hedge's price, container, discretionary up to the limit, price management.
    ...['', false, false, false, false],
    ...openOrderTail(version),
  ]
}

/** What versions after 151 appended to an open order. */
function openOrderTail(version: number): Field[] {
  const tail: Field[] = []
  if (version >= SINCE.duration) tail.push('')
  if (version >= SINCE.postToAts) tail.push('')
  if (version >= SINCE.autoCancelParent) tail.push(false)
  if (version >= SINCE.pegOffsets) tail.push('', '', '', '', '')
  if (version >= SINCE.customerAccount) tail.push('')
  if (version >= SINCE.professionalCustomer) tail.push(false)
  if (version >= SINCE.bondAccruedInterest) tail.push('')
  if (version >= SINCE.includeOvernight) tail.push(false)
  if (version >= SINCE.cmeTaggingInOpenOrder) tail.push('', '')
  return tail
}

/** COMPLETED_ORDER: it has no order id and no client id, only permId and order reference. */
export function completedOrder(
  order: BookOrder,
  report: Pick<OrderReport, 'listing' | 'account'>,
  completedAt: string,
  version: number,
): Field[] {
  const { terms } = order
  const status = order.state === 'filled' ? `Filled Size: ${order.filled}` : `Cancelled by Trader`
  return [
    ...[101, ...contractFields(report.listing)],
    ...[terms.action, terms.quantity, terms.type, terms.limitPrice, terms.stopPrice],
    ...[terms.timeInForce || 'DAY', order.group, report.account, terms.openClose, 0],
    ...[terms.orderRef, order.permId, terms.outsideRth, false],
    // Discretionary amount, good after time, advisor's three.
    ...[0, '', '', '', ''],
    ...(version < SINCE.noFaProfile ? [''] : []),
    // Model code, good till date, rule80A, percent offset, settling firm, short sale (3).
    ...['', terms.goodTillDate, '', '', '', 0, '', -1],
    // Starting price, stock's reference, delta, its range (2), display size.
    ...['', '', '', '', '', ''],
    // Sweep, all or none, minimum quantity, group's type, trigger method.
    ...[false, false, '', order.group === '' ? 0 : terms.ocaType || 1, 0],
    // Volatility (2), delta neutral order (four more), continuous, reference.
    ...['', 0, 'None', '', 0, false, 0, '', 0, 0],
    // Trailing (2), legs: their description and three counts.
    ...['', '', '', 0, 0, 0],
    // Scale (3), hedge, clearing account and intent, not held, delta neutral contract.
    ...['', '', '', '', '', 'IB', false, false],
    // Algorithm, solicited.
    ...['', false],
    statusOf(order),
    // Randomize (2), conditions, trailing stop price and limit offset.
    ...[false, false, 0, '', ''],
    // Cash quantity, no automatic price for hedge, container, date of automatic cancel.
    ...['', false, false, ''],
    // Filled, reference future, cancel parent, shareholder, imbalance only, to the best quote.
    ...[order.filled, 0, false, '', false, false],
    ...[order.parent?.permId ?? 0, completedAt, status],
    ...(version >= SINCE.pegOffsets ? ['', '', '', '', ''] : []),
    ...(version >= SINCE.customerAccount ? [''] : []),
    ...(version >= SINCE.professionalCustomer ? [false] : []),
  ]
}

function contractFields(listing: Listing): Field[] {
  const { conId, symbol, secType, multiplier, exchange, currency } = listing
  const scale = secType === 'STK' ? '' : multiplier
  return [conId, symbol, secType, '', 0, '?', scale, exchange, currency, symbol, symbol]
}
