import { MATH } from '../../../stdlib/math.ts'
import type { Curve } from './curve.ts'
import { totalReturn } from './total-return.ts'

/**
 * Compound annual growth rate: (1 + total return)^(periods per year / returns) - 1, a ratio.
 * Ruined: -1. No returns: NaN.
 */
export function annualReturn(curve: Curve, periodsPerYear: number): number {
  if (curve.ruined) return -1
  if (curve.count < 1) return Number.NaN
  return MATH.pow(1 + totalReturn(curve), periodsPerYear / curve.count) - 1
}
