import { chargeDays } from './borrow.ts'
import { placeEntry } from './entry.ts'
import { exitLot, freezeExits } from './exits.ts'
import { beginBar, endBar, expireOrders } from './expiry.ts'
import { tellGroup } from './groups.ts'
import { withinRisk } from './limits.ts'
import { hasFilledWhole, logDecision, logOrder } from './log.ts'
import { chargeCommission, closeLot, growLot, lotClosedBy, lotOfEntry, openLot } from './lots.ts'
import { isBeyondMaintenance } from './margin.ts'
import type { Execution, Lot, Order, OutcomeCode } from './order.ts'
import { elect, FILLS_AS, OrderType, Outcome, opposite, Purpose, removeFrom } from './order.ts'
import { endUnfilled, newOrder, withdraw } from './orders.ts'
import { exitPart, giveBack, leaveAsPart } from './parts.ts'
import { nearestLot } from './rounding.ts'
import type { EngineState } from './state.ts'
import { lowestBit, refreshRelevance } from './state.ts'
import { trailStops } from './trail.ts'

const ALL_RULES = -1

/** What the world tells the engine. Whoever supplies these makes a run a backtest or live. */
export type EngineEvent =
  /**
   * Bar i is complete: its fills have been told and the kernels have passed it. Live, a bar that
   * comes too late to enter on has its entries dropped; on one from before the run nothing acts.
   */
  | { readonly kind: 'bar'; readonly bar: number; readonly rules?: 'but entries' | 'none' }
  /** An order filled, or so many of its shares. Price per share, commission in money. */
  | {
      readonly kind: 'fill'
      readonly order: Order
      readonly bar: number
      readonly price: number
      readonly commission: number
      /** All that is left of it when absent. */
      readonly quantity?: number
    }
  /** The price that an order waits for has come, and nothing of it has filled yet. */
  | { readonly kind: 'elected'; readonly order: Order }
  /**
   * An order that the engine had taken back filled before the broker heard of it, or so many of
   * its shares did: an entry, with nothing held on the other side, whose trade opens and closes at
   * the market at once; or what closes an open trade (`lotClosedBy`).
   */
  | {
      readonly kind: 'filled-late'
      readonly order: Order
      readonly bar: number
      readonly price: number
      /** All that was left of it when absent. */
      readonly quantity?: number
    }
  /** What a fill that was told before has cost, beyond what was told with it; money. */
  | { readonly kind: 'commission'; readonly order: number; readonly amount: number }
  /** The broker ended an order, without a fill of what was left of it. */
  | {
      readonly kind: 'ended'
      readonly order: Order
      readonly outcome: 'refused' | 'cancelled' | 'expired'
      readonly bar: number
      readonly reason: string
    }
  /** So many ends of a day have passed since the last closed bar: short shares cost their fee. */
  | { readonly kind: 'days-held'; readonly days: number }
  /** Somebody stops the run: waiting entries are taken back, and to `flatten` all lots close. */
  | { readonly kind: 'stood-down'; readonly flatten: boolean }
  /** The run ends with this lot open, and closes it at a price. */
  | {
      readonly kind: 'closed-out'
      readonly lot: Lot
      readonly bar: number
      readonly price: number
      readonly commission: number
    }

/**
 * The engine: one event in, the state changed, commands for the broker appended to the state's
 * command buffer. It does no I/O, reads no clock and draws no random number, so the same events
 * give the same commands in a backtest, live, and in a replay.
 */
export function apply(state: EngineState, event: EngineEvent): void {
  switch (event.kind) {
    case 'bar':
      barClosed(state, event.bar, allowedBy(state, event.rules))
      return
    case 'fill':
      orderFilled(state, event.order, event, event.quantity)
      return
    case 'elected':
      priceCame(state, event.order)
      return
    case 'filled-late':
      filledLate(state, event)
      break
    case 'commission':
      chargeCommission(state, event.order, event.amount)
      return
    case 'ended':
      orderEnded(state, event)
      break
    case 'days-held':
      chargeDays(state, event.days)
      return
    case 'stood-down':
      for (const entry of state.entryOfRule) {
        if (entry !== undefined)
          withdraw(state, entry, Outcome.cancelled, state.bar, 'the run was stopped')
      }
      if (event.flatten)
        for (const lot of state.lots) exitLot(state, lot, Purpose.exit, lot.rule, state.bar)
      break
    case 'closed-out':
      closedOut(state, event)
      break
    default:
      unreachable(event)
  }
  refreshRelevance(state)
}

function closedOut(state: EngineState, event: Extract<EngineEvent, { kind: 'closed-out' }>): void {
  const { lot, bar } = event
  // Nobody sent this order: its number is none.
  const order = newOrder(state, -1, Purpose.end, -1, opposite(lot.side), OrderType.market, bar)
  order.lot = lot
  order.quantity = lot.quantity
  closeLot(state, order, event, Outcome.filled)
}

function orderEnded(state: EngineState, event: Extract<EngineEvent, { kind: 'ended' }>): void {
  const { order } = event
  endUnfilled(state, order, Outcome[event.outcome], event.bar, event.reason)
  giveBack(state, order)
}

/** `apply` of a fill, for a driver that makes too many of them to make an object of each. */
export function orderFilled(
  state: EngineState,
  order: Order,
  execution: Execution,
  quantity = order.quantity,
): void {
  const asked = order.quantity
  const rest = quantity === asked ? 0 : restOf(state, order, quantity)
  if (rest > 0 && !state.working.includes(order))
    throw new Error(`order ${order.id} works no longer`)
  if (rest === 0) {
    removeFrom(state.working, order)
    // It may have been taken back before it filled, and another one wait in its place.
    if (state.entryOfRule[order.rule] === order) state.entryOfRule[order.rule] = undefined
  }
  order.quantity = quantity
  const outcome = rest === 0 ? Outcome.filled : Outcome.part
  if (order.purpose === Purpose.entry) entryFilled(state, order, execution, outcome)
  else closeLot(state, order, execution, outcome)
  if (rest > 0) {
    order.filled = nearestLot(order.filled + quantity, state.instrument.lot)
    order.quantity = rest
    elect(order)
  }
  if (order.oca >= 0) tellGroup(state, order, rest / asked, execution.bar)
  refreshRelevance(state)
}

/** `apply` of an election: the log keeps what the order was. */
export function priceCame(state: EngineState, order: Order): void {
  const { type, bar } = order
  if (order.filled === 0 && FILLS_AS[type] === 'stop')
    logOrder(state.log, order, Outcome.note, bar, '', Number.NaN, Number.NaN, Number.NaN)
  elect(order)
}

function restOf({ instrument }: EngineState, order: Order, filled: number): number {
  const rest = nearestLot(order.quantity - filled, instrument.lot)
  if (!(filled > 0 && rest >= 0))
    throw new Error(`${filled} of ${order.quantity} shares of order ${order.id} cannot fill`)
  return rest
}

function entryFilled(
  state: EngineState,
  order: Order,
  execution: Execution,
  outcome: OutcomeCode,
): void {
  const lot = order.filled > 0 ? lotOfEntry(state, order) : undefined
  if (lot === undefined) openLot(state, order, execution, outcome)
  else growLot(state, lot, order, execution, outcome)
}

/**
 * `apply` of a bar, likewise. What happens at the close of bar i: expiries, liquidation, then the
 * rules that fire and whose bits are in `allowed`, exits first; then trailing stops move.
 */
export function barClosed(state: EngineState, i: number, allowed = ALL_RULES): void {
  state.bar = i
  if (state.masks.byClock !== 0) {
    beginBar(state, i)
    endBar(state, i)
  }
  if (i >= state.nextExpiry) expireOrders(state, i)
  if (state.watchesMargin && isBeyondMaintenance(state, i)) liquidate(state, i)
  decide(state, i, allowed)
  if (state.masks.trails !== 0) trailStops(state, i)
}

function decide(state: EngineState, i: number, allowed: number): void {
  const { bound, masks, log } = state
  if ((bound.signals[i]! & state.relevant) === 0 && !state.everyBar) return
  const asked = bound.decide(i, state.account) & state.relevant & allowed
  const fired = state.limited ? withinRisk(state, i, asked) : asked
  if (fired === 0) return

  logDecision(log, i, fired)
  const priced = fired & masks.pricedExit
  if (priced !== 0) freezeExits(state, priced, i)
  for (let left = fired & ~masks.enter; left !== 0; left &= left - 1) {
    const r = lowestBit(left)
    const bit = left & -left
    if ((masks.exit & bit) !== 0) exitLots(state, r, i)
    else if ((masks.cancel & bit) !== 0) takeBackEntries(state, r, i, 'a cancel rule fired')
    else if ((masks.halt & bit) !== 0) takeBackEntries(state, r, i, 'a halt fired')
  }
  for (let left = fired & masks.enter; left !== 0; left &= left - 1)
    placeEntry(state, lowestBit(left), i)
  refreshRelevance(state)
}

function filledLate(
  state: EngineState,
  event: Extract<EngineEvent, { kind: 'filled-late' }>,
): void {
  const { order, quantity = order.quantity } = event
  const execution = { ...event, commission: 0 }
  const { filled, part } = Outcome
  if (state.working.includes(order) || hasFilledWhole(state.log, order.id))
    throw new Error(`order ${order.id} had not been taken back`)
  const asked = order.quantity
  const rest = restOf(state, order, quantity)
  const outcome = rest === 0 ? filled : part
  order.quantity = quantity
  if (order.purpose === Purpose.entry) {
    const hasLot = lotOfEntry(state, order) !== undefined
    openLot(state, order, execution, outcome)
    if (order.oca >= 0) tellGroup(state, order, rest / asked, event.bar)
    const lot = state.lots.at(-1)!
    if (hasLot) leaveAsPart(state, lot)
    exitLot(state, lot, Purpose.exit, order.rule, state.bar)
  } else {
    order.lot = lotClosedBy(state, order)
    closeLot(state, order, execution, outcome)
  }
  order.quantity = rest
}

/** Bit mask of the rules that may act at a bar. */
function allowedBy({ masks }: EngineState, which: 'but entries' | 'none' | undefined): number {
  if (which === 'none') return 0
  return which === undefined ? ALL_RULES : ~masks.enter
}

/** An exit rule fired: its lots close, and its side's waiting entries are taken back. */
function exitLots(state: EngineState, rule: number, i: number): void {
  const { lots, closes, bound } = state
  const mask = closes[rule]!
  if (bound.portions[rule]! < 1) {
    exitPart(state, rule, i)
    return
  }
  takeBackEntries(state, rule, i, 'an exit rule of its side fired')
  for (let k = 0; k < lots.length; k++) {
    if ((mask & (1 << lots[k]!.rule)) !== 0) exitLot(state, lots[k]!, Purpose.exit, rule, i)
  }
}

/** The waiting entries that a rule acts on are taken back. */
function takeBackEntries(state: EngineState, rule: number, i: number, reason: string): void {
  const { closes, entryOfRule } = state
  for (let r = 0; r < entryOfRule.length; r++) {
    const entry = entryOfRule[r]
    if (entry !== undefined && (closes[rule]! & (1 << r)) !== 0)
      withdraw(state, entry, Outcome.cancelled, i, reason)
  }
}

/** The equity does not bear the position any more: all of it closes at the market. */
function liquidate(state: EngineState, i: number): void {
  const { lots } = state
  for (let k = 0; k < lots.length; k++)
    exitLot(state, lots[k]!, Purpose.liquidation, lots[k]!.rule, i)
}

function unreachable(value: never): never {
  throw new Error(`unknown event ${String(value)}`)
}
