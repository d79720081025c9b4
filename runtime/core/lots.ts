import { addCommission, logOrder, logTrade, readLog, rowOfFill } from './log.ts'
import type { Micros } from './money.ts'
import { add, fromMicros, toMicros } from './money.ts'
import type { Lot, Order, Side } from './order.ts'
import { OrderType, Outcome, Purpose, removeFrom } from './order.ts'
import { placeReverse, withdraw } from './orders.ts'
import { toTick } from './rounding.ts'
import type { EngineState } from './state.ts'
import { post, send } from './state.ts'

/** An entry filled: a lot opens, its stop and target move to their exact levels. */
export function openLot(
  state: EngineState,
  order: Order,
  bar: number,
  price: number,
  commission: number,
): void {
  const { bound, frozen, rules } = state
  const { rule, side, quantity } = order
  if (!(quantity > 0) || side * state.position < 0)
    throw new Error(`entry ${order.id} of ${quantity} shares would flip the position`)
  // It may have been taken back before it filled, and another one wait in its place.
  if (state.entryOfRule[rule] === order) state.entryOfRule[rule] = undefined
  const { hasStop, hasTarget } = rules[rule]!
  const at = order.frozenAt
  const stop = hasStop ? bound.stop(rule, frozen, at, price) : Number.NaN
  const risk = Math.abs(price - stop)
  const target = hasTarget ? bound.target(rule, frozen, at, price, risk) : Number.NaN
  const fee = toMicros(commission)
  const cost = book(state, side, quantity, price, fee)
  const entryRow = logOrder(state.log, order, Outcome.filled, bar, '', price, fee, risk)
  const lot = { rule, side, quantity, entryBar: bar, entryPrice: price, cost, entryRow }
  state.lots[state.lots.length] = lot
  state.lotsOfRule[rule] = state.lotsOfRule[rule]! + 1
  state.position = signedShares(state)
  state.entryBars[state.entryBars.length] = bar
  if (hasStop || hasTarget) attachChildren(state, lot, order, stop, target)
  reverseOnWorkingEntries(state, lot, bar)
}

/** The order closed its lot; the lot's other orders are taken back. */
export function closeLot(
  state: EngineState,
  order: Order,
  bar: number,
  price: number,
  commission: number,
): void {
  const { log, working } = state
  const { lot } = order
  if (lot === undefined) throw new Error(`order ${order.id} closes no lot`)
  removeFrom(state.lots, lot)
  state.lotsOfRule[lot.rule] = state.lotsOfRule[lot.rule]! - 1
  const fee = toMicros(commission)
  const profit = lot.cost + book(state, order.side, lot.quantity, price, fee)
  state.position = signedShares(state)
  const exitRow = logOrder(log, order, Outcome.filled, bar, '', price, fee, Number.NaN)
  logTrade(log, lot.entryRow, exitRow)
  state.exits += 1
  state.lastTradeProfit = fromMicros(profit as Micros)
  state.lossesInARow = profit < 0 ? state.lossesInARow + 1 : 0
  for (let k = working.length - 1; k >= 0; k--) {
    const other = working[k]!
    if (other.lot === lot)
      withdraw(state, other, Outcome.cancelled, bar, 'another order closed its trade')
  }
}

/** The open lot that an order closes if it fills: its own, or what its entry opened. */
export function lotClosedBy({ lots, log }: EngineState, order: Order): Lot | undefined {
  const { lot, parent } = order
  return lots.find(
    (open) => open === lot || (lot === undefined && readLog(log, open.entryRow).id === parent?.id),
  )
}

/**
 * A fill that was told before has cost `amount` more. Its lot, or the last trade's profit and the
 * losses in a row, are what they would be had it been told with the fill.
 */
export function chargeCommission(state: EngineState, order: number, amount: number): void {
  const { log, lots } = state
  const row = rowOfFill(log, order)
  if (row === -1) throw new Error(`order ${order} has not filled`)
  const fee = toMicros(amount)
  post(state, -fee as Micros)
  state.commissionMicros = add(state.commissionMicros, fee)
  addCommission(log, row, fee)
  for (let k = 0; k < lots.length; k++) {
    if (lots[k]!.entryRow !== row) continue
    lots[k]!.cost -= fee
    return
  }
  let trade = state.exits - 1
  state.lastTradeProfit = fromMicros(profitOf(state, trade))
  state.lossesInARow = 0
  for (; trade >= 0 && profitOf(state, trade) < 0; trade--) state.lossesInARow += 1
}

/** What a closed trade, by exit, has made, both commissions paid. */
export function profitOf(state: EngineState, trade: number): Micros {
  const { log, instrument } = state
  const entry = readLog(log, log.tradeEntry[trade]!)
  const exit = readLog(log, log.tradeExit[trade]!)
  const bought = flowOf(entry.side, entry.quantity, entry.fillPrice, instrument.multiplier)
  const sold = flowOf(exit.side, exit.quantity, exit.fillPrice, instrument.multiplier)
  return (bought + sold - entry.commission - exit.commission) as Micros
}

/** Micros that a trade of `quantity` at `price` moves into the account, commission apart. */
export function flowOf(side: Side, quantity: number, price: number, multiplier: number): Micros {
  return (-side * toMicros(price * quantity * multiplier)) as Micros
}

/** Books a fill's money; returns what it moved into the account, commission included. */
function book(
  state: EngineState,
  side: Side,
  quantity: number,
  price: number,
  fee: Micros,
): Micros {
  const flow = flowOf(side, quantity, price, state.instrument.multiplier)
  const moved = add(flow, -fee as Micros)
  post(state, moved)
  state.commissionMicros = add(state.commissionMicros, fee)
  return moved
}

/** Summed anew, so that fractions of a share leave no crumbs behind. */
function signedShares(state: EngineState): number {
  const { lots } = state
  let shares = 0
  for (let k = 0; k < lots.length; k++) shares += lots[k]!.side * lots[k]!.quantity
  return shares
}

/** The entry's children move from the levels of the expected entry to the exact ones. */
function attachChildren(
  state: EngineState,
  lot: Lot,
  entry: Order,
  stop: number,
  target: number,
): void {
  const { working, instrument } = state
  for (let k = 0; k < working.length; k++) {
    const child = working[k]!
    if (child.parent !== entry || child.purpose === Purpose.reverse) continue
    const level = child.type === OrderType.stop ? stop : target
    child.lot = lot
    child.quantity = lot.quantity
    // A level that is unknown at this very price stays where it was attached.
    if (level > 0) child.price = toTick(level, instrument.tick, child.side, child.type)
    send(state, 'modify', child)
  }
}

/** A new lot must be closed by whichever opposite entry still waits, before that one opens. */
function reverseOnWorkingEntries(state: EngineState, lot: Lot, bar: number): void {
  const { entryOfRule } = state
  for (let r = 0; r < entryOfRule.length; r++) {
    const entry = entryOfRule[r]
    if (entry !== undefined && entry.side !== lot.side) placeReverse(state, entry, lot, bar)
  }
}
