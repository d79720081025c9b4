import { dayOf } from './account.ts'
import type { Order } from './order.ts'
import { downToLot } from './rounding.ts'
import type { EngineState } from './state.ts'
import { equityAt, pointValue } from './state.ts'

/**
 * Of the rules that fired at bar i those that the strategy's own limits leave: a halt that holds
 * does not fire again, and while one holds, or after too many losses, nothing enters. Exits
 * are kept.
 */
export function withinRisk(state: EngineState, i: number, asked: number): number {
  const { rules, masks } = state
  let fired = asked
  const [ended, paused] = [state.halted, isPaused(state, i)]
  for (const { index, kind, today = false } of rules) {
    if (kind !== 'halt' || (asked & (1 << index)) === 0) continue
    if (ended || (today && paused)) fired &= ~(1 << index)
    else if (today) state.haltedDay = dayOf(state.bars, i)
    else state.halted = true
  }
  const enters = !state.halted && !isPaused(state, i) && !isCooling(state, i)
  return enters ? fired : fired & ~masks.enter
}

/** Whether a halt holds for the day of bar i. */
function isPaused({ haltedDay, bars }: EngineState, i: number): boolean {
  return !Number.isNaN(haltedDay) && dayOf(bars, i) === haltedDay
}

/** Whether entries wait after too many losses. */
function isCooling({ risk, lossesInARow, lastExitBar }: EngineState, i: number): boolean {
  const { cooldown } = risk
  return (
    cooldown !== undefined && lossesInARow >= cooldown.losses && i < lastExitBar + cooldown.bars
  )
}

/** Whether one more entry within the time that ends at bar i's close is too many. */
export function isTooFast({ risk, entryOrderBars, bars }: EngineState, i: number): boolean {
  const { maxOrders } = risk
  if (maxOrders === undefined) return false
  const since = bars.time[i]! - maxOrders.perMs
  let count = 0
  for (let k = entryOrderBars.length - 1; k >= 0; k--) {
    if (bars.time[entryOrderBars[k]!]! <= since) break
    count += 1
  }
  return count >= maxOrders.count
}

/** As many of the shares as the limits on the position leave room for, waiting entries counted. */
export function withinLimits(
  state: EngineState,
  order: Order,
  quantity: number,
  price: number,
): number {
  const { maxPosition = Infinity, maxGross = Infinity } = state.risk
  const share = Math.min(maxPosition, maxGross)
  if (share === Infinity) return quantity
  const { instrument, entryOfRule } = state
  let taken = Math.max(order.side * state.position, 0)
  for (let r = 0; r < entryOfRule.length; r++) {
    const other = entryOfRule[r]
    if (other !== undefined && r !== order.rule && other.side === order.side)
      taken += other.quantity
  }
  const most = (share * equityAt(state, state.bar)) / (price * pointValue(state, state.bar))
  return Math.min(quantity, downToLot(Math.max(0, most - taken), instrument.lot))
}
