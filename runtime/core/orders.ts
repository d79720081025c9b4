import type { ApprovedOrder } from './gate.ts'
import { approveReducing } from './gate.ts'
import { logOrder } from './log.ts'
import type { Lot, Order, OrderTypeCode, OutcomeCode, PurposeCode } from './order.ts'
import { BUY, Outcome, Purpose, removeFrom, SELL } from './order.ts'
import type { EngineState } from './state.ts'
import { send } from './state.ts'

/** The number of the next order. */
export function nextOrderId(state: EngineState): number {
  const id = state.orderCount
  state.orderCount = id + 1
  return id
}

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
): ApprovedOrder {
  const opened = lot ?? parent
  if (opened === undefined) throw new Error('nothing to reduce')
  return approveReducing({
    id: nextOrderId(state),
    rule,
    purpose,
    side: opened.side === BUY ? SELL : BUY,
    type,
    bar,
    lastBar: Number.POSITIVE_INFINITY,
    frozenAt: -1,
    parent,
    lot,
    quantity: opened.quantity,
    price,
    birth: lot === undefined ? 'waiting' : 'open',
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

/** The order works no longer and has not filled. An entry takes its children with it. */
export function endUnfilled(
  state: EngineState,
  order: Order,
  outcome: OutcomeCode,
  bar: number,
  reason: string,
): void {
  removeFrom(state.working, order)
  logOrder(state.log, order, outcome, bar, reason, Number.NaN, Number.NaN, Number.NaN)
  if (order.purpose !== Purpose.entry) return
  state.entryOfRule[order.rule] = undefined
  const { working } = state
  for (let k = working.length - 1; k >= 0; k--) {
    const child = working[k]!
    if (child.parent === order)
      withdraw(state, child, Outcome.cancelled, bar, 'its entry did not fill')
  }
}

/** The order that closes `lot` at the instant at which the opposite `entry` fills. */
export function placeReverse(state: EngineState, entry: Order, lot: Lot, bar: number): void {
  const { rule, type, price } = entry
  place(state, reducingOrder(state, Purpose.reverse, rule, bar, type, price, entry, lot))
}

/** Whether a rule's exit already works for the lot. */
export function hasWorkingExit(state: EngineState, lot: Lot): boolean {
  const { working } = state
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.lot === lot && order.purpose === Purpose.exit) return true
  }
  return false
}
