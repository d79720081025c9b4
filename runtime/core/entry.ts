import type { ApprovedOrder, Refusal } from './gate.ts'
import { approveEntry, approveReducing, approveUnsized, freeEquity, REFUSAL } from './gate.ts'
import { appendOrder, hasWorkingExit, place, placeReverse, withdraw } from './order.ts'
import { toTick } from './rounding.ts'
import { sharesFor } from './sizing.ts'
import type { EngineState } from './state.ts'
import { equityAt } from './state.ts'

/**
 * An entry rule fired at bar i: its order, with stop and target attached at the levels of the
 * expected entry, replaces the rule's working one. A refused intent is recorded and changes
 * nothing else.
 */
export function placeEntry(state: EngineState, rule: number, i: number): void {
  const { orders, rules, bound } = state
  const meta = rules[rule]!
  const side = meta.side === 'long' ? 'buy' : 'sell'
  const order = appendOrder(state, rule, 'entry', side, meta.order, i)
  const at = frozenSlots(state, meta.frozenSlots)
  orders.frozenAt[order] = at
  orders.lastBar[order] = i + bound.expireBars[rule]!
  bound.freeze(rule, i, state.account, state.frozen, at)

  const levels = expectedLevels(state, order, i)
  const approved = typeof levels === 'string' ? levels : approve(state, order, levels)
  if (typeof approved === 'string') {
    orders.outcome[order] = 'refused'
    orders.outcomeBar[order] = i
    orders.reason[order] = approved
    return
  }
  const replaced = state.entryOfRule[rule]!
  if (replaced >= 0) withdraw(state, replaced, 'replaced', i, 'its rule fired again')
  for (const lot of state.lots) {
    const opposite = state.trades.side[lot] === 'long' ? 'sell' : 'buy'
    if (opposite === side && !hasWorkingExit(state, lot)) placeReverse(state, order, lot, i)
  }
  place(state, approved)
  if (meta.hasStop) placeChild(state, order, 'stop', (levels as Levels).stop)
  if (meta.hasTarget) placeChild(state, order, 'target', (levels as Levels).target)
}

/**
 * The size of an entry that waited for its fill, at the price it is about to fill at; 0 where the
 * gate refuses.
 */
export function sizeAtFill(
  state: EngineState,
  order: number,
  price: number,
): { readonly quantity: number; readonly reason: string } {
  const { orders, bound, frozen } = state
  const rule = orders.rule[order]!
  const at = orders.frozenAt[order]!
  const stop = bound.stop(rule, frozen, at, price)
  const free = freeEquity(state, orders.side[order]!, price)
  const equity = equityAt(state, state.bar)
  const shares = sharesFor(state, rule, frozen[at]!, { price, stop, equity, free })
  const approved = approveEntry(state, order, shares, price, free)
  if (typeof approved === 'string') return { quantity: 0, reason: approved }
  return { quantity: orders.quantity[order]!, reason: '' }
}

interface Levels {
  readonly expected: number
  readonly stop: number
  readonly target: number
}

/** The price an entry is expected at, and its stop and target there; or why there is none. */
function expectedLevels(state: EngineState, order: number, i: number): Levels | Refusal {
  const { orders, rules, bound, frozen, instrument, bars } = state
  const rule = orders.rule[order]!
  const meta = rules[rule]!
  const at = orders.frozenAt[order]!
  if (Number.isNaN(frozen[at]!)) return REFUSAL.unknownSize
  let expected = bars.close[i]!
  if (meta.order !== 'market') {
    if (Number.isNaN(frozen[at + 1]!)) return REFUSAL.unknownPrice
    expected = toTick(frozen[at + 1]!, instrument.tick, orders.side[order]!, meta.order)
    orders.price[order] = expected
  }
  const sign = meta.side === 'long' ? 1 : -1
  const stop = bound.stop(rule, frozen, at, expected)
  if (meta.hasStop && Number.isNaN(stop)) return REFUSAL.unknownStop
  if (meta.hasStop && sign * (expected - stop) <= 0) return REFUSAL.stopSide
  const target = bound.target(rule, frozen, at, expected, Math.abs(expected - stop))
  if (meta.hasTarget && Number.isNaN(target)) return REFUSAL.unknownTarget
  if (meta.hasTarget && sign * (target - expected) <= 0) return REFUSAL.targetSide
  return { expected, stop, target }
}

function approve(state: EngineState, order: number, levels: Levels): ApprovedOrder | Refusal {
  const { expected, stop } = levels
  if (state.policy.sizing === 'fill') return approveUnsized(order, expected)
  const { orders, frozen } = state
  const rule = orders.rule[order]!
  const equity = equityAt(state, state.bar)
  const free = freeEquity(state, orders.side[order]!, expected)
  const value = frozen[orders.frozenAt[order]!]!
  const shares = sharesFor(state, rule, value, { price: expected, stop, equity, free })
  return approveEntry(state, order, shares, expected, free)
}

/** A stop or target that wakes up when its entry fills. */
function placeChild(
  state: EngineState,
  entry: number,
  purpose: 'stop' | 'target',
  level: number,
): void {
  const { orders, instrument } = state
  const side = orders.side[entry] === 'buy' ? 'sell' : 'buy'
  const type = purpose === 'stop' ? 'stop' : 'limit'
  const rule = orders.rule[entry]!
  const child = appendOrder(state, rule, purpose, side, type, orders.bar[entry]!)
  orders.price[child] = toTick(level, instrument.tick, side, type)
  orders.quantity[child] = orders.quantity[entry]!
  orders.parent[child] = entry
  place(state, approveReducing(state, child))
}

/** Room for one order's frozen values. */
function frozenSlots(state: EngineState, count: number): number {
  const at = state.frozenLength
  state.frozenLength = at + count
  if (state.frozenLength > state.frozen.length) {
    const longer = new Float64Array(state.frozenLength * 2)
    longer.set(state.frozen)
    state.frozen = longer
  }
  return at
}
