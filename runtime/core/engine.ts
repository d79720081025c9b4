import { placeEntry } from './entry.ts'
import { logDecision } from './log.ts'
import { chargeCommission, closeLot, lotClosedBy, openLot } from './lots.ts'
import type { Lot, Order } from './order.ts'
import { BUY, OrderType, Outcome, Purpose, removeFrom, SELL } from './order.ts'
import { endUnfilled, hasWorkingExit, place, reducingOrder, withdraw } from './orders.ts'
import type { EngineState } from './state.ts'
import { refreshRelevance } from './state.ts'

const ALL_RULES = -1

/** What the world tells the engine. Whoever supplies these makes a run a backtest or live. */
export type EngineEvent =
  /**
   * Bar i is complete: its fills have been told and the kernels have passed it. Live, a bar that
   * comes too late to enter on, or is from before the run began, has its entries dropped.
   */
  | { readonly kind: 'bar'; readonly bar: number; readonly entries?: 'dropped' }
  /** The whole of an order filled. Price per share, commission in money. */
  | {
      readonly kind: 'fill'
      readonly order: Order
      readonly bar: number
      readonly price: number
      readonly commission: number
    }
  /**
   * An order that the engine had taken back filled before the broker heard of it: an entry, with
   * nothing held on the other side, whose trade opens and closes at the market at once; or what
   * came with such an entry and closes its trade (`lotClosedBy`).
   */
  | {
      readonly kind: 'filled-late'
      readonly order: Order
      readonly bar: number
      readonly price: number
    }
  /** What a fill that was told before has cost, beyond what was told with it; money. */
  | { readonly kind: 'commission'; readonly order: number; readonly amount: number }
  /** The broker ended an order without a fill. */
  | {
      readonly kind: 'ended'
      readonly order: Order
      readonly outcome: 'refused' | 'cancelled' | 'expired'
      readonly bar: number
      readonly reason: string
    }
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
      barClosed(state, event.bar, event.entries === 'dropped' ? exitRules(state) : ALL_RULES)
      return
    case 'fill':
      orderFilled(state, event.order, event.bar, event.price, event.commission)
      return
    case 'filled-late':
      filledLate(state, event.order, event.bar, event.price)
      break
    case 'commission':
      chargeCommission(state, event.order, event.amount)
      return
    case 'ended':
      endUnfilled(state, event.order, Outcome[event.outcome], event.bar, event.reason)
      break
    case 'stood-down':
      for (const entry of state.entryOfRule) {
        if (entry !== undefined)
          withdraw(state, entry, Outcome.cancelled, state.bar, 'the run was stopped')
      }
      if (event.flatten) for (const lot of state.lots) exitLot(state, lot, lot.rule, state.bar)
      break
    case 'closed-out':
      closeLot(state, endingOrder(event.lot, event.bar), event.bar, event.price, event.commission)
      break
    default:
      unreachable(event)
  }
  refreshRelevance(state)
}

/** `apply` of a fill, for a driver that makes too many of them to make an object of each. */
export function orderFilled(
  state: EngineState,
  order: Order,
  bar: number,
  price: number,
  commission: number,
): void {
  removeFrom(state.working, order)
  if (order.purpose === Purpose.entry) openLot(state, order, bar, price, commission)
  else closeLot(state, order, bar, price, commission)
  refreshRelevance(state)
}

/**
 * `apply` of a bar, likewise. The decision at the close of bar i: expiries, then the rules that
 * fire, exits first; only those whose bits are in `allowed`.
 */
export function barClosed(state: EngineState, i: number, allowed = ALL_RULES): void {
  state.bar = i
  if (i >= state.nextExpiry) expireEntries(state, i)
  const { bound, rules, log } = state
  if ((bound.signals[i]! & state.relevant) === 0 && !state.everyBar) return
  const fired = bound.decide(i, state.account) & state.relevant & allowed
  if (fired === 0) return

  logDecision(log, i, fired)
  for (let r = 0; r < rules.length; r++) {
    if ((fired & (1 << r)) !== 0 && rules[r]!.kind === 'exit') exitLots(state, r, i)
  }
  for (let r = 0; r < rules.length; r++) {
    if ((fired & (1 << r)) !== 0 && rules[r]!.kind === 'enter') placeEntry(state, r, i)
  }
  refreshRelevance(state)
}

function filledLate(state: EngineState, order: Order, bar: number, price: number): void {
  if (order.purpose === Purpose.entry) {
    openLot(state, order, bar, price, 0)
    exitLot(state, state.lots[state.lots.length - 1]!, order.rule, state.bar)
  } else {
    order.lot = lotClosedBy(state, order)
    closeLot(state, order, bar, price, 0)
  }
}

/** Bit mask of the rules that only ever end trades. */
function exitRules({ rules }: EngineState): number {
  let mask = 0
  for (const rule of rules) if (rule.kind === 'exit') mask |= 1 << rule.index
  return mask
}

function expireEntries(state: EngineState, i: number): void {
  for (const entry of state.entryOfRule) {
    if (entry !== undefined && i >= entry.lastBar)
      withdraw(state, entry, Outcome.expired, i, 'not filled within its bars')
  }
  refreshRelevance(state)
}

/** An exit rule fired: its lots close at the market, its side's waiting entries are taken back. */
function exitLots(state: EngineState, rule: number, i: number): void {
  const { lots, closes, entryOfRule } = state
  const mask = closes[rule]!
  for (let r = 0; r < entryOfRule.length; r++) {
    const entry = entryOfRule[r]
    if (entry !== undefined && (mask & (1 << r)) !== 0)
      withdraw(state, entry, Outcome.cancelled, i, 'an exit rule of its side fired')
  }
  for (let k = 0; k < lots.length; k++) {
    if ((mask & (1 << lots[k]!.rule)) !== 0) exitLot(state, lots[k]!, rule, i)
  }
}

/** The lot closes at the market, if it is not about to. */
function exitLot(state: EngineState, lot: Lot, rule: number, i: number): void {
  if (hasWorkingExit(state, lot)) return
  const { market } = OrderType
  place(state, reducingOrder(state, Purpose.exit, rule, i, market, Number.NaN, undefined, lot))
}

/** Stands in the log for the order that nobody sent: its number is none. */
function endingOrder(lot: Lot, bar: number): Order {
  return {
    id: -1,
    rule: -1,
    purpose: Purpose.end,
    side: lot.side === BUY ? SELL : BUY,
    type: OrderType.market,
    bar,
    lastBar: bar,
    frozenAt: -1,
    parent: undefined,
    lot,
    quantity: lot.quantity,
    price: Number.NaN,
    birth: 'open',
  }
}

function unreachable(value: never): never {
  throw new Error(`unknown event ${String(value)}`)
}
