import type { Refusal } from './gate.ts'
import { REFUSAL, refuse } from './gate.ts'
import type { Lot, Order, OrderTypeCode, PurposeCode, Side } from './order.ts'
import { HAS_PRICE, OrderType, Outcome, opposite, Purpose, typeOfRule } from './order.ts'
import { closingOrder, hasWorkingExit, placeReducing, stopEntering, withdraw } from './orders.ts'
import { toTick } from './rounding.ts'
import { sessionOfOrder, tooLate, untilOf } from './sessions.ts'
import type { EngineState } from './state.ts'
import { lowestBit } from './state.ts'

/** Of the exit rules in a bit mask, the prices as they are at bar i, before any of them acts. */
export function freezeExits(state: EngineState, mask: number, i: number): void {
  const { bound, frozen, frozenStart, account } = state
  for (let left = mask; left !== 0; left &= left - 1) {
    const r = lowestBit(left)
    bound.freeze(r, i, account, frozen, frozenStart[r]!)
  }
}

/** The lot closes, at the market or as its rule says, if it is not about to. */
export function exitLot(
  state: EngineState,
  lot: Lot,
  purpose: PurposeCode,
  rule: number,
  i: number,
): void {
  const { market } = OrderType
  if (hasWorkingExit(state, lot, market)) return
  stopEntering(state, lot, i)
  if (purpose === Purpose.exit && state.rules[rule]!.kind === 'exit')
    exitByRule(state, lot, rule, i)
  else placeReducing(state, closingOrder(state, purpose, rule, i, market, lot))
}

/** Why an exit rule has no order on the lot, with the prices of `freezeExits`. */
export function refusalOfExit(
  state: EngineState,
  rule: number,
  lot: Lot,
  i: number,
): Refusal | undefined {
  const type = typeOfRule(state.rules[rule]!.order)
  if (HAS_PRICE[type]) {
    const side = opposite(lot.side)
    const price = priceOfExit(state, rule, side, type)
    const limit = type === OrderType['stop-limit'] ? limitOfExit(state, rule, side) : price
    if (Number.isNaN(price) || Number.isNaN(limit)) return REFUSAL.unknownPrice
    if (price <= 0 || limit <= 0) return REFUSAL.priceNotPositive
  }
  return tooLate(state, rule, untilOf(state, rule, sessionOfOrder(state, rule, i)), i)
}

/** An order as the rule says, in place of the one that it has there at another price. */
function exitByRule(state: EngineState, lot: Lot, rule: number, i: number): void {
  const { order: kind, immediacy } = state.rules[rule]!
  const type = typeOfRule(kind)
  const own = ownExit(state, lot, rule)
  const waits = HAS_PRICE[type]
  if (!waits && (own !== undefined || hasWorkingExit(state, lot, type))) return
  const order = closingOrder(state, Purpose.exit, rule, i, type, lot)
  order.session = sessionOfOrder(state, rule, i)
  order.until = untilOf(state, rule, order.session)
  if (kind === 'open') order.birth = 'waiting'
  if (waits) {
    order.price = priceOfExit(state, rule, order.side, type)
    if (type === OrderType['stop-limit']) order.limit = limitOfExit(state, rule, order.side)
    order.immediate = immediacy !== undefined
    order.lastBar = i + state.bound.expireBars[rule]!
  }
  const refused = refusalOfExit(state, rule, lot, i)
  if (refused !== undefined) {
    refuse(state, order, refused)
    return
  }
  if (own !== undefined) withdraw(state, own, Outcome.replaced, i, 'its rule fired again')
  placeReducing(state, order)
}

/** The order that the rule has on the lot already. */
function ownExit({ working }: EngineState, lot: Lot, rule: number): Order | undefined {
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.lot === lot && order.rule === rule && order.purpose === Purpose.exit) return order
  }
  return undefined
}

function priceOfExit(
  { frozen, frozenStart, instrument }: EngineState,
  rule: number,
  side: Side,
  type: OrderTypeCode,
): number {
  return toTick(frozen[frozenStart[rule]! + 1]!, instrument.tick, side, type)
}

function limitOfExit(
  { frozen, frozenStart, instrument }: EngineState,
  rule: number,
  side: Side,
): number {
  return toTick(frozen[frozenStart[rule]! + 2]!, instrument.tick, side, OrderType.limit)
}
