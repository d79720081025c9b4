import type { Trade } from '../result.ts'

/**
 * Mean of the worst open loss that trades had, a ratio of their entry prices, 0 or below. J.
 * Sweeney, "Maximum Adverse Excursion" (1997). No trades: NaN.
 */
export function averageAdverse(trades: readonly Trade[]): number {
  return mean(trades, ({ adverse, entryPrice }) => adverse / entryPrice)
}

/** The same of the best open profit, 0 or above. */
export function averageFavourable(trades: readonly Trade[]): number {
  return mean(trades, ({ favourable, entryPrice }) => favourable / entryPrice)
}

function mean(trades: readonly Trade[], of: (trade: Trade) => number): number {
  let sum = 0
  for (const trade of trades) sum += of(trade)
  return sum / trades.length
}
