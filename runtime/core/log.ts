import type { Lot, Order, OrderTypeCode, OutcomeCode, PurposeCode, Side } from './order.ts'
import { Outcome } from './order.ts'

/**
 * The record of a run: every order that ended, in the order of their ends, after the parts in which
 * it filled, and what it filled at; trades as pairs of rows; decisions. It is only appended to, in
 * blocks that are never copied, and only a commission that is learned later reads it back:
 * `record.ts` makes plain objects of it for people.
 */
export interface RunLog {
  length: number
  /** Rows of `WIDTH` values each, in the order in which `logOrder` writes them. */
  readonly blocks: Float64Array[]
  /** Texts that rows refer to; the first is empty. */
  readonly reasons: string[]
  /** For each closed trade, by exit, the rows of its entry and its exit. */
  readonly tradeEntry: number[]
  readonly tradeExit: number[]
  /** What borrowing cost each, micros. */
  readonly tradeBorrow: number[]
  /** Micros that each one's entry, or its part of it, moved into the account, commission and borrowing included. */
  readonly tradeCost: number[]
  /** Bars with fired rules, and their bit masks. */
  readonly decisionBar: number[]
  readonly decisionFired: number[]
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

/** A power of two, so that a row's place in its block is quick to find. */
const BLOCK_ROWS = 256
const IN_BLOCK = BLOCK_ROWS - 1
const WIDTH = 13
const COMMISSION = 9

export function emptyLog(): RunLog {
  return {
    length: 0,
    blocks: [],
    reasons: [''],
    tradeEntry: [],
    tradeExit: [],
    tradeBorrow: [],
    tradeCost: [],
    decisionBar: [],
    decisionFired: [],
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
  const row = log.length
  const inBlock = row & IN_BLOCK
  if (inBlock === 0) log.blocks.push(new Float64Array(BLOCK_ROWS * WIDTH))
  log.length = row + 1
  const block = log.blocks[log.blocks.length - 1]!
  const at = inBlock * WIDTH
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
  return row
}

/** A closed trade, as the rows of its entry and its exit, and what its lot had cost. */
export function logTrade(log: RunLog, lot: Lot, exitRow: number): void {
  const trade = log.tradeEntry.length
  log.tradeEntry[trade] = lot.entryRow
  log.tradeExit[trade] = exitRow
  log.tradeBorrow[trade] = lot.borrow
  log.tradeCost[trade] = lot.cost
}

/** The mask of the rules that fired at a bar. */
export function logDecision(log: RunLog, bar: number, fired: number): void {
  const decision = log.decisionBar.length
  log.decisionBar[decision] = bar
  log.decisionFired[decision] = fired
}

/** One row of the log, read back. */
export function readLog(log: RunLog, row: number): LogRow {
  const block = log.blocks[Math.floor(row / BLOCK_ROWS)]!
  const at = (row & IN_BLOCK) * WIDTH
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
export function orderOfRow(log: RunLog, row: number): number {
  return log.blocks[Math.floor(row / BLOCK_ROWS)]![(row & IN_BLOCK) * WIDTH]!
}

/** The row of the order's last fill; -1 without. It is asked for soon after it is logged. */
export function rowOfFill(log: RunLog, order: number): number {
  for (let row = log.length - 1; row >= 0; row--) {
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
export function addCommission(log: RunLog, row: number, micros: number): void {
  log.blocks[Math.floor(row / BLOCK_ROWS)]![(row & IN_BLOCK) * WIDTH + COMMISSION]! += micros
}

function reasonCode(log: RunLog, reason: string): number {
  const code = log.reasons.indexOf(reason)
  return code >= 0 ? code : log.reasons.push(reason) - 1
}
