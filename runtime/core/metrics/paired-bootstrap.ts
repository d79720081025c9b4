import { MATH } from '../../../stdlib/math.ts'
import { randomFrom } from '../random.ts'
import { meanOf } from './mean-of.ts'
import { quantile } from './quantile.ts'
import { standardDeviation } from './standard-deviation.ts'

/** How often and from which seed returns are drawn anew. */
export interface BootstrapTerms {
  readonly resamples: number
  readonly seed: number
  /** Periods that stay together, on average; absent: the cube root of their number. */
  readonly blockLength?: number
  /** Share of the resamples within the interval. */
  readonly confidence: number
}

/** A difference of two runs, second less first, as resampling sees it. */
export interface BootstrapDifference {
  readonly observed: number
  readonly low: number
  readonly high: number
  /** Share of the resamples in which the second was ahead; ties count half. */
  readonly probability: number
}

/** What two runs over the same periods differ by. */
export interface PairedBootstrap {
  readonly periods: number
  readonly blockLength: number
  /** Mean return, a year. */
  readonly annualMean: BootstrapDifference
  /** Sharpe ratio without interest, a year. */
  readonly sharpe: BootstrapDifference
}

/**
 * The difference of two series of returns that tick together: whole periods are drawn, so that what
 * both have in common stays in common, in blocks of random length, so that what follows one
 * another stays together. D. N. Politis and J. P. Romano, "The Stationary Bootstrap", JASA 89 (1994),
 * with percentile intervals. The same seed gives the same figures. Fewer than two periods: NaN.
 */
export function pairedBootstrap(
  first: Float64Array,
  second: Float64Array,
  periodsPerYear: number,
  terms: BootstrapTerms,
): PairedBootstrap {
  const periods = first.length
  const { resamples, confidence } = terms
  const blockLength = terms.blockLength ?? Math.max(1, Math.round(MATH.pow(periods, 1 / 3)))
  const random = randomFrom(terms.seed)
  const means = new Float64Array(resamples)
  const ratios = new Float64Array(resamples)
  const [one, other] = [new Float64Array(periods), new Float64Array(periods)]
  for (let sample = 0; sample < resamples; sample++) {
    let from = 0
    for (let period = 0; period < periods; period++) {
      const begins = period === 0 || random() * blockLength < 1
      from = begins ? Math.floor(random() * periods) : (from + 1) % periods
      one[period] = first[from]!
      other[period] = second[from]!
    }
    means[sample] = meanOf(other) - meanOf(one)
    ratios[sample] = ratioOf(other) - ratioOf(one)
  }
  const root = Math.sqrt(periodsPerYear)
  const difference = (observed: number, drawn: Float64Array, scale: number) => ({
    observed: observed * scale,
    low: quantile(drawn, (1 - confidence) / 2) * scale,
    high: quantile(drawn, (1 + confidence) / 2) * scale,
    probability: aheadShare(drawn),
  })
  return {
    periods,
    blockLength,
    annualMean: difference(meanOf(second) - meanOf(first), means, periodsPerYear),
    sharpe: difference(ratioOf(second) - ratioOf(first), ratios, root),
  }
}

/** Mean over deviation; returns that do not differ have none, and count as zero. */
function ratioOf(returns: Float64Array): number {
  const deviation = standardDeviation(returns)
  return deviation > 1e-12 ? meanOf(returns) / deviation : 0
}

function aheadShare(drawn: Float64Array): number {
  let ahead = 0
  for (const value of drawn) ahead += value > 0 ? 1 : value === 0 ? 0.5 : 0
  return ahead / drawn.length
}
