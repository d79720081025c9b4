const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The ways a date is written, by the order of its parts. */
export type DateStyle =
  | 'year-first'
  | 'year-last'
  | 'month-name-first'
  | 'day-month-name'
  | 'compact'

const CLOCK =
  '(?:[T ]\\s*(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?:\\s*([AP]M))?)?' +
  '\\s*(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?'

/** All have the same ten groups: three of the date, h, m, s, fraction, AM or PM, zone. */
const PATTERNS: Readonly<Record<DateStyle, RegExp>> = {
  'year-first': new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${CLOCK}$`, 'i'),
  'year-last': new RegExp(`^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4}|\\d{2})${CLOCK}$`, 'i'),
  'month-name-first': new RegExp(
    `^([A-Z]{3})[A-Z]*[-. ]+(\\d{1,2})[-, ]+(\\d{4}|\\d{2})${CLOCK}$`,
    'i',
  ),
  'day-month-name': new RegExp(
    `^(\\d{1,2})[-. ]([A-Z]{3})[A-Z]*[-., ]+(\\d{4}|\\d{2})${CLOCK}$`,
    'i',
  ),
  // Its clock may lack the colons, and has no AM: an empty group keeps the count.
  compact: new RegExp(
    '^(\\d{4})(\\d{2})(\\d{2})' +
      '(?:(?:T| {1,2})?(\\d{2}):?(\\d{2}):?(\\d{2})?(?:[.,](\\d{1,9}))?)?()?' +
      '\\s*(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?$',
    'i',
  ),
}
const ZONE_GROUP = 9
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Whether the text is a date, perhaps with a time of day, written in this style. */
export function hasStyle(text: string, style: DateStyle): boolean {
  const parts = PATTERNS[style].exec(text)
  if (!parts) return false
  return style !== 'compact' || Number.isFinite(dateOf(parts[1]!, parts[2]!, parts[3]!))
}

/** Whether the text ends in a zone: an offset, Z, UTC. */
export function hasZone(text: string, style: DateStyle): boolean {
  return PATTERNS[style].exec(text)?.[ZONE_GROUP] !== undefined
}

/** Whether a cell looks like a time at all, whatever its form; bare numbers do not count. */
export function looksLikeTime(text: string): boolean {
  const cell = text.trim()
  return (Object.keys(PATTERNS) as DateStyle[]).some((style) => hasStyle(cell, style))
}

/** Whether a cell is a time of day by itself, as in a Time column: 9:30, 09:30:00. */
export function looksLikeClock(text: string): boolean {
  return /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/.test(text.trim())
}

/**
 * Reads texts of one style: milliseconds since 1970 in UTC where `zoned`, else of the wall clock
 * as if it were UTC. NaN for whatever is not a time of this style, with or without zone alike.
 */
export function timeReader(
  style: DateStyle,
  order: 'ymd' | 'mdy' | 'dmy',
  zoned: boolean,
): (text: string) => number {
  const pattern = PATTERNS[style]
  const year = order.indexOf('y') + 1
  const month = order.indexOf('m') + 1
  const day = order.indexOf('d') + 1
  return (text) => {
    const parts = pattern.exec(text)
    if (!parts || (parts[ZONE_GROUP] !== undefined) !== zoned) return Number.NaN
    const date = dateOf(parts[year]!, parts[month]!, parts[day]!)
    const clock = parts[4] === undefined ? 0 : clockOf(parts)
    return date + clock - (zoned ? offsetOf(parts[ZONE_GROUP]!) : 0)
  }
}

/** Midnight of a day of the Gregorian calendar from 1800 to 2199. */
function dateOf(yearText: string, monthText: string, dayText: string): number {
  const number = Number(yearText)
  // Two digits: 1970 to 2069.
  const year = yearText.length > 2 ? number : number + (number < 70 ? 2000 : 1900)
  const named = MONTHS.indexOf(monthText.slice(0, 3).toLowerCase())
  const month = named >= 0 ? named : Number(monthText) - 1
  const day = Number(dayText)
  if (!(month >= 0 && month < 12 && day >= 1 && year >= 1800 && year < 2200)) return Number.NaN
  const instant = Date.UTC(year, month, day)
  return day > 28 && new Date(instant).getUTCDate() !== day ? Number.NaN : instant
}

function clockOf(parts: RegExpExecArray): number {
  const minute = Number(parts[5])
  const second = Number(parts[6] ?? 0)
  const half = parts[8]?.toUpperCase()
  let hour = Number(parts[4])
  if (half) {
    if (hour < 1 || hour > 12) return Number.NaN
    hour = (hour % 12) + (half === 'PM' ? 12 : 0)
  }
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN
  const fraction = parts[7] === undefined ? 0 : Math.floor(Number(`0.${parts[7]}`) * SECOND)
  return hour * HOUR + minute * MINUTE + second * SECOND + fraction
}

function offsetOf(zone: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (!parts) return 0
  const size = Number(parts[2]) * HOUR + Number(parts[3] ?? 0) * MINUTE
  return size > DAY ? Number.NaN : parts[1] === '-' ? -size : size
}
