import { normalBelow } from './normal.ts'

/** What the probabilistic Sharpe ratio asks of the returns; all a period, none a year. */
export interface SharpeSample {
  readonly sharpe: number
  readonly count: number
  readonly skewness: number
  /** Of a normal distribution 3; LEAN takes 0 for it. */
  readonly kurtosis: number
}

/**
 * Probability that the true Sharpe ratio is above `benchmark`, given so many returns of such a
 * shape. D. H. Bailey and M. Lopez de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk
 * 15 (2012), whose kurtosis is the raw one: of a normal distribution 3. Below two returns: NaN.
 */
export function probabilisticSharpe(sample: SharpeSample, benchmark = 0): number {
  const { sharpe, count, skewness, kurtosis } = sample
  if (count < 2) return Number.NaN
  const spread = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe
  return normalBelow(((sharpe - benchmark) * Math.sqrt(count - 1)) / Math.sqrt(spread))
}
