import type { Order, OutcomeCode, PurposeCode, Side } from './order.ts'

/**
 * The record of a run: every order that ended, in the order of their ends, and what it filled at;
 * trades as pairs of rows; decisions. It is only appended to, in blocks that are never copied, and
 * nothing in the engine reads it back: `record.ts` makes plain objects of it for people.
 */
export interface RunLog {
  length: number
  /** Blocks of rows of `NUMBERS` and of `MARKS` values. */
  readonly numbers: Float64Array[]
  readonly marks: Int32Array[]
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

const BLOCK_ROWS = 2048
const NUMBERS = 5
const MARKS = 6

export function emptyLog(): RunLog {
  return {
    length: 0,
    numbers: [],
    marks: [],
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
  const inBlock = row % BLOCK_ROWS
  if (inBlock === 0) {
    log.numbers.push(new Float64Array(BLOCK_ROWS * NUMBERS))
    log.marks.push(new Int32Array(BLOCK_ROWS * MARKS))
  }
  log.length = row + 1
  const block = log.numbers.length - 1
  const numbers = log.numbers[block]!
  let at = inBlock * NUMBERS
  numbers[at++] = order.quantity
  numbers[at++] = order.price
  numbers[at++] = fillPrice
  numbers[at++] = commission
  numbers[at] = risk
  const marks = log.marks[block]!
  at = inBlock * MARKS
  marks[at++] = order.id
  marks[at++] = order.rule
  marks[at++] = order.purpose | (order.type << 3) | (outcome << 5) | ((order.side + 1) << 8)
  marks[at++] = order.bar
  marks[at++] = outcomeBar
  marks[at] = reason === '' ? 0 : reasonCode(log, reason)
  return row
}

/** One row of the log, read back. */
export function readLog(log: RunLog, row: number): LogRow {
  const block = Math.floor(row / BLOCK_ROWS)
  const inBlock = row % BLOCK_ROWS
  const numbers = log.numbers[block]!
  const marks = log.marks[block]!
  const n = inBlock * NUMBERS
  const m = inBlock * MARKS
  const codes = marks[m + 2]!
  return {
    id: marks[m]!,
    rule: marks[m + 1]!,
    purpose: (codes & 7) as PurposeCode,
    type: (codes >> 3) & 3,
    outcome: ((codes >> 5) & 7) as OutcomeCode,
    side: ((codes >> 8) - 1) as Side,
    bar: marks[m + 3]!,
    outcomeBar: marks[m + 4]!,
    reason: log.reasons[marks[m + 5]!]!,
    quantity: numbers[n]!,
    price: numbers[n + 1]!,
    fillPrice: numbers[n + 2]!,
    commission: numbers[n + 3]!,
    risk: numbers[n + 4]!,
  }
}

function reasonCode(log: RunLog, reason: string): number {
  const code = log.reasons.indexOf(reason)
  return code >= 0 ? code : log.reasons.push(reason) - 1
}
