import type { ApprovedOrder } from './gate.ts'
import { approveReducing } from './gate.ts'
import type { OrderPurpose, OrderRecord } from './result.ts'
import type { EngineState } from './state.ts'
import { appendRow } from './tables.ts'

/** A new row of the order table. It works once it is placed. */
export function appendOrder(
  state: EngineState,
  rule: number,
  purpose: OrderPurpose,
  side: OrderRecord['side'],
  type: OrderRecord['type'],
  bar: number,
): number {
  const { orders } = state
  const order = appendRow(orders)
  orders.purpose.push(purpose)
  orders.side.push(side)
  orders.type.push(type)
  orders.outcome.push('working')
  orders.reason.push('')
  orders.rule[order] = rule
  orders.price[order] = Number.NaN
  orders.bar[order] = bar
  orders.outcomeBar[order] = -1
  orders.lastBar[order] = Number.POSITIVE_INFINITY
  orders.parent[order] = -1
  orders.lot[order] = -1
  return order
}

/** Sends an approved order to the broker. */
export function place(state: EngineState, order: ApprovedOrder): void {
  state.working.push(order)
  if (state.orders.purpose[order] === 'entry') state.entryOfRule[state.orders.rule[order]!] = order
  state.commands.push({ kind: 'place', order })
}

/** Takes an order back: `outcome` says why in a word, `reason` in a sentence. */
export function withdraw(
  state: EngineState,
  order: number,
  outcome: 'cancelled' | 'expired' | 'replaced',
  bar: number,
  reason: string,
): void {
  state.commands.push({ kind: 'cancel', order })
  endOrder(state, order, outcome, bar, reason)
}

/** The order works no longer. An entry that did not fill takes its children with it. */
export function endOrder(
  state: EngineState,
  order: number,
  outcome: Exclude<OrderRecord['outcome'], 'working'>,
  bar: number,
  reason: string,
): void {
  const { orders, working, entryOfRule } = state
  const at = working.indexOf(order)
  if (at < 0) throw new Error(`order ${order} is not working: ${orders.outcome[order]}`)
  working.splice(at, 1)
  orders.outcome[order] = outcome
  orders.outcomeBar[order] = bar
  orders.reason[order] = reason
  if (orders.purpose[order] !== 'entry') return
  entryOfRule[orders.rule[order]!] = -1
  if (outcome !== 'filled')
    withdrawWhere(state, orders.parent, order, bar, 'its entry did not fill')
}

/** Takes back every working order whose `column` (parent or lot) holds `value`. */
export function withdrawWhere(
  state: EngineState,
  column: Int32Array,
  value: number,
  bar: number,
  reason: string,
): void {
  const { working } = state
  for (let at = working.length - 1; at >= 0; at--) {
    const order = working[at]!
    if (column[order] === value) withdraw(state, order, 'cancelled', bar, reason)
  }
}

/** The order that closes `lot` at the instant at which the opposite `entry` fills. */
export function placeReverse(state: EngineState, entry: number, lot: number, bar: number): void {
  const { orders, trades } = state
  const rule = orders.rule[entry]!
  const order = appendOrder(state, rule, 'reverse', orders.side[entry]!, orders.type[entry]!, bar)
  orders.price[order] = orders.price[entry]!
  orders.quantity[order] = trades.quantity[lot]!
  orders.parent[order] = entry
  orders.lot[order] = lot
  place(state, approveReducing(state, order))
}

/** Whether a rule's exit already works for the lot. */
export function hasWorkingExit(state: EngineState, lot: number): boolean {
  const { orders, working } = state
  for (const order of working) {
    if (orders.lot[order] === lot && orders.purpose[order] === 'exit') return true
  }
  return false
}
