import type { Refusal } from './gate.ts'
import { REFUSAL, refuse } from './gate.ts'
import type { Lot, OrderTypeCode, PurposeCode, Side } from './order.ts'
import { HAS_PRICE, OrderType, Outcome, opposite, Purpose, typeOfRule } from './order.ts'
import { hasWorkingExit, place, reducingOrder, stopEntering, withdraw } from './orders.ts'
import { toTick } from './rounding.ts'
import { lateForClose, sessionOfOrder } from './sessions.ts'
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
  else place(state, reducingOrder(state, purpose, rule, i, market, Number.NaN, undefined, lot))
}

/** Why an exit rule has no order on the lot, with the prices of `freezeExits`. */
export function refusalOfExit(
  state: EngineState,
  rule: number,
  lot: Lot,
  i: number,
): Refusal | undefined {
  const { price, limit } = pricesOfExit(state, rule, opposite(lot.side))
  const levels = levelsOf(typeOfRule(state.rules[rule]!.order), price, limit)
  if (levels.some(Number.isNaN)) return REFUSAL.unknownPrice
  if (levels.some((level) => level <= 0)) return REFUSAL.priceNotPositive
  return lateForClose(state, rule, i)
}

/** An order as the rule says, in place of the one that it has there at another price. */
function exitByRule(state: EngineState, lot: Lot, rule: number, i: number): void {
  const { order: kind, immediacy } = state.rules[rule]!
  const type = typeOfRule(kind)
  const own = state.working.find(
    (one) => one.lot === lot && one.rule === rule && one.purpose === Purpose.exit,
  )
  const waits = HAS_PRICE[type]
  if (!waits && (own !== undefined || hasWorkingExit(state, lot, type))) return
  const { price, limit } = pricesOfExit(state, rule, opposite(lot.side))
  const order = reducingOrder(state, Purpose.exit, rule, i, type, price, undefined, lot, {
    limit,
    immediate: waits && immediacy !== undefined,
    lastBar: waits ? i + state.bound.expireBars[rule]! : Number.POSITIVE_INFINITY,
    session: sessionOfOrder(state, rule, i),
    birth: kind === 'open' ? 'waiting' : 'open',
  })
  const refused = refusalOfExit(state, rule, lot, i)
  if (refused !== undefined) {
    refuse(state, order, refused)
    return
  }
  if (own !== undefined) withdraw(state, own, Outcome.replaced, i, 'its rule fired again')
  place(state, order)
}

/** NaN where the rule's orders wait for no price. */
function pricesOfExit(
  { frozen, frozenStart, instrument, rules }: EngineState,
  rule: number,
  side: Side,
): { readonly price: number; readonly limit: number } {
  const at = frozenStart[rule]!
  const type = typeOfRule(rules[rule]!.order)
  const { tick } = instrument
  const price = HAS_PRICE[type] ? toTick(frozen[at + 1]!, tick, side, type) : Number.NaN
  if (type !== OrderType['stop-limit']) return { price, limit: Number.NaN }
  return { price, limit: toTick(frozen[at + 2]!, tick, side, OrderType.limit) }
}

function levelsOf(type: OrderTypeCode, price: number, limit: number): readonly number[] {
  if (type === OrderType['stop-limit']) return [price, limit]
  return HAS_PRICE[type] ? [price] : []
}
