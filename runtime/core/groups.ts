import type { Order } from './order.ts'
import { Outcome } from './order.ts'
import { withdraw } from './orders.ts'
import { downToLot } from './rounding.ts'
import type { EngineState } from './state.ts'
import { send } from './state.ts'

/** The one-cancels-all group that a waiting order of these rules is in. */
export function groupOf({ rules, entryOfRule }: EngineState, oca: number): number | undefined {
  for (let r = 0; r < rules.length; r++) {
    const entry = entryOfRule[r]
    if (entry !== undefined && rules[r]!.oca === oca) return entry.oca
  }
  return undefined
}

/**
 * An entry of a group has filled, but for `left`, a part of what it still asked for: what else
 * waits in the group is taken back, or asks for that part of its own, down to the lot.
 */
export function tellGroup(state: EngineState, filled: Order, left: number, bar: number): void {
  const { entryOfRule, rules } = state
  const keeps = rules[filled.rule]!.onFill === undefined ? 0 : left
  for (let r = 0; r < entryOfRule.length; r++) {
    const entry = entryOfRule[r]
    if (entry === undefined || entry === filled || entry.oca !== filled.oca) continue
    if (!reduce(state, entry, keeps))
      withdraw(state, entry, Outcome.cancelled, bar, 'another order of its group filled')
  }
}

/** Whether a part of an entry, and of what waits for it, is left to ask for. */
function reduce(state: EngineState, entry: Order, part: number): boolean {
  const { policy, instrument, working } = state
  if (policy.sizing === 'fill' && entry.filled === 0) {
    entry.portion *= part
    return part > 0
  }
  const quantity = downToLot(entry.quantity * part, instrument.lot)
  if (quantity === 0) return false
  entry.quantity = quantity
  send(state, 'modify', entry)
  for (let k = 0; k < working.length; k++) {
    const child = working[k]!
    if (child.parent !== entry.id || child.lot !== undefined) continue
    child.quantity = quantity
    send(state, 'modify', child)
  }
  return true
}
