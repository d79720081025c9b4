import { accountValues } from './account.ts'
import type { GatewayCore } from './core.ts'
import { cancelAll, cancelOrder, isOpen, placeOrder } from './exchange.ts'
import { answerHeadTimestamp, answerHistory } from './history.ts'
import { fits } from './instrument.ts'
import { barStart } from './market.ts'
import type { BookOrder, Execution } from './orders.ts'
import { findOrder, statusOf } from './orders.ts'
import {
  sendAccount,
  sendCommission,
  sendExecution,
  sendOrder,
  sendPosition,
  sendProfits,
  sendStatus,
} from './publish.ts'
import type { Session } from './session.ts'
import { readInstant } from './wall-time.ts'
import { completedOrder } from './wire/open-order.ts'
import type { ContractQuery, PlaceOrder } from './wire/order-terms.ts'
import type { ClientRequest, ExecutionFilter } from './wire/requests.ts'
import * as message from './wire/server-messages.ts'

const DAY = 86_400_000

/** Answers a client that has named itself. */
export function answer(core: GatewayCore, session: Session, request: ClientRequest): void {
  switch (request.kind) {
    case 'place-order':
      answerPlace(core, session, request)
      return
    case 'cancel-order':
      answerCancel(core, session, request.orderId)
      return
    case 'global-cancel':
      cancelAll(core.exchange, '')
      return
    case 'open-orders':
      answerOpenOrders(core, session, request.scope)
      return
    case 'auto-open-orders':
      if (session.clientId !== 0) fail(session, -1, 327, 'Only client 0 may bind manual orders.')
      return
    case 'completed-orders':
      answerCompletedOrders(core, session)
      return
    case 'executions':
      answerExecutions(core, session, request.reqId, request.filter)
      return
    case 'current-time':
      session.owes = false
      session.passive = false
      session.send(message.currentTime(core.clock.now()))
      core.clock.changed()
      return
    case 'ids':
      sendNextId(core, session)
      return
    case 'accounts':
      session.send(message.managedAccounts([core.exchange.account.name]))
      return
    case 'start':
    case 'nothing':
      return
    case 'unknown':
      fail(session, -1, 321, `Message ${request.messageId} is not known to the simulated gateway.`)
      return
    case 'market-data':
      fail(session, request.reqId, 354, 'Requested market data is not subscribed.')
      return
    default:
      answerAccount(core, session, request)
  }
}

/** The next order id of a client: above all that it ever used here. */
export function sendNextId(core: GatewayCore, session: Session): void {
  const next = (core.exchange.lastOrderId.get(session.clientId!) ?? 0) + 1
  session.send(message.nextValidId(Math.max(1, next - core.faults.lowerIds)))
}

type AccountRequest = Exclude<
  ClientRequest,
  {
    readonly kind:
      | 'place-order'
      | 'cancel-order'
      | 'global-cancel'
      | 'open-orders'
      | 'auto-open-orders'
      | 'completed-orders'
      | 'executions'
      | 'current-time'
      | 'ids'
      | 'accounts'
      | 'start'
      | 'nothing'
      | 'unknown'
      | 'market-data'
  }
>

function answerAccount(core: GatewayCore, session: Session, request: AccountRequest): void {
  switch (request.kind) {
    case 'positions':
      session.wantsPositions = request.subscribe
      if (!request.subscribe) return
      if (core.exchange.account.position !== 0) sendPosition(core, session)
      session.send(message.positionsEnd())
      return
    case 'account-updates': {
      if (!isOurs(core, session, -1, request.account)) return
      session.wantsAccount = request.subscribe
      if (!request.subscribe) return
      sendAccount(core, session)
      session.send(message.accountDownloadEnd(core.exchange.account.name))
      return
    }
    case 'account-summary':
      answerSummary(core, session, request.reqId, request.tags)
      return
    case 'cancel-account-summary':
      session.summaries.delete(request.reqId)
      return
    case 'profit':
    case 'profit-single':
      if (!isOurs(core, session, request.reqId, request.account)) return
      session.profits.set(request.reqId, request.kind === 'profit' ? 'account' : 'contract')
      sendProfits(core, session)
      return
    case 'cancel-profit':
      session.profits.delete(request.reqId)
      return
    default:
      answerMarket(core, session, request)
  }
}

type MarketRequest = Exclude<
  AccountRequest,
  {
    readonly kind:
      | 'positions'
      | 'account-updates'
      | 'account-summary'
      | 'cancel-account-summary'
      | 'profit'
      | 'profit-single'
      | 'cancel-profit'
  }
>

function answerMarket(core: GatewayCore, session: Session, request: MarketRequest): void {
  const { listing } = core
  switch (request.kind) {
    case 'contract-details':
      if (!isListed(core, session, request.reqId, request.contract)) return
      session.send(
        message.contractDetails(request.reqId, listing, tradingHours(core), session.version),
      )
      session.send(message.contractDetailsEnd(request.reqId))
      return
    case 'matching-symbols': {
      const found = listing.symbol.startsWith(request.pattern.toUpperCase()) ? [listing] : []
      session.send(message.symbolSamples(request.reqId, found, session.version))
      return
    }
    case 'market-rule':
      if (request.ruleId === message.RULE)
        session.send(message.marketRule(request.ruleId, listing.tick))
      else fail(session, -1, 321, `There is no market rule ${request.ruleId}.`)
      return
    case 'history':
      answerHistory(core, session, request)
      return
    case 'cancel-history':
      if (!session.histories.delete(request.reqId))
        fail(session, request.reqId, 366, `No historical data query found for ${request.reqId}`)
      return
    case 'head-timestamp':
      if (isListed(core, session, request.reqId, request.contract))
        answerHeadTimestamp(core, session, request.reqId, request.formatDate)
      return
    case 'live-bars':
      if (!isListed(core, session, request.reqId, request.contract)) return
      session.liveBars.add(request.reqId)
      session.owes = true
      session.passive = false
      core.clock.changed()
      return
    case 'cancel-live-bars':
      if (!session.liveBars.delete(request.reqId))
        fail(session, request.reqId, 300, `Can't find EId with tickerId:${request.reqId}`)
      core.clock.changed()
      return
    default:
      unreachable(request)
  }
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
  const ended = exchange.orders.filter((order: BookOrder) => !isOpen(order))
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
  for (const execution of found) sendExecution(core, session, reqId, execution)
  session.send(message.executionsEnd(reqId))
  for (const execution of found) {
    if (!core.lateReports.includes(execution)) sendCommission(core, session, execution)
  }
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

function answerSummary(
  core: GatewayCore,
  session: Session,
  reqId: number,
  tags: readonly string[],
): void {
  const { account } = core.exchange
  session.summaries.set(reqId, tags)
  if (session.summaries.size > 2) {
    session.summaries.delete(reqId)
    fail(session, reqId, 322, 'Maximum number of account summary requests exceeded')
    return
  }
  const values = accountValues(account, core.listing.multiplier)
  for (const tag of tags) {
    const value = values.get(tag)
    if (value === undefined) continue
    const unit = tag.startsWith('Account') ? '' : core.listing.currency
    session.send(message.accountSummary(reqId, account.name, tag, value, unit))
  }
  session.send(message.accountSummaryEnd(reqId))
}

/** Hours in which there is trading, for the day of the clock and the five after it. */
function tradingHours(core: GatewayCore): string {
  const { bars, plan } = core.market
  const first = barStart(core.clock.now(), DAY)
  const sessions = new Map<number, { from: number; to: number }>()
  for (let k = 0; k < bars.length; k++) {
    const start = bars.time[k]!
    const day = barStart(start, DAY)
    if (day < first || day > first + 5 * DAY) continue
    const known = sessions.get(day)
    const to = start + plan.timeframeMs
    if (known === undefined) sessions.set(day, { from: start, to })
    else known.to = to
  }
  const minute = (instant: number) =>
    `${core.wall.date(instant)}:${core.wall.clock(instant).replace(':', '')}`
  return [...sessions.values()].map(({ from, to }) => `${minute(from)}-${minute(to)}`).join(';')
}

function isListed(
  core: GatewayCore,
  session: Session,
  reqId: number,
  contract: ContractQuery,
): boolean {
  if (fits(contract, core.listing)) return true
  fail(session, reqId, 200, 'No security definition has been found for the request')
  return false
}

function isOurs(core: GatewayCore, session: Session, reqId: number, account: string): boolean {
  if (account === '' || account === core.exchange.account.name) return true
  fail(session, reqId, 321, `Error validating request.-'bW' : cause - Invalid account ${account}`)
  return false
}

function fail(session: Session, id: number, code: number, text: string): void {
  session.send(message.errorMessage(id, code, text, session.version))
}

function unreachable(value: never): never {
  throw new Error(`unknown request ${JSON.stringify(value)}`)
}
