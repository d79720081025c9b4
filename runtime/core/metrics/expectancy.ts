import type { Trade } from '../result.ts'

/** Mean of the trades' returns on their entry value, after costs, a ratio. No trades: NaN. */
export function expectancy(trades: readonly Trade[]): number {
  let sum = 0
  for (const trade of trades) sum += trade.returnRatio
  return sum / trades.length
}
