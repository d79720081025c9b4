import type { Bars } from '../../stdlib/bars.ts'
import { REFUSAL, type Refusal } from './gate.ts'
import type { EngineState } from './state.ts'

/** `Order.session` of an order that no session's end ends. */
export const ANY_SESSION = -1

/**
 * Orders for the close are sent so many minutes before it: New York's exchange takes them until
 * 15:50 (its rule 7.35B), and an order that is decided at that instant comes later.
 */
const CLOSE_CUT_OFF = 10

/** The session of an order that is decided at bar i: NaN for the one to come. */
export function sessionOfOrder({ bars, rules }: EngineState, rule: number, i: number): number {
  const { bySession, order } = rules[rule]!
  if (bySession !== true) return ANY_SESSION
  return order !== 'open' && minutesToClose(bars, i) > 0 ? bars.sessions!.day[i]! : Number.NaN
}

/** Whether an order for the close is decided when it can no longer be sent. */
export function lateForClose(
  { bars, rules }: EngineState,
  rule: number,
  i: number,
): Refusal | undefined {
  const { bySession, order } = rules[rule]!
  if (bySession !== true || order !== 'close') return undefined
  const left = minutesToClose(bars, i)
  return left > 0 && left <= CLOSE_CUT_OFF ? REFUSAL.lateForClose : undefined
}

/** Whether bar i ends its session; where nothing is by sessions, whether it ends its day. */
export function endsSession({ masks, bars }: EngineState, i: number): boolean {
  return masks.bySession === 0 || minutesToClose(bars, i) <= 0
}

/** The first bar from `from` on, or `end`, at which an order's session begins or ends. */
export function nextSessionStep({ bars, working }: EngineState, from: number, end: number): number {
  let i = from
  let waits = false
  for (let k = 0; k < working.length; k++) if (working[k]!.session !== ANY_SESSION) waits = true
  if (!waits) return end
  const { day } = bars.sessions!
  while (i < end && minutesToClose(bars, i) > 0 && i > 0 && day[i] === day[i - 1]) i++
  return i
}

/** From the end of bar i to its session's close; NaN where it is in none. */
export function minutesToClose(bars: Bars, i: number): number {
  return bars.sessions!.minutes_to_close![i]!
}
