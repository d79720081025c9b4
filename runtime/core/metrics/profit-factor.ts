import type { Trade } from '../result.ts'
import type { MetricConventions } from './conventions.ts'

/**
 * What winners won over what losers lost, after costs: money, or returns on the entry values. No
 * losers: NaN.
 */
export function profitFactor(
  trades: readonly Trade[],
  of: MetricConventions['profitFactor'] = 'money',
): number {
  let won = 0
  let lost = 0
  for (const trade of trades) {
    const result = of === 'money' ? trade.profit : trade.returnRatio
    if (result > 0) won += result
    else lost -= result
  }
  return lost === 0 ? Number.NaN : won / lost
}
