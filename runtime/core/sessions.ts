import type { Bars } from '../../stdlib/bars.ts'
import { REFUSAL, type Refusal } from './gate.ts'
import type { Order } from './order.ts'
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

/** What an order of that session is good till (`Order.until`); NaN: a time of one that is over. */
export function untilOf({ rules }: EngineState, rule: number, session: number): number {
  const { goodTill } = rules[rule]!
  if (goodTill === undefined) return Number.POSITIVE_INFINITY
  const { day = session, time = 0 } = goodTill
  return day + time
}

/**
 * From the end of bar i to what an order is good till; not above 0: that bar ends it, below: it is
 * over before it. Of a day the sign alone says something.
 */
export function timeLeft(
  { bars, rules }: EngineState,
  rule: number,
  until: number,
  i: number,
): number {
  if (until === Number.POSITIVE_INFINITY) return until
  const { day, bar_end } = bars.sessions!
  if (rules[rule]!.goodTill?.time !== undefined) return until - bar_end![i]!
  return day[i] === until ? minutesToClose(bars, i) : until - day[i]!
}

/** Whether an order is decided when it can no longer be sent for its close, or works no more. */
export function tooLate(
  state: EngineState,
  rule: number,
  until: number,
  i: number,
): Refusal | undefined {
  const { bars, rules } = state
  const { bySession, order } = rules[rule]!
  if (!(timeLeft(state, rule, until, i) > 0)) return REFUSAL.dateOver
  if (bySession !== true || order !== 'close') return undefined
  const left = minutesToClose(bars, i)
  return left > 0 && left <= CLOSE_CUT_OFF ? REFUSAL.lateForClose : undefined
}

/** Whether bar i ends its session; where nothing is by sessions, whether it ends its day. */
export function endsSession({ masks, bars }: EngineState, i: number): boolean {
  return masks.bySession === 0 || minutesToClose(bars, i) <= 0
}

/** The first bar from `from` on, or `end`, at which an order's session begins or it ends. */
export function nextSessionStep(state: EngineState, from: number, end: number): number {
  const { working } = state
  let next = end
  for (let k = 0; k < working.length; k++) next = nextStepOf(state, working[k]!, from, next)
  return next
}

function nextStepOf(
  state: EngineState,
  { session, rule, until }: Order,
  from: number,
  end: number,
): number {
  const { bars } = state
  let i = from
  if (session === ANY_SESSION) {
    if (until === Number.POSITIVE_INFINITY) return end
    while (i < end && !(timeLeft(state, rule, until, i) <= 0)) i++
    return i
  }
  const { day } = bars.sessions!
  while (i < end && minutesToClose(bars, i) > 0 && i > 0 && day[i] === day[i - 1]) {
    if (timeLeft(state, rule, until, i) <= 0) break
    i++
  }
  return i
}

/** From the end of bar i to its session's close; NaN where it is in none. */
export function minutesToClose(bars: Bars, i: number): number {
  return bars.sessions!.minutes_to_close![i]!
}
