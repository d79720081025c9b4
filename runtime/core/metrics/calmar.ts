import { annualReturn } from './annual-return.ts'
import type { Curve } from './curve.ts'

/**
 * Annual return over the largest drawdown, over the whole run. T. Young, "Calmar Ratio: A Smoother
 * Tool", Futures (October 1991), which takes 36 months. No drawdown: NaN.
 */
export function calmar(curve: Curve, periodsPerYear: number): number {
  if (curve.maxDrawdown === 0) return Number.NaN
  return annualReturn(curve, periodsPerYear) / curve.maxDrawdown
}
