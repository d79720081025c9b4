import { MATH } from '../../../stdlib/math.ts'

const SQRT_2_PI = 2.5066282746310002

/**
 * Probability that a standard normal variable is below x, error below 1e-15. J. F. Hart et al.,
 * "Computer Approximations" (1968), number 5666, as G. West gives it in "Better approximations to
 * cumulative normal functions", Wilmott Magazine (2005).
 */
export function normalBelow(x: number): number {
  const z = Math.abs(x)
  const tail = z > 37 ? 0 : z < 7.07106781186547 ? byQuotient(z) : byFraction(z)
  return x > 0 ? 1 - tail : tail
}

const ABOVE = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
] as const
const BELOW = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
] as const

function byQuotient(z: number): number {
  const at = (coefficients: readonly number[]) => coefficients.reduce((sum, c) => sum * z + c, 0)
  return (MATH.exp((-z * z) / 2) * at(ABOVE)) / at(BELOW)
}

function byFraction(z: number): number {
  const fraction = z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))
  return MATH.exp((-z * z) / 2) / fraction / SQRT_2_PI
}
