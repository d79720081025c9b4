import type { Trade } from '../result.ts'

/** Share of the closed trades with a profit above zero after costs, a ratio. No trades: NaN. */
export function winRate(trades: readonly Trade[]): number {
  let wins = 0
  for (const trade of trades) if (trade.profit > 0) wins += 1
  return wins / trades.length
}
