import type { BarInterval } from './quality-report.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const SAMPLED = 10_001
const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
  mo: 30 * DAY,
}

/**
 * Typical spacing of times in ascending order: the commonest of up to ten thousand neighbours
 * spread evenly, the shortest of several, so that nights, weekends and missing bars do not count.
 * Undefined below two times.
 */
export function barInterval(time: Float64Array, length: number): BarInterval | undefined {
  const distances = Math.min(length - 1, SAMPLED)
  if (distances < 1) return undefined
  const counts = new Map<number, number>()
  for (let index = 0; index < distances; index++) {
    const at = Math.floor((index * (length - 1)) / distances)
    const distance = time[at + 1]! - time[at]!
    counts.set(distance, (counts.get(distance) ?? 0) + 1)
  }
  const [[milliseconds]] = [...counts].sort(([a, m], [b, n]) => n - m || a - b) as [
    [number, number],
  ]
  // A few days around a weekend or a holiday are days all the same.
  if (distances < 5 && milliseconds > DAY && milliseconds < 5 * DAY) {
    return { milliseconds: DAY, text: '1d' }
  }
  return { milliseconds, text: intervalText(milliseconds) }
}

/** The spacing that a text such as `15m`, `1d` or `1mo` names; undefined where it names none. */
export function intervalNamed(text: string): BarInterval | undefined {
  const [, count = '', unit = ''] = /^([1-9]\d{0,3})(s|m|h|d|w|mo)$/.exec(text) ?? []
  const size = UNITS[unit]
  return size === undefined ? undefined : { milliseconds: Number(count) * size, text }
}

/** A spacing as a `timeframe` writes it: the nearest whole months, weeks, or else exactly. */
function intervalText(milliseconds: number): string {
  const days = milliseconds / DAY
  if (days >= 26) return `${Math.max(1, Math.round(days / 30.44))}mo`
  if (days >= 6) return `${Math.round(days / 7)}w`
  if (days >= 0.75) return `${Math.round(days)}d`
  if (milliseconds % HOUR === 0) return `${milliseconds / HOUR}h`
  if (milliseconds % MINUTE === 0) return `${milliseconds / MINUTE}m`
  return `${milliseconds / 1_000}s`
}
