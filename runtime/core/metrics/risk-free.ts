import { MATH } from '../../../stdlib/math.ts'
import type { MetricConventions } from './conventions.ts'

/** Interest on cash a period, a ratio. */
export function riskFreeOf(
  { riskFree, riskFreePerPeriod }: Pick<MetricConventions, 'riskFree' | 'riskFreePerPeriod'>,
  periodsPerYear: number,
): number {
  return riskFreePerPeriod === 'compounded'
    ? MATH.pow(1 + riskFree, 1 / periodsPerYear) - 1
    : riskFree / periodsPerYear
}
