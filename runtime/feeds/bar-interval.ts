import type { BarInterval } from './quality-report.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const SAMPLED = 10_001

/**
 * Typical spacing of times in ascending order: the median over up to ten thousand neighbours spread
 * evenly, so that nights, weekends and gaps do not count. Undefined below two times.
 */
export function barInterval(time: Float64Array, length: number): BarInterval | undefined {
  const distances = Math.min(length - 1, SAMPLED)
  if (distances < 1) return undefined
  const sample = Float64Array.from({ length: distances }, (_, index) => {
    const at = Math.floor((index * (length - 1)) / distances)
    return time[at + 1]! - time[at]!
  }).sort()
  const milliseconds = sample[distances >> 1]!
  return { milliseconds, text: intervalText(milliseconds) }
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
