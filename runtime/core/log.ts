import type { Lot, Order, OrderTypeCode, OutcomeCode, PurposeCode, Side } from './order.ts'
import { Outcome } from './order.ts'
import type { Decision } from './result.ts'
import { append, blockOf, emptyTable, firstIn, lastBlock, placeOf, type Table } from './table.ts'

/**
 * The record of a run: every order that ended, in the order of their ends, after the parts in which
 * it filled, and what it filled at; trades as pairs of rows; decisions. It is only appended to, and
 * only a commission that is learned later reads it back: `record.ts` makes plain objects of it for
 * people.
 */
export interface RunLog {
  /** Columns in the order in which `logOrder` writes them. */
  readonly orders: Table
  /** Texts that orders refer to; the first is empty. */
  readonly reasons: string[]
  /** Closed trades, by exit: columns as in `LoggedTrade`. */
  readonly trades: Table
  /** What borrowing cost, each time: how many orders had been logged by then, and micros. */
  readonly borrowed: Table
  /** Bars with fired rules, and their bit masks. */
  readonly decisions: Table
}

/** A closed trade, or a part of it that one fill closed. */
export interface LoggedTrade {
  /** Rows of its entry and of its exit. */
  readonly entryRow: number
  readonly exitRow: number
  /** What borrowing cost it, micros. */
  readonly borrow: number
  /** Micros that its entry moved into the account, or its part of it; commission, borrowing too. */
  readonly cost: number
}

/** An order as it ended. What did not fill has NaN for price and commission. */
export interface LogRow {
  readonly id: number
  readonly rule: number
  readonly purpose: PurposeCode
  readonly side: Side
  readonly type: OrderTypeCode
  readonly outcome: OutcomeCode
  readonly bar: number
  readonly outcomeBar: number
  readonly reason: string
  readonly quantity: number
  readonly price: number
  readonly limit: number
  readonly fillPrice: number
  /** Micros. */
  readonly commission: number
  /** Of an entry: distance from its fill to its stop; NaN without. */
  readonly risk: number
  /** Of a fill: what its money was converted at. */
  readonly rate: number
}

const COMMISSION = 9
const TRADE_COST = 3

export function emptyLog(): RunLog {
  return {
    orders: emptyTable(13),
    reasons: [''],
    trades: emptyTable(4),
    decisions: emptyTable(2),
    borrowed: emptyTable(2),
  }
}

/** Appends an order that ended, and returns its row. */
export function logOrder(
  log: RunLog,
  order: Order,
  outcome: OutcomeCode,
  outcomeBar: number,
  reason: string,
  fillPrice: number,
  commission: number,
  risk: number,
  rate = 1,
): number {
  const at = append(log.orders)
  const block = lastBlock(log.orders)
  block[at] = order.id
  block[at + 1] = order.rule
  block[at + 2] = order.purpose | (order.type << 3) | (outcome << 6) | ((order.side + 1) << 9)
  block[at + 3] = order.bar
  block[at + 4] = outcomeBar
  block[at + 5] = reason === '' ? 0 : reasonCode(log, reason)
  block[at + 6] = order.quantity
  block[at + 7] = order.price
  block[at + 8] = fillPrice
  block[at + COMMISSION] = commission
  block[at + 10] = risk
  block[at + 11] = order.limit
  block[at + 12] = rate
  return log.orders.length - 1
}

/** A closed trade, as the rows of its entry and its exit, and what its lot had cost. */
export function logTrade(log: RunLog, lot: Lot, exitRow: number): void {
  const at = append(log.trades)
  const block = lastBlock(log.trades)
  block[at] = lot.entryRow
  block[at + 1] = exitRow
  block[at + 2] = lot.borrow
  block[at + TRADE_COST] = lot.cost
}

/** A closed trade, read back. */
export function readTrade({ trades }: RunLog, trade: number): LoggedTrade {
  const block = blockOf(trades, trade)
  const at = placeOf(trades, trade)
  return {
    entryRow: block[at]!,
    exitRow: block[at + 1]!,
    borrow: block[at + 2]!,
    cost: block[at + TRADE_COST]!,
  }
}

/** What borrowing has just cost, micros. */
export function logBorrow({ borrowed, orders }: RunLog, fee: number): void {
  const at = append(borrowed)
  const block = lastBlock(borrowed)
  block[at] = orders.length
  block[at + 1] = fee
}

/** That, read back: it was charged before so many orders had been logged. */
export function readBorrow(
  { borrowed }: RunLog,
  time: number,
): { readonly before: number; readonly fee: number } {
  const block = blockOf(borrowed, time)
  const at = placeOf(borrowed, time)
  return { before: block[at]!, fee: block[at + 1]! }
}

/** The mask of the rules that fired at a bar. */
export function logDecision(log: RunLog, bar: number, fired: number): void {
  const at = append(log.decisions)
  const block = lastBlock(log.decisions)
  block[at] = bar
  block[at + 1] = fired
}

/** A decision, read back. */
export function readDecision({ decisions }: RunLog, decision: number): Decision {
  const block = blockOf(decisions, decision)
  const at = placeOf(decisions, decision)
  return { bar: block[at]!, fired: block[at + 1]! }
}

/** One row of the log, read back. */
export function readLog(log: RunLog, row: number): LogRow {
  const block = blockOf(log.orders, row)
  const at = placeOf(log.orders, row)
  const codes = block[at + 2]!
  return {
    id: block[at]!,
    rule: block[at + 1]!,
    purpose: (codes & 7) as PurposeCode,
    type: ((codes >> 3) & 7) as OrderTypeCode,
    outcome: ((codes >> 6) & 7) as OutcomeCode,
    side: ((codes >> 9) - 1) as Side,
    bar: block[at + 3]!,
    outcomeBar: block[at + 4]!,
    reason: log.reasons[block[at + 5]!]!,
    quantity: block[at + 6]!,
    price: block[at + 7]!,
    limit: block[at + 11]!,
    fillPrice: block[at + 8]!,
    commission: block[at + COMMISSION]!,
    risk: block[at + 10]!,
    rate: block[at + 12]!,
  }
}

/** The order that a row is of. */
export function orderOfRow({ orders }: RunLog, row: number): number {
  return firstIn(orders, row)
}

/** The row of the order's last fill; -1 without. It is asked for soon after it is logged. */
export function rowOfFill(log: RunLog, order: number): number {
  for (let row = log.orders.length - 1; row >= 0; row--) {
    const { id, outcome } = readLog(log, row)
    if (id === order && isFill(outcome)) return row
  }
  return -1
}

/** Whether the order has ended by filling. */
export function hasFilledWhole(log: RunLog, order: number): boolean {
  const row = rowOfFill(log, order)
  return row !== -1 && readLog(log, row).outcome === Outcome.filled
}

/** Whether a row is of shares that have changed hands. */
export function isFill(outcome: OutcomeCode): boolean {
  return outcome === Outcome.filled || outcome === Outcome.part
}

/** A fill's commission was learned after it: micros more. */
export function addCommission({ orders }: RunLog, row: number, micros: number): void {
  blockOf(orders, row)[placeOf(orders, row) + COMMISSION]! += micros
}

/** The same of the entry of a trade that has closed. */
export function addCost({ trades }: RunLog, trade: number, micros: number): void {
  blockOf(trades, trade)[placeOf(trades, trade) + TRADE_COST]! -= micros
}

function reasonCode(log: RunLog, reason: string): number {
  const code = log.reasons.indexOf(reason)
  return code >= 0 ? code : log.reasons.push(reason) - 1
}
