import type { Bars } from '../../stdlib/bars.ts'
import type { Order } from './order.ts'
import { Outcome, Purpose } from './order.ts'
import { withdraw } from './orders.ts'
import { giveBack } from './parts.ts'
import { ANY_SESSION, minutesToClose, timeLeft } from './sessions.ts'
import type { EngineState } from './state.ts'
import { refreshRelevance } from './state.ts'

/** At the close of bar i: entries, and exits at a price, whose last bar it is. */
export function expireOrders(state: EngineState, i: number): void {
  for (const entry of state.entryOfRule)
    if (entry !== undefined && i >= entry.lastBar) expire(state, entry, i, BARS)
  if (state.masks.pricedExit !== 0) {
    const isOver = ({ purpose, lastBar }: Order) => purpose === Purpose.exit && i >= lastBar
    // What ends one may end others: those that guard a part which goes back to its trade.
    for (const exit of state.working.filter(isOver))
      if (state.working.includes(exit)) expire(state, exit, i, BARS)
  }
  refreshRelevance(state)
}

const BARS = 'not filled within its bars'
const SESSION = 'not filled within its session'
const DATE = 'not filled by its date'

/** Before bar i: orders whose time is over expire, those for the session to come are of its. */
export function beginBar(state: EngineState, i: number): void {
  const { bars, working } = state
  const day = bars.sessions!.day[i]!
  const inside = !Number.isNaN(minutesToClose(bars, i))
  for (let k = working.length - 1; k >= 0; k--) {
    const order = working[k]
    if (order === undefined) continue
    if (Number.isNaN(order.session) && inside && isAnother(bars, order.bar, day)) {
      order.session = day
      if (order.birth === 'waiting') order.birth = 'open'
    }
    const { session, rule, until } = order
    const isOfSession = session !== ANY_SESSION && !Number.isNaN(session)
    if (isOfSession && (session !== day || !inside)) expire(state, order, i - 1, SESSION)
    else if (timeLeft(state, rule, until, i) < 0) expire(state, order, i - 1, DATE)
  }
  refreshRelevance(state)
}

/** At the close of bar i: what ends with its session or by its date. */
export function endBar(state: EngineState, i: number): void {
  const { bars, working } = state
  const closes = minutesToClose(bars, i) <= 0
  const day = bars.sessions!.day[i]!
  for (let k = working.length - 1; k >= 0; k--) {
    const order = working[k]
    if (order === undefined) continue
    if (closes && order.session === day) expire(state, order, i, SESSION)
    else if (timeLeft(state, order.rule, order.until, i) <= 0) expire(state, order, i, DATE)
  }
  refreshRelevance(state)
}

/** Whether a day is of another session than the one in which a bar is. */
function isAnother(bars: Bars, bar: number, day: number): boolean {
  return bars.sessions!.day[bar] !== day || Number.isNaN(minutesToClose(bars, bar))
}

function expire(state: EngineState, order: Order, i: number, reason: string): void {
  withdraw(state, order, Outcome.expired, i, reason)
  giveBack(state, order)
}
