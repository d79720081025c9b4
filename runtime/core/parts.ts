import { exitLot, refusalOfExit } from './exits.ts'
import { carve } from './lots.ts'
import { add } from './money.ts'
import type { Lot, Order } from './order.ts'
import { OrderType, Outcome, Purpose, removeFrom } from './order.ts'
import {
  closingOrder,
  hasWorkingExit,
  placeReducing,
  resizeOrders,
  stopEntering,
  withdraw,
  workAs,
} from './orders.ts'
import { downToLot, nearestLot } from './rounding.ts'
import type { EngineState } from './state.ts'

/**
 * An exit rule of a part fired at bar i: it leaves by orders of its own, once for each lot. Which
 * lots it comes from is the policy's `partFrom`. A part of less than one lot of the instrument
 * leaves nothing, and is not asked for again.
 */
export function exitPart(state: EngineState, rule: number, i: number): void {
  const { lots, policy, bound, instrument } = state
  const portion = bound.portions[rule]!
  const due = lots.filter((lot) => mayLeave(state, lot, rule))
  if (policy.partFrom === 'last') due.reverse()
  let left = downToLot(sharesOf(due) * portion, instrument.lot)
  for (const lot of due) {
    const asked = policy.partFrom === 'each' ? lot.quantity * portion : left
    const quantity = Math.min(downToLot(asked, instrument.lot), lot.quantity)
    if (refusalOfExit(state, rule, lot, i) !== undefined) {
      exitLot(state, lot, Purpose.exit, rule, i)
      continue
    }
    lot.partTaken |= 1 << rule
    if (!(quantity > 0)) continue
    stopEntering(state, lot, i)
    left = nearestLot(left - quantity, instrument.lot)
    const leaving = quantity === lot.quantity ? lot : splitLot(state, lot, quantity)
    exitLot(state, leaving, Purpose.exit, rule, i)
    if (leaving !== lot && state.rules[rule]!.order !== 'market')
      guardPart(state, lot, leaving, rule, i)
  }
}

/** A part that may not leave at the next open is ended by all that ends its trade, too. */
function guardPart(state: EngineState, whole: Lot, part: Lot, rule: number, i: number): void {
  for (const order of state.working.filter(({ lot }) => lot === whole)) {
    if (order.rule === rule && order.purpose === Purpose.exit) continue
    const guard = closingOrder(state, order.purpose, order.rule, i, order.type, part)
    if (order.purpose === Purpose.reverse) guard.parent = order.parent
    guard.lastBar = order.lastBar
    workAs(guard, order)
    placeReducing(state, guard)
  }
}

/** Whether an exit rule of a part has something to take of the lot. */
export function mayLeave(state: EngineState, lot: Lot, rule: number): boolean {
  if (((state.closes[rule]! >> lot.rule) & 1) === 0) return false
  if (lot.partOf >= 0 || ((lot.partTaken >> rule) & 1) === 1) return false
  return !hasWorkingExit(state, lot, OrderType.market)
}

function sharesOf(lots: readonly Lot[]): number {
  return lots.reduce((sum, { quantity }) => sum + quantity, 0)
}

/**
 * Takes shares out of a lot, as a lot of their own that the next order ends: it stands before the
 * other, which keeps its stop and target over what is left.
 */
function splitLot(state: EngineState, lot: Lot, quantity: number): Lot {
  const { lots } = state
  const part = carve(state, lot, quantity)
  part.partOf = state.orderCount
  lots.splice(lots.indexOf(lot), 0, part)
  resizeOrders(state, lot)
  return part
}

/** A lot that the next order ends: nothing else of its entry's does, or counts it. */
export function leaveAsPart(state: EngineState, lot: Lot): void {
  lot.partOf = state.orderCount
  state.lotsOfRule[lot.rule] = state.lotsOfRule[lot.rule]! - 1
}

/** An exit has ended before it filled whole: what it was to end of a trade goes back to it. */
export function giveBack(state: EngineState, { id, lot, rule, purpose }: Order): void {
  if (lot === undefined || purpose !== Purpose.exit) return
  if (lot.partOf === id) rejoin(state, lot, rule)
  else lot.partTaken &= ~(1 << rule)
}

/**
 * What was to end a part has ended without a fill: the part goes back to its trade, and may be
 * asked for again; where that has closed, it is the trade that is left.
 */
function rejoin(state: EngineState, part: Lot, rule: number): void {
  const { lots, instrument } = state
  const whole = lots.find((lot) => lot.partOf < 0 && lot.entryRow === part.entryRow)
  if (whole === undefined) {
    part.partOf = -1
    state.lotsOfRule[part.rule] = state.lotsOfRule[part.rule]! + 1
    return
  }
  for (const order of state.working.filter(({ lot }) => lot === part))
    withdraw(state, order, Outcome.cancelled, state.bar, 'its part went back to its trade')
  removeFrom(lots, part)
  whole.quantity = nearestLot(whole.quantity + part.quantity, instrument.lot)
  whole.cost = add(whole.cost, part.cost)
  whole.borrow = add(whole.borrow, part.borrow)
  whole.partTaken &= ~(1 << rule)
  resizeOrders(state, whole)
}
