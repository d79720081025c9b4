import { MATH } from '../../../stdlib/math.ts'

/** Which of the market's periods are looked at. */
export type Periods = 'all' | 'up' | 'down'

/**
 * Annual return over the market's, in all periods or only those in which the market rose or fell.
 * Both arrays tick together. No such period, or a market that stood still in them: NaN.
 */
export function capture(
  returns: ArrayLike<number>,
  market: ArrayLike<number>,
  periodsPerYear: number,
  periods: Periods = 'all',
): number {
  const taken = (move: number) => periods === 'all' || (periods === 'up' ? move > 0 : move < 0)
  const annual = (values: ArrayLike<number>) => {
    let growth = 1
    let count = 0
    for (let i = 0; i < market.length; i++) {
      if (!taken(market[i]!)) continue
      growth *= 1 + values[i]!
      count += 1
    }
    return MATH.pow(growth, periodsPerYear / count) - 1
  }
  const whole = annual(market)
  return whole === 0 ? Number.NaN : annual(returns) / whole
}
