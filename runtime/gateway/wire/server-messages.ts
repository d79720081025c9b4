import type { Listing } from '../instrument.ts'
import type { WireBar } from '../market.ts'
import type { BookOrder, Execution } from '../orders.ts'
import { remaining } from '../orders.ts'
import type { Field } from './frame.ts'
import { SINCE } from './versions.ts'

/** How the protocol writes a decimal that is not known. */
const UNSET = '1.7976931348623157E308'

/** The first frame to a client: nothing but the version and the time. */
export function welcome(version: number, time: string): Field[] {
  return [version, time]
}

/** NEXT_VALID_ID: order ids of the client go on from here. */
export function nextValidId(orderId: number): Field[] {
  return [9, 1, orderId]
}

/** MANAGED_ACCTS. */
export function managedAccounts(accounts: readonly string[]): Field[] {
  return [15, 1, accounts.join(',')]
}

/** CURRENT_TIME: whole seconds; `now` in ms UTC. */
export function currentTime(now: number): Field[] {
  return [49, 1, Math.floor(now / 1000)]
}

/** An error, or with id -1 a notice. */
export function errorMessage(id: number, code: number, text: string, version: number): Field[] {
  return [4, 2, id, code, text, ...(version >= SINCE.advancedOrderReject ? [''] : [])]
}

/** ORDER_STATUS: filled, remaining and average price of an order. */
export function orderStatus(order: BookOrder, orderId: number, status: string): Field[] {
  const left = remaining(order)
  const { filled, averagePrice, permId, clientId } = order
  const whyHeld = order.state === 'waiting' ? 'child' : ''
  return [
    ...[3, orderId, status, filled, left, averagePrice, permId, order.parent?.orderId ?? 0],
    ...[averagePrice, clientId, whyHeld, 0],
  ]
}

/** `reqId` is -1 for executions that were not asked for. */
export function executionDetails(
  reqId: number,
  execution: Execution,
  account: string,
  listing: Listing,
  time: string,
  version: number,
): Field[] {
  const { order } = execution
  const { conId, symbol, secType, exchange, primaryExchange, currency } = listing
  const side = order.terms.action === 'BUY' ? 'BOT' : 'SLD'
  return [
    ...[11, reqId, order.orderId, conId, symbol, secType, '', 0, '', scaleOf(listing)],
    ...[exchange, currency, symbol, symbol, execution.execId, time, account, primaryExchange],
    ...[side, execution.quantity, execution.price, order.permId, order.clientId, 0],
    ...[execution.cumulative, execution.averagePrice, order.terms.orderRef, '', '', '', 1],
    ...(version >= SINCE.pendingPriceRevision ? [false] : []),
  ]
}

/** EXECUTION_DATA_END. */
export function executionsEnd(reqId: number): Field[] {
  return [55, 1, reqId]
}

/** COMMISSION_REPORT: the fee of an execution, and what it realised. */
export function commissionReport(execution: Execution, currency: string): Field[] {
  const { execId, commission, realized } = execution
  return [59, 1, execId, commission, currency, Number.isNaN(realized) ? UNSET : realized, UNSET, '']
}

/** OPEN_ORDER_END. */
export function openOrdersEnd(): Field[] {
  return [53, 1]
}

/** COMPLETED_ORDERS_END. */
export function completedOrdersEnd(): Field[] {
  return [102]
}

/** POSITION: signed shares and their average cost. */
export function position(
  account: string,
  listing: Listing,
  shares: number,
  averageCost: number,
): Field[] {
  const { conId, symbol, secType, currency } = listing
  return [
    ...[61, 3, account, conId, symbol, secType, '', 0, '', scaleOf(listing), '', currency],
    ...[symbol, symbol, shares, averageCost],
  ]
}

/** POSITION_END. */
export function positionsEnd(): Field[] {
  return [62, 1]
}

/** ACCT_VALUE: one value by its key. */
export function accountValue(
  key: string,
  value: string,
  currency: string,
  account: string,
): Field[] {
  return [6, 2, key, value, currency, account]
}

/** PORTFOLIO_VALUE: the position at its mark, money. */
export function portfolioValue(
  listing: Listing,
  account: string,
  held: {
    readonly position: number
    readonly mark: number
    readonly averageCost: number
    readonly openProfit: number
    readonly realized: number
  },
): Field[] {
  const { conId, symbol, secType, primaryExchange, currency, multiplier } = listing
  const value = held.position * held.mark * multiplier
  return [
    ...[7, 8, conId, symbol, secType, '', 0, '', scaleOf(listing), primaryExchange, currency],
    ...[symbol, symbol, held.position, held.mark, value, held.averageCost],
    ...[held.openProfit, held.realized, account],
  ]
}

/** `time` is hh:mm. */
export function accountTime(time: string): Field[] {
  return [8, 1, time]
}

/** ACCT_DOWNLOAD_END. */
export function accountDownloadEnd(account: string): Field[] {
  return [54, 1, account]
}

/** ACCOUNT_SUMMARY: one value by its tag. */
export function accountSummary(
  reqId: number,
  account: string,
  tag: string,
  value: string,
  currency: string,
): Field[] {
  return [63, 1, reqId, account, tag, value, currency]
}

/** ACCOUNT_SUMMARY_END. */
export function accountSummaryEnd(reqId: number): Field[] {
  return [64, 1, reqId]
}

/** PNL of the account, money. */
export function profit(reqId: number, daily: number, open: number, realized: number): Field[] {
  return [94, reqId, daily, open, realized]
}

/** PNL_SINGLE of the contract, money. */
export function profitSingle(
  reqId: number,
  shares: number,
  profits: { readonly daily: number; readonly open: number; readonly realized: number },
  value: number,
): Field[] {
  return [95, reqId, shares, profits.daily, profits.open, profits.realized, value]
}

/** CONTRACT_DATA: all that the gateway knows of its instrument. */
export function contractDetails(
  reqId: number,
  listing: Listing,
  hours: string,
  version: number,
): Field[] {
  const { conId, symbol, secType, exchange, primaryExchange, currency, tick } = listing
  const oldHead = version < SINCE.sizeRules
  return [
    ...(oldHead ? [10, 8, reqId] : [10, reqId]),
    ...[symbol, secType, ''],
    ...(version >= SINCE.lastTradeDate ? [''] : []),
    ...[0, '', exchange, currency, symbol, symbol, symbol, conId, tick],
    ...(oldHead ? [1] : []),
    ...[scaleOf(listing), 'LMT,MKT,STP', `${exchange},${primaryExchange}`, 1, 0],
    ...[listing.longName, primaryExchange, '', '', '', '', listing.timeZone, hours, hours],
    ...['', 0, 0, 1, '', '', `${RULE},${RULE}`, ''],
    ...(version >= SINCE.stockType ? [secType === 'STK' ? 'COMMON' : ''] : []),
    ...(version >= SINCE.fractionalSize && oldHead ? [listing.lot] : []),
    ...(oldHead ? [] : [listing.lot, listing.lot, listing.lot]),
    ...(version >= SINCE.ineligibilityReasons ? [0] : []),
  ]
}

/** CONTRACT_DATA_END. */
export function contractDetailsEnd(reqId: number): Field[] {
  return [52, 1, reqId]
}

/** The number of the one price rule there is: the listing's tick at every price. */
export const RULE = 26

/** MARKET_RULE: one step of price, from 0 up. */
export function marketRule(ruleId: number, tick: number): Field[] {
  return [93, ruleId, 1, 0, tick]
}

/** SYMBOL_SAMPLES: instruments that match a pattern. */
export function symbolSamples(
  reqId: number,
  listings: readonly Listing[],
  version: number,
): Field[] {
  const samples = listings.flatMap(({ conId, symbol, secType, primaryExchange, currency }) => [
    ...[conId, symbol, secType, primaryExchange, currency, 0],
    ...(version >= SINCE.bondIssuer ? ['', ''] : []),
  ])
  return [79, reqId, listings.length, ...samples]
}

/** Bars are written with the date that the client asked for. */
export function historicalData(
  reqId: number,
  start: string,
  end: string,
  bars: readonly { readonly date: string; readonly bar: WireBar }[],
): Field[] {
  const fields: Field[] = [17, reqId, start, end, bars.length]
  for (const { date, bar } of bars) {
    fields.push(date, bar.open, bar.high, bar.low, bar.close, bar.volume, averageOf(bar), 1)
  }
  return fields
}

/** The forming bar: its close comes before its extremes. */
export function historicalUpdate(reqId: number, date: string, bar: WireBar): Field[] {
  return [90, reqId, 1, date, bar.open, bar.close, bar.high, bar.low, averageOf(bar), bar.volume]
}

/** HEAD_TIMESTAMP: the first instant there are bars for. */
export function headTimestamp(reqId: number, time: string): Field[] {
  return [88, reqId, time]
}

/** REAL_TIME_BARS: one bar of five seconds. */
export function realTimeBar(reqId: number, bar: WireBar): Field[] {
  const { start, open, high, low, close, volume } = bar
  return [50, 3, reqId, Math.floor(start / 1000), open, high, low, close, volume, averageOf(bar), 1]
}

/** Stocks have no multiplier on the wire. */
function scaleOf(listing: Listing): Field {
  return listing.secType === 'STK' ? '' : listing.multiplier
}

function averageOf(bar: WireBar): number {
  return (bar.open + bar.high + bar.low + bar.close) / 4
}
