import { MATH } from '../../../stdlib/math.ts'
import { annualReturn } from './annual-return.ts'
import type { MetricConventions } from './conventions.ts'
import type { Curve } from './curve.ts'

/** The year's return that ratios put over a risk, as the convention has it; no returns: NaN. */
export function yearlyMean(
  curve: Curve,
  periodsPerYear: number,
  { yearlyMean: kind }: Pick<MetricConventions, 'yearlyMean'>,
): number {
  if (curve.count < 1) return Number.NaN
  switch (kind) {
    case 'arithmetic':
      return curve.mean * periodsPerYear
    case 'geometric':
      return annualReturn(curve, periodsPerYear)
    case 'mean-compounded':
      return MATH.pow(1 + curve.mean, periodsPerYear) - 1
  }
}
