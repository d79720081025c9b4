import type { Answers } from './answer.ts'
import type { GatewayCore } from './core.ts'
import { cancelAll, cancelOrder, placeOrder } from './exchange.ts'
import type { Execution } from './orders.ts'
import { findOrder, isOpen, statusOf } from './orders.ts'
import { sendCommission, sendExecution, sendOrder, sendStatus } from './publish.ts'
import type { Session } from './session.ts'
import { fail } from './session.ts'
import { readInstant } from './wall-time.ts'
import { completedOrder } from './wire/open-order.ts'
import type { PlaceOrder } from './wire/order-terms.ts'
import type { ExecutionFilter } from './wire/requests.ts'
import * as message from './wire/server-messages.ts'

/** Answers to what clients ask about orders and what became of them. */
export const ORDER_ANSWERS: Answers<
  | 'place-order'
  | 'cancel-order'
  | 'global-cancel'
  | 'open-orders'
  | 'auto-open-orders'
  | 'completed-orders'
  | 'executions'
> = {
  'place-order': answerPlace,
  'cancel-order': (core, session, { orderId }) => answerCancel(core, session, orderId),
  'global-cancel': (core) => cancelAll(core.exchange, ''),
  'open-orders': (core, session, { scope }) => answerOpenOrders(core, session, scope),
  'auto-open-orders': (_core, session) => {
    if (session.clientId !== 0) fail(session, -1, 327, 'Only client 0 may bind manual orders.')
  },
  'completed-orders': answerCompletedOrders,
  executions: (core, session, { reqId, filter }) => answerExecutions(core, session, reqId, filter),
}

function answerPlace(core: GatewayCore, session: Session, request: PlaceOrder): void {
  const { faults, exchange } = core
  const { orderId } = request
  const isNew = findOrder(exchange.orders, session.clientId!, orderId) === undefined
  if (faults.linkLost) {
    fail(session, orderId, 1100, 'Connectivity between IB and the gateway has been lost.')
  } else if (isNew && faults.refusedOrders > 0) {
    faults.refusedOrders -= 1
    exchange.lastOrderId.set(session.clientId!, orderId)
    const text = `Order rejected - reason:${faults.refusalReason}`
    fail(session, orderId, faults.refusalCode, text)
  } else placeOrder(exchange, session.clientId!, request)
}

function answerCancel(core: GatewayCore, session: Session, orderId: number): void {
  const order = findOrder(core.exchange.orders, session.clientId!, orderId)
  if (order === undefined) {
    const text = `OrderId ${orderId} that needs to be cancelled is not found.`
    fail(session, orderId, 10147, text)
  } else if (!isOpen(order)) {
    const text = `OrderId ${orderId} that needs to be cancelled cannot be cancelled, state: `
    fail(session, orderId, 10148, `${text}${statusOf(order)}.`)
  } else cancelOrder(core.exchange, order, '')
}

function answerOpenOrders(core: GatewayCore, session: Session, scope: 'own' | 'all'): void {
  for (const order of core.exchange.orders) {
    if (!isOpen(order) || order.state === 'held') continue
    if (scope === 'own' && order.clientId !== session.clientId) continue
    sendOrder(core, session, order, false)
    sendStatus(session, order)
  }
  session.send(message.openOrdersEnd())
}

function answerCompletedOrders(core: GatewayCore, session: Session): void {
  const { listing, wall, exchange } = core
  const ended = exchange.orders.filter((order) => !isOpen(order))
  for (const order of ended) {
    const at = wall.full(order.endedAt)
    const report = { listing, account: exchange.account.name }
    session.send(completedOrder(order, report, at, session.version))
  }
  session.send(message.completedOrdersEnd())
}

/** Executions that the filter lets through, of all clients, each with its commission. */
function answerExecutions(
  core: GatewayCore,
  session: Session,
  reqId: number,
  filter: ExecutionFilter,
): void {
  const since = filter.time === '' ? Number.NEGATIVE_INFINITY : readInstant(filter.time, core.wall)
  if (since === undefined) {
    fail(session, reqId, 321, `'${filter.time}' is no time: yyyymmdd-hh:mm:ss or with a zone.`)
    return
  }
  const found = core.exchange.executions.filter(
    (execution) => execution.time >= since && passes(core, execution, filter),
  )
  for (const execution of found) {
    sendExecution(core, session, reqId, execution)
    if (!core.lateReports.includes(execution)) sendCommission(core, session, execution)
  }
  session.send(message.executionsEnd(reqId))
}

function passes(core: GatewayCore, { order }: Execution, filter: ExecutionFilter): boolean {
  const { listing, exchange } = core
  const open = (asked: string, held: string) => asked === '' || asked === held
  return (
    (filter.clientId === 0 || filter.clientId === order.clientId) &&
    open(filter.account, exchange.account.name) &&
    open(filter.symbol, listing.symbol) &&
    open(filter.secType, listing.secType) &&
    (open(filter.exchange, listing.exchange) || filter.exchange === listing.primaryExchange) &&
    (filter.side === '' || filter.side.startsWith(order.terms.action === 'BUY' ? 'B' : 'S'))
  )
}
