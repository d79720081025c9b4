import { valueAtRisk } from './value-at-risk.ts'

/** The mean of the returns at or below the value at risk: the expected shortfall. */
export function conditionalValueAtRisk(returns: readonly number[], share: number): number {
  const bound = valueAtRisk(returns, share)
  const worst = returns.filter((one) => one <= bound)
  return worst.reduce((sum, one) => sum + one, 0) / worst.length
}
