import { meanOf } from './mean-of.ts'

/** The mean of the whole powers of the distances from the mean. */
export function centralMoment(values: ArrayLike<number>, power: 2 | 3 | 4): number {
  const mean = meanOf(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const off = values[i]! - mean
    sum += off * off * (power === 2 ? 1 : power === 3 ? off : off * off)
  }
  return sum / values.length
}
