import type { Fill, OrderPurpose, OrderRecord, Trade } from './result.ts'

/**
 * The engine's memory: orders, fills, trades and decisions as columns, a row each, addressed by
 * row number. Rows are only appended, a row's outcome is filled in later, so the tables are both
 * the working state and the record of the run. Numbers stand in typed arrays, names in plain
 * arrays; a snapshot is a copy of them.
 */
export interface OrderTable {
  length: number
  readonly purpose: OrderPurpose[]
  readonly side: OrderRecord['side'][]
  readonly type: OrderRecord['type'][]
  readonly outcome: OrderRecord['outcome'][]
  readonly reason: string[]
  rule: Int32Array
  quantity: Float64Array
  /** Limit or stop price; NaN for market orders. */
  price: Float64Array
  /** Bar at whose close it was decided. */
  bar: Int32Array
  outcomeBar: Int32Array
  /** Last bar it works in; Infinity for good till cancelled. */
  lastBar: Float64Array
  /** The entry that a stop, target or reverse belongs to; -1. */
  parent: Int32Array
  /** The trade it would close; -1 for entries, and for children of an entry not yet filled. */
  lot: Int32Array
  /** Where the rule's frozen values begin (entries). */
  frozenAt: Int32Array
}

export interface FillTable {
  length: number
  readonly purpose: Fill['purpose'][]
  readonly side: Fill['side'][]
  order: Int32Array
  bar: Int32Array
  quantity: Float64Array
  price: Float64Array
  /** Micros. */
  commission: Float64Array
}

/** One row a lot: opened by an entry fill, closed by an exit fill. */
export interface TradeTable {
  length: number
  readonly side: Trade['side'][]
  readonly exit: Trade['exit'][]
  rule: Int32Array
  quantity: Float64Array
  entryBar: Int32Array
  entryPrice: Float64Array
  /** -1 while open. */
  exitBar: Int32Array
  exitPrice: Float64Array
  exitRule: Int32Array
  /** Distance from entry to stop; NaN without. */
  risk: Float64Array
  /** Micros that entry and exit moved into the account, commission apart. */
  flow: Float64Array
  /** Micros, both sides. */
  commission: Float64Array
}

export interface DecisionTable {
  length: number
  bar: Int32Array
  fired: Int32Array
}

const FIRST_CAPACITY = 64

export function orderTable(): OrderTable {
  return {
    length: 0,
    purpose: [],
    side: [],
    type: [],
    outcome: [],
    reason: [],
    rule: new Int32Array(FIRST_CAPACITY),
    quantity: new Float64Array(FIRST_CAPACITY),
    price: new Float64Array(FIRST_CAPACITY),
    bar: new Int32Array(FIRST_CAPACITY),
    outcomeBar: new Int32Array(FIRST_CAPACITY),
    lastBar: new Float64Array(FIRST_CAPACITY),
    parent: new Int32Array(FIRST_CAPACITY),
    lot: new Int32Array(FIRST_CAPACITY),
    frozenAt: new Int32Array(FIRST_CAPACITY),
  }
}

export function fillTable(): FillTable {
  return {
    length: 0,
    purpose: [],
    side: [],
    order: new Int32Array(FIRST_CAPACITY),
    bar: new Int32Array(FIRST_CAPACITY),
    quantity: new Float64Array(FIRST_CAPACITY),
    price: new Float64Array(FIRST_CAPACITY),
    commission: new Float64Array(FIRST_CAPACITY),
  }
}

export function tradeTable(): TradeTable {
  return {
    length: 0,
    side: [],
    exit: [],
    rule: new Int32Array(FIRST_CAPACITY),
    quantity: new Float64Array(FIRST_CAPACITY),
    entryBar: new Int32Array(FIRST_CAPACITY),
    entryPrice: new Float64Array(FIRST_CAPACITY),
    exitBar: new Int32Array(FIRST_CAPACITY),
    exitPrice: new Float64Array(FIRST_CAPACITY),
    exitRule: new Int32Array(FIRST_CAPACITY),
    risk: new Float64Array(FIRST_CAPACITY),
    flow: new Float64Array(FIRST_CAPACITY),
    commission: new Float64Array(FIRST_CAPACITY),
  }
}

export function decisionTable(): DecisionTable {
  return {
    length: 0,
    bar: new Int32Array(FIRST_CAPACITY),
    fired: new Int32Array(FIRST_CAPACITY),
  }
}

/** The number of a new row; typed columns are doubled when full, and must be re-read after it. */
export function appendRow(table: OrderTable | FillTable | TradeTable | DecisionTable): number {
  const row = table.length
  table.length = row + 1
  if (row > 0 && (row & (row - 1)) === 0 && row >= FIRST_CAPACITY) growColumns(table, row * 2)
  return row
}

function growColumns(table: object, capacity: number): void {
  const columns = table as Record<string, unknown>
  for (const [name, column] of Object.entries(columns)) {
    if (column instanceof Float64Array) columns[name] = longer(column, new Float64Array(capacity))
    else if (column instanceof Int32Array) columns[name] = longer(column, new Int32Array(capacity))
  }
}

function longer<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
