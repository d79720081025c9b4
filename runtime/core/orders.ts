import type { ApprovedOrder } from './gate.ts'
import { approveReducing } from './gate.ts'
import { logOrder, orderOfRow } from './log.ts'
import type { Draft, Lot, Order, OrderTypeCode, OutcomeCode, PurposeCode, Side } from './order.ts'
import { BUY, OrderType, Outcome, opposite, Purpose, removeFrom } from './order.ts'
import { ANY_SESSION } from './sessions.ts'
import type { EngineState } from './state.ts'
import { send } from './state.ts'
import { profitOfExit, tradeOver } from './trades.ts'

/** The number of the next order. */
export function nextOrderId(state: EngineState): number {
  const id = state.orderCount
  state.orderCount = id + 1
  return id
}

/** An order of no shares yet, that waits for no price and no end; the rest is the caller's. */
export function newOrder(
  { spareOrders }: EngineState,
  id: number,
  purpose: PurposeCode,
  rule: number,
  side: Side,
  type: OrderTypeCode,
  bar: number,
): Draft {
  const order = spareOrders.pop() ?? blank()
  order.id = id
  order.purpose = purpose
  order.rule = rule
  order.side = side
  order.type = type
  order.bar = bar
  order.lastBar = Number.POSITIVE_INFINITY
  order.frozenAt = -1
  order.parent = -1
  order.lot = undefined
  order.quantity = 0
  order.filled = 0
  order.price = Number.NaN
  order.limit = Number.NaN
  order.triggered = false
  order.immediate = false
  order.oca = -1
  order.portion = 1
  order.birth = 'open'
  order.session = ANY_SESSION
  order.until = Number.POSITIVE_INFINITY
  return order
}

/** All orders have its shape: a field that may hold a fraction holds one here. */
function blank(): Draft {
  return {
    id: 0,
    purpose: Purpose.end,
    rule: 0,
    side: BUY,
    type: OrderType.market,
    bar: 0,
    lastBar: Number.NaN,
    frozenAt: -1,
    parent: -1,
    lot: undefined,
    quantity: Number.NaN,
    filled: Number.NaN,
    price: Number.NaN,
    limit: Number.NaN,
    triggered: false,
    immediate: false,
    oca: -1,
    portion: Number.NaN,
    birth: 'open',
    session: Number.NaN,
    until: Number.NaN,
  }
}

/** An order that closes `lot`. */
export function closingOrder(
  state: EngineState,
  purpose: PurposeCode,
  rule: number,
  bar: number,
  type: OrderTypeCode,
  lot: Lot,
): Draft {
  const side = opposite(lot.side)
  const order = newOrder(state, nextOrderId(state), purpose, rule, side, type, bar)
  order.lot = lot
  order.quantity = lot.quantity
  return order
}

/** Sends an order that only reduces a position. */
export function placeReducing(state: EngineState, order: Order): void {
  place(state, approveReducing(order))
}

/** Sends an approved order to the broker. */
export function place(state: EngineState, order: ApprovedOrder): void {
  state.working[state.working.length] = order
  if (order.purpose === Purpose.entry) state.entryOfRule[order.rule] = order
  send(state, 'place', order)
}

/** Takes an order back: `outcome` says why in a word, `reason` in a sentence. */
export function withdraw(
  state: EngineState,
  order: Order,
  outcome: OutcomeCode,
  bar: number,
  reason: string,
): void {
  send(state, 'cancel', order)
  endUnfilled(state, order, outcome, bar, reason)
}

/**
 * The order works no longer, and what was left of it has not filled. An entry takes its children
 * with it, but for those that stand over what it did fill.
 */
export function endUnfilled(
  state: EngineState,
  order: Order,
  outcome: OutcomeCode,
  bar: number,
  reason: string,
): void {
  removeFrom(state.working, order)
  logOrder(state.log, order, outcome, bar, reason, Number.NaN, Number.NaN, Number.NaN)
  if (order.purpose !== Purpose.entry) {
    if (order.filled > 0) tradeOver(state, profitOfExit(state, order), bar)
    return
  }
  state.entryOfRule[order.rule] = undefined
  const { working } = state
  for (let k = working.length - 1; k >= 0; k--) {
    const child = working[k]!
    if (child.parent !== order.id) continue
    if (child.lot === undefined || child.purpose === Purpose.reverse)
      withdraw(state, child, Outcome.cancelled, bar, 'its entry did not fill')
  }
}

/** An order that is being decided fills as another does from here on, within the same session. */
export function workAs(order: Draft, other: Order): void {
  order.type = other.triggered ? OrderType.limit : other.type
  order.price = other.triggered ? other.limit : other.price
  order.limit = other.triggered ? Number.NaN : other.limit
  order.immediate = other.immediate
  order.session = other.session
  order.until = other.until
  // One for the next open waits for it.
  order.birth = other.birth === 'waiting' ? 'waiting' : 'open'
}

/** A trade that ends, or that an exit has begun to end, takes back what is left of its entry. */
export function stopEntering(state: EngineState, lot: Lot, bar: number): void {
  const entry = state.entryOfRule[lot.rule]
  if (entry === undefined || entry.filled === 0) return
  if (orderOfRow(state.log, lot.entryRow) === entry.id)
    withdraw(state, entry, Outcome.cancelled, bar, 'its trade is being closed')
}

/** All that ends the lot, but for what has just done so in part, is over the shares it has. */
export function resizeOrders(state: EngineState, lot: Lot, filled?: Order): void {
  const { working } = state
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.lot !== lot || order === filled || order.quantity === lot.quantity) continue
    order.quantity = lot.quantity
    send(state, 'modify', order)
  }
}

/** The order that closes `lot` at the instant at which the opposite `entry` fills. */
export function placeReverse(state: EngineState, entry: Order, lot: Lot, bar: number): void {
  const order = closingOrder(state, Purpose.reverse, entry.rule, bar, entry.type, lot)
  order.parent = entry.id
  workAs(order, entry)
  placeReducing(state, order)
}

/** Whether an order of that type closes the lot already: a rule's exit or a liquidation. */
export function hasWorkingExit({ working }: EngineState, lot: Lot, type: OrderTypeCode): boolean {
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.lot !== lot || order.type !== type || order.birth === 'waiting') continue
    if (order.purpose === Purpose.exit || order.purpose === Purpose.liquidation) return true
  }
  return false
}
