import { accountValues, currencyValues, openProfit } from './account.ts'
import type { GatewayCore, Quoted } from './core.ts'
import { sessionOf } from './core.ts'
import type { ExchangeEvent } from './exchange.ts'
import type { WireBar } from './market.ts'
import { merged } from './market.ts'
import type { BookOrder, Execution } from './orders.ts'
import { statusOf } from './orders.ts'
import type { Session } from './session.ts'
import { fail } from './session.ts'
import { SLOT_MS } from './slots.ts'
import { openOrder } from './wire/open-order.ts'
import * as message from './wire/server-messages.ts'

/** Tells the clients what happened at the exchange, in the order and number of a real gateway. */
export function publish(core: GatewayCore, event: ExchangeEvent): void {
  switch (event.kind) {
    case 'elected':
    case 'order': {
      core.log(`client ${event.order.clientId}: order ${orderText(event.order)}`)
      const owner = sessionOf(core, event.order.clientId)
      if (owner === undefined) return
      sendOrder(core, owner, event.order, false)
      sendStatus(owner, event.order)
      return
    }
    case 'filled':
      publishFill(core, event.order, event.executions)
      return
    case 'cancelled':
      publishCancel(core, event.order)
      return
    case 'refused': {
      const { clientId, orderId, refusal } = event
      core.log(`client ${clientId}: order ${orderId} refused, ${refusal.code} ${refusal.text}`)
      const owner = sessionOf(core, clientId)
      if (owner !== undefined) fail(owner, orderId, refusal.code, refusal.text)
      return
    }
    default:
      unreachable(event)
  }
}

/** An order for a person: `7 SELL 100 STP 99.5, PreSubmitted`. */
function orderText(order: BookOrder): string {
  const { action, quantity, type } = order.terms
  const price = Number.isNaN(order.price) ? '' : ` ${order.price}`
  return `${order.orderId} ${action} ${quantity} ${type}${price}, ${statusOf(order)}`
}

/** OPEN_ORDER as a client sees it. */
export function sendOrder(
  core: GatewayCore,
  session: Session,
  order: BookOrder,
  withCommission: boolean,
): void {
  const account = core.exchange.account.name
  const { orderId } = order
  const report = { listing: core.listing, account, orderId, withCommission }
  session.send(openOrder(order, report, session.version))
}

/** ORDER_STATUS: what has become of an order. */
export function sendStatus(session: Session, order: BookOrder, status = statusOf(order)): void {
  session.send(message.orderStatus(order, order.orderId, status))
}

/** EXECUTION_DATA: `reqId` is -1 unless it was asked for. */
export function sendExecution(
  core: GatewayCore,
  session: Session,
  reqId: number,
  execution: Execution,
): void {
  const time = core.wall.full(execution.time)
  const account = core.exchange.account.name
  const { listing } = core
  const { version } = session
  session.send(message.executionDetails(reqId, execution, account, listing, time, version))
}

/** COMMISSION_REPORT of an execution. */
export function sendCommission(core: GatewayCore, session: Session, execution: Execution): void {
  session.send(message.commissionReport(execution, core.listing.currency))
}

/** A five-second bar to everybody who follows its instrument. */
export function publishBar(core: GatewayCore, of: Quoted, bar: WireBar): void {
  if (core.faults.linkLost) return
  for (const session of core.sessions) {
    for (const [reqId, followed] of session.liveBars) {
      if (followed.of !== of || followed.cut(bar.start, SLOT_MS) === undefined) continue
      session.owes = true
      session.send(message.realTimeBar(reqId, bar))
    }
    for (const [reqId, kept] of session.histories) {
      if (kept.of !== of) continue
      const start = kept.cut(bar.start, kept.length)
      if (start === undefined) continue
      const { forming } = kept
      kept.forming = forming?.start === start ? merged(forming, bar) : { ...bar, start }
      session.owes = true
      session.send(message.historicalUpdate(reqId, kept.dateOf(start), kept.forming))
    }
  }
}

/** A stored bar is over: marks, profits and commissions that were held back. */
export function publishBarEnd(core: GatewayCore): void {
  const { lateReports } = core
  for (const execution of lateReports.splice(0)) {
    const owner = sessionOf(core, execution.order.clientId)
    if (owner !== undefined) sendCommission(core, owner, execution)
  }
  for (const session of core.sessions) sendProfits(core, session)
}

/** Profit and loss to a client that follows it. */
export function sendProfits(core: GatewayCore, session: Session): void {
  const { account } = core.exchange
  const { multiplier } = core.listing
  const open = openProfit(account, multiplier) * account.rate
  const realized = account.realized * account.rate
  const daily = open + realized
  for (const [reqId, scope] of session.profits) {
    if (scope === 'account') session.send(message.profit(reqId, daily, open, realized))
    else {
      const value = account.position * account.mark * multiplier * account.rate
      const profits = { daily, open, realized }
      session.send(message.profitSingle(reqId, account.position, profits, value))
    }
  }
}

/** Account values and the position, as account updates bring them. */
export function sendAccount(core: GatewayCore, session: Session): void {
  const { account } = core.exchange
  const { currency, multiplier } = core.listing
  for (const [key, value] of accountValues(account, multiplier)) {
    const unit = key.startsWith('Account') ? '' : account.currency
    session.send(message.accountValue(key, value, unit, account.name))
  }
  for (const [key, value, unit] of currencyValues(account, currency))
    session.send(message.accountValue(key, value, unit, account.name))
  const held = { ...account, openProfit: openProfit(account, multiplier) }
  if (account.position !== 0 || account.realized !== 0)
    session.send(message.portfolioValue(core.listing, account.name, held))
  session.send(message.accountTime(core.wall.clock(core.clock.now())))
}

/** What the instrument's currency comes to from now on, to everybody who follows the account. */
export function publishRate(core: GatewayCore, rate: number): void {
  const { account } = core.exchange
  if (rate === account.rate) return
  account.rate = rate
  const { currency } = core.listing
  const value = message.accountValue('ExchangeRate', String(rate), currency, account.name)
  for (const session of core.sessions) if (session.wantsAccount) session.send(value)
}

/** POSITION: the shares of the account. */
export function sendPosition(core: GatewayCore, session: Session): void {
  const { account } = core.exchange
  const { position, averageCost } = account
  session.send(message.position(account.name, core.listing, position, averageCost))
}

/** A fill as TWS tells it: the execution, the order before and after its commission, repeats. */
function publishFill(core: GatewayCore, order: BookOrder, executions: readonly Execution[]): void {
  const { faults } = core
  core.log(
    `client ${order.clientId}: order ${order.orderId} ${order.terms.action} ` +
      `${order.filled} filled at ${order.averagePrice}`,
  )
  const owner = sessionOf(core, order.clientId)
  const repeated = faults.repeatExecutions ? [...executions, ...executions] : executions
  if (faults.lateCommissions) core.lateReports.push(...repeated)
  if (owner !== undefined) {
    owner.owes = true
    for (const execution of repeated) sendExecution(core, owner, -1, execution)
    sendOrder(core, owner, order, false)
    sendStatus(owner, order)
    if (!faults.lateCommissions) {
      sendOrder(core, owner, order, true)
      sendStatus(owner, order)
      for (const execution of repeated) sendCommission(core, owner, execution)
    }
  }
  for (const session of core.sessions) {
    if (session.wantsPositions) sendPosition(core, session)
    if (session.wantsAccount) sendAccount(core, session)
  }
}

function publishCancel(core: GatewayCore, order: BookOrder): void {
  core.log(`client ${order.clientId}: order ${order.orderId} cancelled, ${order.reason}`)
  const owner = sessionOf(core, order.clientId)
  if (owner === undefined) return
  sendStatus(owner, order, 'PendingCancel')
  sendStatus(owner, order)
  const text = `Order Canceled - reason:${order.reason}`
  fail(owner, order.orderId, 202, text)
}

function unreachable(value: never): never {
  throw new Error(`unknown event ${JSON.stringify(value)}`)
}
