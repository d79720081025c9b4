import type { ApprovedOrder, Refusal } from './gate.ts'
import { approveAtFill, approveEntry, approveUnsized, freeEquity, REFUSAL, refuse } from './gate.ts'
import { groupOf } from './groups.ts'
import { isTooFast } from './limits.ts'
import type { Order } from './order.ts'
import { BUY, HAS_PRICE, OrderType, Outcome, opposite, Purpose, SELL, typeOfRule } from './order.ts'
import {
  hasWorkingExit,
  newOrder,
  nextOrderId,
  place,
  placeReducing,
  placeReverse,
  withdraw,
} from './orders.ts'
import { nearestLot, toTick } from './rounding.ts'
import { sessionOfOrder, tooLate, untilOf } from './sessions.ts'
import { sharesFor } from './sizing.ts'
import type { EngineState } from './state.ts'
import { equityAt } from './state.ts'

/**
 * An entry rule fired at bar i: its order, with stop and target attached at the levels of the
 * expected entry, replaces the rule's working one. A refused intent is recorded and changes
 * nothing else. Returns the approved order, if any.
 */
export function placeEntry(state: EngineState, rule: number, i: number): ApprovedOrder | undefined {
  const { rules, bound, instrument, frozen } = state
  const meta = rules[rule]!
  const side = meta.side === 'long' ? BUY : SELL
  const type = typeOfRule(meta.order)
  const replaced = state.entryOfRule[rule]
  const at = placeToFreeze(state, rule, replaced)
  bound.freeze(rule, i, state.account, frozen, at)
  const { tick } = instrument
  const price = HAS_PRICE[type] ? toTick(frozen[at + 1]!, tick, side, type) : Number.NaN
  const isStopLimit = type === OrderType['stop-limit']
  const limit = isStopLimit ? toTick(frozen[at + 2]!, tick, side, OrderType.limit) : Number.NaN
  const expected = isStopLimit ? limit : HAS_PRICE[type] ? price : state.bars.close[i]!
  const order = newOrder(state, nextOrderId(state), Purpose.entry, rule, side, type, i)
  order.lastBar = i + bound.expireBars[rule]!
  order.frozenAt = at
  order.price = price
  order.limit = limit
  order.immediate = meta.immediacy !== undefined && type !== OrderType.close
  if (meta.oca !== undefined) order.oca = groupOf(state, meta.oca) ?? order.id
  if (meta.order === 'open') order.birth = 'waiting'
  order.session = sessionOfOrder(state, rule, i)
  order.until = untilOf(state, rule, order.session)
  const late = tooLate(state, rule, order.until, i)
  if (late !== undefined) return refuse(state, order, late)
  if (Number.isNaN(frozen[at]!)) return refuse(state, order, REFUSAL.unknownSize)
  if (Number.isNaN(expected) || (HAS_PRICE[type] && Number.isNaN(price)))
    return refuse(state, order, REFUSAL.unknownPrice)
  const stop = meta.hasStop ? bound.stop(rule, frozen, at, expected) : Number.NaN
  if (meta.hasStop && Number.isNaN(stop)) return refuse(state, order, REFUSAL.unknownStop)
  if (side * (expected - stop) <= 0) return refuse(state, order, REFUSAL.stopSide)
  const r = Math.abs(expected - stop)
  const target = meta.hasTarget ? bound.target(rule, frozen, at, expected, r) : Number.NaN
  if (meta.hasTarget && Number.isNaN(target)) return refuse(state, order, REFUSAL.unknownTarget)
  if (side * (target - expected) <= 0) return refuse(state, order, REFUSAL.targetSide)
  if (isTooFast(state, i)) return refuse(state, order, REFUSAL.tooFast)
  const approved =
    state.policy.sizing === 'fill'
      ? approveUnsized(order, expected)
      : approveSized(state, order, i, expected, stop)
  if (typeof approved === 'string') return refuse(state, order, approved)

  if (replaced !== undefined) withdraw(state, replaced, Outcome.replaced, i, 'its rule fired again')
  if (state.limited) state.entryOrderBars.push(i)
  reverseOpenLots(state, order, i)
  place(state, approved)
  if (meta.hasStop) placeChild(state, order, Purpose.stop, stop)
  if (meta.hasTarget) placeChild(state, order, Purpose.target, target)
  return approved
}

/**
 * Decides the size of an entry that waited for its fill, at the price it is about to fill at;
 * the refusal where the gate does not let it through.
 */
export function sizeAtFill(
  state: EngineState,
  order: Order,
  price: number,
): ApprovedOrder | Refusal {
  const stop = state.bound.stop(order.rule, state.frozen, order.frozenAt, price)
  return approveSized(state, order, state.bar, price, stop)
}

/**
 * The same where the price hangs on how many shares fill: the most that the size comes to at the
 * very price they fill at. More of them fill at a worse price, so looking there and back may not
 * settle; halving does, for price and size each move one way with the quantity.
 */
export function sizeAtOwnPrice(
  state: EngineState,
  order: Order,
  priceFor: (quantity: number) => number,
): ApprovedOrder | Refusal {
  const { lot } = state.instrument
  const sized = (quantity: number) => sizeIfFunded(state, order, priceFor(quantity))
  const bound = Math.max(sized(0), sized(Number.POSITIVE_INFINITY))
  let many = Math.min(Math.round(bound / lot), Number.MAX_SAFE_INTEGER)
  const holds = (lots: number) => sized(nearestLot(lots * lot, lot)) >= nearestLot(lots * lot, lot)
  let few = holds(many) ? many : 0
  while (many - few > 1) {
    const middle = few + Math.floor((many - few) / 2)
    if (holds(middle)) few = middle
    else many = middle
  }
  order.quantity = 0
  // Where there is none, one lot has the refusal.
  const most = nearestLot(Math.max(few, 1) * lot, lot)
  const price = priceFor(most)
  const stop = state.bound.stop(order.rule, state.frozen, order.frozenAt, price)
  return approveSized(state, order, state.bar, price, stop, most)
}

/**
 * Shares that an entry's size comes to at this price, 0 where it is refused for anything but funds
 * that a policy would not fill a part for: those are asked for once the size is known.
 */
function sizeIfFunded(state: EngineState, order: Order, price: number): number {
  const stop = state.bound.stop(order.rule, state.frozen, order.frozenAt, price)
  const free = freeEquity(state, order.side, equityAt(state, state.bar), price)
  const shares = sharesAt(state, order, state.bar, price, stop, free)
  const funds = state.policy.funds === 'refuse' ? Number.POSITIVE_INFINITY : free
  const approved = approveEntry(state, order, shares, price, funds)
  return typeof approved === 'string' ? 0 : approved.quantity
}

/** The entry about to fill at `price`, or the refusal where the equity no longer covers it. */
export function fundAtFill(
  state: EngineState,
  order: Order,
  price: number,
): ApprovedOrder | Refusal {
  const free = freeEquity(state, order.side, equityAt(state, state.bar), price)
  return approveAtFill(state, order, price, free)
}

function approveSized(
  state: EngineState,
  order: Order,
  i: number,
  expected: number,
  stop: number,
  most = Number.POSITIVE_INFINITY,
): ApprovedOrder | Refusal {
  const free = freeEquity(state, order.side, equityAt(state, i), expected)
  const shares = sharesAt(state, order, i, expected, stop, free)
  return approveEntry(state, order, Math.min(shares, most), expected, free)
}

/** Shares, before rounding, that an entry's size comes to. */
function sharesAt(
  state: EngineState,
  { rule, frozenAt, portion }: Order,
  i: number,
  expected: number,
  stop: number,
  free: number,
): number {
  const value = state.frozen[frozenAt]!
  return portion * sharesFor(state, rule, value, expected, stop, equityAt(state, i), free)
}

/** The rule's place that its working order, if any, does not use. */
function placeToFreeze(state: EngineState, rule: number, working: Order | undefined): number {
  const start = state.frozenStart[rule]!
  return working?.frozenAt === start ? start + state.rules[rule]!.frozenSlots : start
}

/** Lots on the other side close where this entry fills, unless they do at the open before it. */
function reverseOpenLots(state: EngineState, entry: Order, i: number): void {
  const { lots } = state
  for (let k = 0; k < lots.length; k++) {
    const lot = lots[k]!
    if (lot.side === entry.side || hasWorkingExit(state, lot, OrderType.market)) continue
    placeReverse(state, entry, lot, i)
  }
}

/** A stop or target that wakes up when its entry fills. */
function placeChild(
  state: EngineState,
  entry: Order,
  purpose: typeof Purpose.stop | typeof Purpose.target,
  level: number,
): void {
  const side = opposite(entry.side)
  const type = purpose === Purpose.stop ? OrderType.stop : OrderType.limit
  const price = toTick(level, state.instrument.tick, side, type)
  const order = newOrder(state, nextOrderId(state), purpose, entry.rule, side, type, entry.bar)
  order.parent = entry.id
  order.quantity = entry.quantity
  order.price = price
  order.birth = 'waiting'
  placeReducing(state, order)
}
