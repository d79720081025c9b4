import { centralMoment } from './central-moment.ts'

/**
 * How lopsided values are: the third moment about the mean over the standard deviation cubed, both
 * with n in the divisor (Fisher-Pearson g1), or corrected for the sample's size (G1 of
 * D. N. Joanes and C. A. Gill, "Comparing measures of sample skewness and kurtosis", The
 * Statistician 47 (1998)), which asks for three values. Negative: the large ones are losses. NaN
 * where all are equal.
 */
export function skewness(
  values: ArrayLike<number>,
  moments: 'population' | 'sample' = 'population',
): number {
  const [second, third] = [centralMoment(values, 2), centralMoment(values, 3)]
  const n = values.length
  if (!(second > 0) || (moments === 'sample' && n < 3)) return Number.NaN
  const skew = third / (second * Math.sqrt(second))
  return moments === 'sample' ? (skew * Math.sqrt(n * (n - 1))) / (n - 2) : skew
}
