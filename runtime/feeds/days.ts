import type { Bars } from '../../stdlib/bars.ts'
import type { Zone } from '../calendar/zone.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * Turns bars that start once a day, all at one time of the morning in a zone (its midnight, the
 * opening of an exchange), into bars of days: midnight UTC of their date. Answers whether they were
 * of this kind; other bars are left as they are.
 */
export function daysOf({ time, length }: Bars, zone: Zone): boolean {
  if (length < 2) return false
  const hour = zone.local(time[0]!) % DAY
  // From noon on, a session may already count as the next day's.
  if (hour >= 12 * HOUR) return false
  for (let bar = 0; bar < length; bar++) {
    if (zone.local(time[bar]!) % DAY !== hour) return false
    if (bar > 0 && time[bar]! - time[bar - 1]! < DAY - 2 * HOUR) return false
  }
  if (hour === 0 && time[0]! % DAY === 0) return false
  for (let bar = 0; bar < length; bar++) {
    time[bar] = Math.floor(zone.local(time[bar]!) / DAY) * DAY
  }
  return true
}
