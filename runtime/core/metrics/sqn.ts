import type { Trade } from '../result.ts'
import { averageTrade } from './average-trade.ts'
import type { MetricConventions } from './conventions.ts'

/**
 * System quality number: square root of the number of trades, times their mean profit over its
 * standard deviation. V. Tharp, "Definitive Guide to Position Sizing" (2008), with profits
 * in money in place of multiples of the risk. Fewer than two trades, or none that differ: NaN.
 */
export function sqn(
  trades: readonly Trade[],
  divisor: MetricConventions['tradeDeviation'] = 'sample',
): number {
  if (trades.length < 2) return Number.NaN
  const mean = averageTrade(trades)
  let squares = 0
  for (const { profit } of trades) squares += (profit - mean) * (profit - mean)
  const deviation = Math.sqrt(squares / (trades.length - (divisor === 'sample' ? 1 : 0)))
  return deviation > 0 ? (Math.sqrt(trades.length) * mean) / deviation : Number.NaN
}
