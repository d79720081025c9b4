import {
  addCommission,
  addCost,
  logOrder,
  logTrade,
  orderOfRow,
  readTrade,
  rowOfFill,
} from './log.ts'
import type { Micros } from './money.ts'
import { add, toMicros } from './money.ts'
import type { Execution, Lot, Order, OutcomeCode, Side } from './order.ts'
import { BUY, HAS_PRICE, OrderType, Outcome, Purpose, removeFrom } from './order.ts'
import { placeReverse, resizeOrders, stopEntering, withdraw } from './orders.ts'
import { nearestLot, toTick } from './rounding.ts'
import type { EngineState } from './state.ts'
import { pointValue, post, rateAt, send } from './state.ts'
import { append, lastBlock } from './table.ts'
import { flowOf, profitOfExit, recountLosses, tradeOver } from './trades.ts'

/** An entry has filled, or a part: a lot opens, its stop and target move to their exact levels. */
export function openLot(
  state: EngineState,
  order: Order,
  { bar, price, commission }: Execution,
  outcome: OutcomeCode,
): void {
  const { bound, frozen, rules } = state
  const { rule, side, quantity } = order
  if (!(quantity > 0) || side * state.position < 0)
    throw new Error(`entry ${order.id} of ${quantity} shares would flip the position`)
  const { hasStop, hasTarget, waitsToTrail } = rules[rule]!
  const risk = riskAt(state, order, price)
  const fee = toMicros(commission)
  const cost = book(state, side, quantity, price, fee)
  const rate = rateAt(state, state.bar)
  const entryRow = logOrder(state.log, order, outcome, bar, '', price, fee, risk, rate)
  const trailFrom = waitsToTrail
    ? price + side * bound.after(rule, frozen, order.frozenAt, price, risk)
    : side * Number.NEGATIVE_INFINITY
  const lot = state.spareLots.pop() ?? blankLot()
  lot.rule = rule
  lot.side = side
  lot.quantity = quantity
  lot.entryBar = bar
  lot.entryPrice = price
  lot.risk = risk
  lot.rate = rate
  lot.cost = cost
  lot.borrow = toMicros(0)
  lot.entryRow = entryRow
  lot.trailFrom = trailFrom
  lot.partTaken = 0
  lot.partOf = -1
  state.lots[state.lots.length] = lot
  state.lotsOfRule[rule] = state.lotsOfRule[rule]! + 1
  state.position = signedShares(state)
  const row = append(state.entryBars)
  lastBlock(state.entryBars)[row] = bar
  if (hasStop || hasTarget) attachChildren(state, lot, order)
  reverseOnWorkingEntries(state, lot, bar)
}

/** All lots have its shape: a field that may hold a fraction holds one here. */
export function blankLot(): Lot {
  return {
    rule: 0,
    side: BUY,
    quantity: Number.NaN,
    entryBar: 0,
    entryPrice: Number.NaN,
    risk: Number.NaN,
    rate: Number.NaN,
    cost: Number.NaN as Micros,
    borrow: Number.NaN as Micros,
    entryRow: 0,
    trailFrom: Number.NaN,
    partTaken: 0,
    partOf: -1,
  }
}

/**
 * A further part of an entry filled: its lot is larger, entered at the average, and so are its stop
 * and target; a stop that has trailed does not go back.
 */
export function growLot(
  state: EngineState,
  lot: Lot,
  order: Order,
  { bar, price, commission }: Execution,
  outcome: OutcomeCode,
): void {
  const { log, rules, bound, frozen, instrument } = state
  const fee = toMicros(commission)
  lot.cost = add(lot.cost, book(state, lot.side, order.quantity, price, fee))
  const rate = rateAt(state, state.bar)
  logOrder(log, order, outcome, bar, '', price, fee, Number.NaN, rate)
  addShares(lot, order.quantity, price, rate, instrument.lot)
  state.position = signedShares(state)
  const { rule, side, entryBar, entryPrice } = lot
  const risk = riskAt(state, order, entryPrice)
  const unpaid = Number.NaN
  lot.risk = risk
  lot.entryRow = logOrder(
    log,
    order,
    Outcome.note,
    entryBar,
    '',
    entryPrice,
    unpaid,
    risk,
    lot.rate,
  )
  if (rules[rule]!.waitsToTrail && Number.isFinite(lot.trailFrom))
    lot.trailFrom = entryPrice + side * bound.after(rule, frozen, order.frozenAt, entryPrice, risk)
  attachChildren(state, lot, order)
  resizeOrders(state, lot)
}

/** Shares more, at the average: one price and one rate stay themselves, to the bit. */
export function addShares(
  lot: Lot,
  quantity: number,
  price: number,
  rate: number,
  step: number,
): void {
  const shares = nearestLot(lot.quantity + quantity, step)
  const [before, more] = [lot.entryPrice * lot.quantity, price * quantity]
  if (rate !== lot.rate) lot.rate = (lot.rate * before + rate * more) / (before + more)
  if (price !== lot.entryPrice) lot.entryPrice = (before + more) / shares
  lot.quantity = shares
}

/** The open lot of an entry, as far as it has one that may still grow. */
export function lotOfEntry({ lots, log }: EngineState, entry: Order): Lot | undefined {
  return lots.find(({ partOf, entryRow }) => partOf < 0 && orderOfRow(log, entryRow) === entry.id)
}

/**
 * The order closed its lot, and the lot's other orders are taken back; or it closed a part of it,
 * and they are over what is left.
 */
export function closeLot(
  state: EngineState,
  order: Order,
  { bar, price, commission }: Execution,
  outcome: OutcomeCode,
): void {
  const { log, working } = state
  const { lot, quantity } = order
  if (lot === undefined) throw new Error(`order ${order.id} closes no lot`)
  if (quantity > lot.quantity) throw new Error(`order ${order.id} closes more than its lot`)
  const isWhole = quantity === lot.quantity
  const closed = isWhole ? lot : carve(state, lot, quantity)
  if (isWhole) {
    removeFrom(state.lots, lot)
    if (lot.partOf < 0) state.lotsOfRule[lot.rule] = state.lotsOfRule[lot.rule]! - 1
  }
  const fee = toMicros(commission)
  const profit = closed.cost + book(state, order.side, quantity, price, fee)
  state.position = signedShares(state)
  const rate = rateAt(state, state.bar)
  const exitRow = logOrder(log, order, outcome, bar, '', price, fee, Number.NaN, rate)
  logTrade(log, closed, exitRow)
  // Closing out may be dated back; what ends with it does not.
  const now = Math.max(bar, state.bar)
  stopEntering(state, lot, now)
  if (!isWhole) resizeOrders(state, lot, order)
  for (let k = working.length - 1; isWhole && k >= 0; k--) {
    const other = working[k]!
    if (other.lot === lot && other !== order)
      withdraw(state, other, Outcome.cancelled, now, 'another order closed its trade')
  }
  if (outcome === Outcome.filled)
    tradeOver(state, order.filled > 0 ? profitOfExit(state, order) : (profit as Micros), bar)
}

/**
 * Takes shares out of a lot. What the entry and borrowing have cost goes by shares; what rounding
 * leaves stays with the lot.
 */
export function carve({ instrument }: EngineState, lot: Lot, quantity: number): Lot {
  const { side, entryPrice, rate } = lot
  const point = instrument.multiplier * rate
  const flow = (shares: number) => flowOf(side, shares, entryPrice, point)
  const share = (money: number) => Math.round(money * (quantity / lot.quantity))
  const borrow = share(lot.borrow) as Micros
  const fee = share(flow(lot.quantity) - lot.cost - lot.borrow) + borrow
  const cost = (flow(quantity) - fee) as Micros
  const part: Lot = { ...lot, quantity, cost, borrow }
  lot.quantity = nearestLot(lot.quantity - quantity, instrument.lot)
  lot.cost = (lot.cost - cost) as Micros
  lot.borrow = (lot.borrow - borrow) as Micros
  return part
}

/** The open lot that an order closes if it fills: its own, or what its entry opened. */
export function lotClosedBy({ lots, log }: EngineState, order: Order): Lot | undefined {
  const { lot, parent } = order
  return lots.find(
    (open) =>
      open === lot ||
      (lot === undefined && open.partOf < 0 && orderOfRow(log, open.entryRow) === parent),
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
  const isOf = (entryRow: number) => orderOfRow(log, entryRow) === order
  const lot = lots.find(({ entryRow }) => isOf(entryRow))
  if (lot !== undefined) {
    lot.cost = add(lot.cost, -fee as Micros)
    return
  }
  let part = log.trades.length - 1
  while (part >= 0 && !isOf(readTrade(log, part).entryRow)) part--
  if (part >= 0) addCost(log, part, fee)
  recountLosses(state)
}

/**
 * Books a fill's money, converted at the rate known at the last close; returns what it moved into
 * the account, commission included.
 */
function book(
  state: EngineState,
  side: Side,
  quantity: number,
  price: number,
  fee: Micros,
): Micros {
  const flow = flowOf(side, quantity, price, pointValue(state, state.bar))
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

/** The distance from an entry at `price` to its stop; NaN: none, or unknown. */
function riskAt({ bound, frozen, rules }: EngineState, entry: Order, price: number): number {
  const { rule, frozenAt } = entry
  if (!rules[rule]!.hasStop) return Number.NaN
  return Math.abs(price - bound.stop(rule, frozen, frozenAt, price))
}

/** The entry's children move from the levels of the expected entry to the exact ones. */
function attachChildren(state: EngineState, lot: Lot, entry: Order): void {
  const { working, instrument, rules, bound, frozen } = state
  const { rule, frozenAt } = entry
  const { entryPrice, risk } = lot
  for (let k = 0; k < working.length; k++) {
    const child = working[k]!
    if (child.parent !== entry.id || child.purpose === Purpose.reverse) continue
    if (child.lot !== undefined && child.lot !== lot) continue
    const isStop = child.purpose === Purpose.stop
    const level = isStop
      ? bound.stop(rule, frozen, frozenAt, entryPrice)
      : bound.target(rule, frozen, frozenAt, entryPrice, risk)
    const mayHaveTrailed = isStop && child.lot !== undefined && rules[lot.rule]!.trails
    child.lot = lot
    child.quantity = lot.quantity
    // A level that is unknown at this very price stays where it was attached.
    if (level > 0 && HAS_PRICE[child.type]) {
      const price = toTick(level, instrument.tick, child.side, child.type)
      if (!mayHaveTrailed || lot.side * (price - child.price) > 0) child.price = price
    }
    send(state, 'modify', child)
  }
}

/**
 * A new lot must be closed by whichever opposite entry still waits, before that one opens. A stop
 * limit is taken back: the engine is not told whether it has been triggered, and what goes with it
 * now would not be. So is one for an open, which may be this very one.
 */
function reverseOnWorkingEntries(state: EngineState, lot: Lot, bar: number): void {
  const { entryOfRule, rules } = state
  for (let r = 0; r < entryOfRule.length; r++) {
    const entry = entryOfRule[r]
    if (entry === undefined || entry.side === lot.side) continue
    const apart = entry.type === OrderType['stop-limit'] || rules[r]!.order === 'open'
    if (!apart) placeReverse(state, entry, lot, bar)
    else withdraw(state, entry, Outcome.cancelled, bar, 'a trade on the other side opened')
  }
}
