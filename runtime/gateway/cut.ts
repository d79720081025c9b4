import type { Calendar, Session } from '../calendar/calendar.ts'
import { DAY } from '../calendar/day.ts'
import { barStart } from './market.ts'

/**
 * Under which start a bar of `length` ms is told that holds an instant, ms UTC; undefined: it is
 * left out.
 */
export type Cut = (instant: number, length: number) => number | undefined

/** Bars of an instrument whose exchange nobody named: days and shorter bars count in UTC. */
export const UTC_CUT: Cut = barStart

/**
 * How an exchange's bars are cut. In regular hours only what begins within a session, the first bar
 * at its open, under its clock as IB has it; days are the sessions' own. In all hours what trades
 * outside of them is of the date on the exchange's clocks.
 */
export function cutOf(calendar: Calendar, hours: 'regular' | 'all'): Cut {
  let last: Session | undefined
  const sessionAt = (instant: number) => {
    if (last === undefined || instant < last.open || instant >= last.close)
      last = calendar.sessionAt(instant)
    return last
  }
  return (instant, length) => {
    const session = sessionAt(instant)
    if (length >= DAY) {
      if (session !== undefined) return session.day
      return hours === 'all' ? barStart(calendar.zone.local(instant), DAY) : undefined
    }
    if (hours === 'all') return barStart(instant, length)
    return session && Math.max(session.open, barStart(instant, length))
  }
}
