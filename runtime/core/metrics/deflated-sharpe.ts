import { MATH } from '../../../stdlib/math.ts'
import { normalQuantile } from './normal-quantile.ts'
import { probabilisticSharpe, type SharpeSample } from './probabilistic-sharpe.ts'

/** The Euler-Mascheroni constant. */
const EULER = 0.5772156649015329

/**
 * Probability that the true Sharpe ratio is above what the best of so many `trials` without any
 * skill would be expected to show. D. H. Bailey and M. Lopez de Prado, "The Deflated Sharpe Ratio",
 * Journal of Portfolio Management 40 (2014). `variance`: of the trials' Sharpe ratios a period;
 * left out, what it is without skill, 1 / (returns - 1). One trial: the probabilistic Sharpe ratio.
 */
export function deflatedSharpe(
  sample: SharpeSample,
  trials: number,
  variance = 1 / (sample.count - 1),
): number {
  return probabilisticSharpe(sample, expectedBest(trials) * Math.sqrt(variance))
}

/** The largest of so many standard normal variables, expected (the paper's approximation). */
function expectedBest(trials: number): number {
  if (!(trials > 1)) return 0
  const far = normalQuantile(1 - 1 / (trials * MATH.exp(1)))
  return (1 - EULER) * normalQuantile(1 - 1 / trials) + EULER * far
}
