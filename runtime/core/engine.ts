import { placeEntry } from './entry.ts'
import { approveReducing } from './gate.ts'
import type { Execution } from './lots.ts'
import { closeLot, openLot } from './lots.ts'
import { appendOrder, endOrder, hasWorkingExit, place, withdraw } from './order.ts'
import type { EngineState } from './state.ts'
import { refreshRelevance } from './state.ts'
import { appendRow } from './tables.ts'

/** What the world tells the engine. Whoever supplies these makes a run a backtest or live. */
export type EngineEvent =
  /** Bar i is complete: its fills have been told and the kernels have passed it. */
  | { readonly kind: 'bar'; readonly bar: number }
  /** The whole of an order filled. */
  | ({ readonly kind: 'fill' } & Execution)
  /** The broker ended an order without a fill. */
  | {
      readonly kind: 'ended'
      readonly order: number
      readonly outcome: 'refused' | 'cancelled' | 'expired'
      readonly bar: number
      readonly reason: string
    }
  /** The run ends with this lot open, and closes it at a price. */
  | ({ readonly kind: 'closed-out'; readonly lot: number } & Omit<Execution, 'order'>)

/**
 * The engine: one event in, the state changed, commands for the broker appended to
 * `state.commands`. It does no I/O, reads no clock and draws no random number, so the same events
 * give the same commands in a backtest, live, and in a replay.
 */
export function apply(state: EngineState, event: EngineEvent): void {
  switch (event.kind) {
    case 'bar':
      barClosed(state, event.bar)
      return
    case 'fill':
      orderFilled(state, event)
      break
    case 'ended':
      endOrder(state, event.order, event.outcome, event.bar, event.reason)
      break
    case 'closed-out':
      closeLot(state, event.lot, { ...event, order: -1 }, 'end')
      break
    default:
      unreachable(event)
  }
  refreshRelevance(state)
}

/** The decision at the close of bar i: expiries, then the rules that fire, exits first. */
function barClosed(state: EngineState, i: number): void {
  state.bar = i
  if (i >= state.nextExpiry) expireEntries(state, i)
  const { bound, rules, decisions } = state
  if ((bound.signals[i]! & state.relevant) === 0 && !state.everyBar) return
  const fired = bound.decide(i, state.account) & state.relevant
  if (fired === 0) return

  const row = appendRow(decisions)
  decisions.bar[row] = i
  decisions.fired[row] = fired
  for (let r = 0; r < rules.length; r++) {
    if ((fired & (1 << r)) !== 0 && rules[r]!.kind === 'exit') exitLots(state, r, i)
  }
  for (let r = 0; r < rules.length; r++) {
    if ((fired & (1 << r)) !== 0 && rules[r]!.kind === 'enter') placeEntry(state, r, i)
  }
  refreshRelevance(state)
}

function orderFilled(state: EngineState, execution: Execution): void {
  const { orders } = state
  const { order, bar, quantity } = execution
  endOrder(state, order, 'filled', bar, '')
  orders.quantity[order] = quantity
  const purpose = orders.purpose[order]!
  if (purpose === 'entry') openLot(state, execution)
  else closeLot(state, orders.lot[order]!, execution, purpose)
}

function expireEntries(state: EngineState, i: number): void {
  for (const entry of state.entryOfRule) {
    if (entry < 0 || i < state.orders.lastBar[entry]!) continue
    withdraw(state, entry, 'expired', i, 'not filled within its bars')
  }
  refreshRelevance(state)
}

/** An exit rule fired: its lots close at the market, its side's waiting entries are taken back. */
function exitLots(state: EngineState, rule: number, i: number): void {
  const { orders, trades, closes, entryOfRule } = state
  const mask = closes[rule]!
  for (const entry of entryOfRule) {
    if (entry < 0 || (mask & (1 << orders.rule[entry]!)) === 0) continue
    withdraw(state, entry, 'cancelled', i, 'an exit rule of its side fired')
  }
  for (const lot of state.lots) {
    if ((mask & (1 << trades.rule[lot]!)) === 0 || hasWorkingExit(state, lot)) continue
    const side = trades.side[lot] === 'long' ? 'sell' : 'buy'
    const order = appendOrder(state, rule, 'exit', side, 'market', i)
    orders.quantity[order] = trades.quantity[lot]!
    orders.lot[order] = lot
    place(state, approveReducing(state, order))
  }
}

function unreachable(value: never): never {
  throw new Error(`unknown event ${JSON.stringify(value)}`)
}
