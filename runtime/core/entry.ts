import type { ApprovedOrder, Refusal } from './gate.ts'
import { approveEntry, approveUnsized, freeEquity, REFUSAL, refuse } from './gate.ts'
import type { Order } from './order.ts'
import { BUY, OrderType, Outcome, Purpose, SELL } from './order.ts'
import {
  hasWorkingExit,
  nextOrderId,
  place,
  placeReverse,
  reducingOrder,
  withdraw,
} from './orders.ts'
import { toTick } from './rounding.ts'
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
  const type = OrderType[meta.order]
  const replaced = state.entryOfRule[rule]
  const at = placeToFreeze(state, rule, replaced)
  bound.freeze(rule, i, state.account, frozen, at)
  const price =
    type === OrderType.market ? Number.NaN : toTick(frozen[at + 1]!, instrument.tick, side, type)
  const expected = type === OrderType.market ? state.bars.close[i]! : price
  const order: Order = {
    id: nextOrderId(state),
    rule,
    purpose: Purpose.entry,
    side,
    type,
    bar: i,
    lastBar: i + bound.expireBars[rule]!,
    frozenAt: at,
    parent: undefined,
    lot: undefined,
    quantity: 0,
    price,
    birth: 'open',
  }
  if (Number.isNaN(frozen[at]!)) return refuse(state, order, REFUSAL.unknownSize)
  if (Number.isNaN(expected)) return refuse(state, order, REFUSAL.unknownPrice)
  const stop = meta.hasStop ? bound.stop(rule, frozen, at, expected) : Number.NaN
  if (meta.hasStop && Number.isNaN(stop)) return refuse(state, order, REFUSAL.unknownStop)
  if (side * (expected - stop) <= 0) return refuse(state, order, REFUSAL.stopSide)
  const r = Math.abs(expected - stop)
  const target = meta.hasTarget ? bound.target(rule, frozen, at, expected, r) : Number.NaN
  if (meta.hasTarget && Number.isNaN(target)) return refuse(state, order, REFUSAL.unknownTarget)
  if (side * (target - expected) <= 0) return refuse(state, order, REFUSAL.targetSide)
  const approved =
    state.policy.sizing === 'fill'
      ? approveUnsized(order, expected)
      : approveSized(state, order, i, expected, stop)
  if (typeof approved === 'string') return refuse(state, order, approved)

  if (replaced !== undefined) withdraw(state, replaced, Outcome.replaced, i, 'its rule fired again')
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

function approveSized(
  state: EngineState,
  order: Order,
  i: number,
  expected: number,
  stop: number,
): ApprovedOrder | Refusal {
  const value = state.frozen[order.frozenAt]!
  const equity = equityAt(state, i)
  const free = freeEquity(state, order.side, equity, expected)
  const shares = sharesFor(state, order.rule, value, expected, stop, equity, free)
  return approveEntry(state, order, shares, expected, free)
}

/** The rule's place that its working order, if any, does not use. */
function placeToFreeze(state: EngineState, rule: number, working: Order | undefined): number {
  const start = state.frozenStart[rule]!
  return working?.frozenAt === start ? start + state.rules[rule]!.frozenSlots : start
}

/** Lots on the other side close where this entry fills, unless they are on their way out. */
function reverseOpenLots(state: EngineState, entry: Order, i: number): void {
  const { lots } = state
  for (let k = 0; k < lots.length; k++) {
    const lot = lots[k]!
    if (lot.side !== entry.side && !hasWorkingExit(state, lot)) placeReverse(state, entry, lot, i)
  }
}

/** A stop or target that wakes up when its entry fills. */
function placeChild(
  state: EngineState,
  entry: Order,
  purpose: typeof Purpose.stop | typeof Purpose.target,
  level: number,
): void {
  const side = entry.side === BUY ? SELL : BUY
  const type = purpose === Purpose.stop ? OrderType.stop : OrderType.limit
  const price = toTick(level, state.instrument.tick, side, type)
  const { rule, bar } = entry
  place(state, reducingOrder(state, purpose, rule, bar, type, price, entry, undefined))
}
