import type { ApprovedOrder } from './gate.ts'
import { approveReducing } from './gate.ts'
import { logOrder, orderOfRow } from './log.ts'
import type { Birth, Lot, Order, OrderTypeCode, OutcomeCode, PurposeCode } from './order.ts'
import { Outcome, opposite, Purpose, removeFrom } from './order.ts'
import type { EngineState } from './state.ts'
import { send } from './state.ts'
import { profitOfExit, tradeOver } from './trades.ts'

/** The number of the next order. */
export function nextOrderId(state: EngineState): number {
  const id = state.orderCount
  state.orderCount = id + 1
  return id
}

/** What of a reducing order most do not have. */
export type ReducingTerms = Partial<
  Pick<Order, 'limit' | 'immediate' | 'lastBar' | 'session' | 'birth'>
>

/** An order that closes `lot`, or, while there is none, what its parent will open. */
export function reducingOrder(
  state: EngineState,
  purpose: PurposeCode,
  rule: number,
  bar: number,
  type: OrderTypeCode,
  price: number,
  parent: Order | undefined,
  lot: Lot | undefined,
  terms: ReducingTerms = {},
): ApprovedOrder {
  const { limit = Number.NaN, immediate = false, lastBar = Number.POSITIVE_INFINITY } = terms
  const opened = lot ?? parent
  if (opened === undefined) throw new Error('nothing to reduce')
  return approveReducing({
    id: nextOrderId(state),
    rule,
    purpose,
    side: opposite(opened.side),
    type,
    bar,
    lastBar,
    frozenAt: -1,
    parent,
    lot,
    quantity: opened.quantity,
    filled: 0,
    price,
    limit,
    triggered: false,
    immediate,
    oca: -1,
    birth: terms.birth ?? (lot === undefined ? 'waiting' : 'open'),
    session: terms.session ?? -1,
  })
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
    if (child.parent !== order) continue
    if (child.lot === undefined || child.purpose === Purpose.reverse)
      withdraw(state, child, Outcome.cancelled, bar, 'its entry did not fill')
  }
}

/** How an order is born that works as another does: one for the next open waits for it. */
export function birthOf({ birth }: Order): Birth {
  return birth === 'waiting' ? birth : 'open'
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
  const { rule, type, price, limit, immediate, session } = entry
  const { reverse } = Purpose
  const terms = { limit, immediate, session, birth: birthOf(entry) }
  place(state, reducingOrder(state, reverse, rule, bar, type, price, entry, lot, terms))
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
