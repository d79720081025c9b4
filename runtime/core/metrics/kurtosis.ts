import { centralMoment } from './central-moment.ts'

/**
 * How heavy the tails are beyond a normal distribution's: the fourth moment about the mean over the
 * variance squared, less 3 (g2, n in the divisors), or corrected for the sample's size (G2 of
 * Joanes and Gill (1998), see `skewness.ts`), which asks for four values. NaN where all are equal.
 */
export function kurtosis(
  values: ArrayLike<number>,
  moments: 'population' | 'sample' = 'population',
): number {
  const second = centralMoment(values, 2)
  const n = values.length
  if (!(second > 0) || (moments === 'sample' && n < 4)) return Number.NaN
  const excess = centralMoment(values, 4) / (second * second) - 3
  return moments === 'sample' ? ((n - 1) * ((n + 1) * excess + 6)) / ((n - 2) * (n - 3)) : excess
}
