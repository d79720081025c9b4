import type { Order, OutcomeCode, PurposeCode, Side } from './order.ts'
import { Outcome } from './order.ts'

/**
 * The record of a run: every order that ended, in the order of their ends, and what it filled at;
 * trades as pairs of rows; decisions. It is only appended to, in blocks that are never copied, and
 * only a commission that is learned later reads it back: `record.ts` makes plain objects of it
 * for people.
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
  readonly type: number
  readonly outcome: OutcomeCode
  readonly bar: number
  readonly outcomeBar: number
  readonly reason: string
  readonly quantity: number
  readonly price: number
  readonly fillPrice: number
  /** Micros. */
  readonly commission: number
  /** Of an entry: distance from its fill to its stop; NaN without. */
  readonly risk: number
}

/** A power of two, so that a row's place in its block is quick to find. */
const BLOCK_ROWS = 2048
const IN_BLOCK = BLOCK_ROWS - 1
const WIDTH = 11
const COMMISSION = 9

export function emptyLog(): RunLog {
  return {
    length: 0,
    blocks: [],
    reasons: [''],
    tradeEntry: [],
    tradeExit: [],
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
): number {
  const row = log.length
  const inBlock = row & IN_BLOCK
  if (inBlock === 0) log.blocks.push(new Float64Array(BLOCK_ROWS * WIDTH))
  log.length = row + 1
  const block = log.blocks[log.blocks.length - 1]!
  const at = inBlock * WIDTH
  block[at] = order.id
  block[at + 1] = order.rule
  block[at + 2] = order.purpose | (order.type << 3) | (outcome << 5) | ((order.side + 1) << 8)
  block[at + 3] = order.bar
  block[at + 4] = outcomeBar
  block[at + 5] = reason === '' ? 0 : reasonCode(log, reason)
  block[at + 6] = order.quantity
  block[at + 7] = order.price
  block[at + 8] = fillPrice
  block[at + COMMISSION] = commission
  block[at + 10] = risk
  return row
}

/** A closed trade, as the rows of its entry and its exit. */
export function logTrade(log: RunLog, entryRow: number, exitRow: number): void {
  const trade = log.tradeEntry.length
  log.tradeEntry[trade] = entryRow
  log.tradeExit[trade] = exitRow
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
    type: (codes >> 3) & 3,
    outcome: ((codes >> 5) & 7) as OutcomeCode,
    side: ((codes >> 8) - 1) as Side,
    bar: block[at + 3]!,
    outcomeBar: block[at + 4]!,
    reason: log.reasons[block[at + 5]!]!,
    quantity: block[at + 6]!,
    price: block[at + 7]!,
    fillPrice: block[at + 8]!,
    commission: block[at + COMMISSION]!,
    risk: block[at + 10]!,
  }
}

/** The row of the order's fill; -1 without one. Fills are asked for soon after they are logged. */
export function rowOfFill(log: RunLog, order: number): number {
  for (let row = log.length - 1; row >= 0; row--) {
    const { id, outcome } = readLog(log, row)
    if (id === order && outcome === Outcome.filled) return row
  }
  return -1
}

/** A fill's commission was learned after it: micros more. */
export function addCommission(log: RunLog, row: number, micros: number): void {
  log.blocks[Math.floor(row / BLOCK_ROWS)]![(row & IN_BLOCK) * WIDTH + COMMISSION]! += micros
}

function reasonCode(log: RunLog, reason: string): number {
  const code = log.reasons.indexOf(reason)
  return code >= 0 ? code : log.reasons.push(reason) - 1
}
