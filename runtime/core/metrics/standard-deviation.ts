import { centralMoment } from './central-moment.ts'

/** With n - 1 in the divisor. Fewer than two values: NaN. */
export function standardDeviation(values: ArrayLike<number>): number {
  const count = values.length
  if (count < 2) return Number.NaN
  return Math.sqrt((centralMoment(values, 2) * count) / (count - 1))
}
