import type { Trade } from '../result.ts'

/** Mean profit of the closed trades after costs, money. No trades: NaN. */
export function averageTrade(trades: readonly Trade[]): number {
  let sum = 0
  for (const trade of trades) sum += trade.profit
  return sum / trades.length
}
