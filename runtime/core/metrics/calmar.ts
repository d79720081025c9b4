import type { Curve } from './curve.ts'

/**
 * The year's return over the largest drawdown, over the whole run. T. Young, "Calmar Ratio: A
 * Smoother Tool", Futures (October 1991), which takes 36 months. No drawdown: NaN.
 */
export function calmar(curve: Curve, annualReturn: number): number {
  return curve.maxDrawdown === 0 ? Number.NaN : annualReturn / curve.maxDrawdown
}
