import type { Trade } from '../result.ts'

/** Most trades in a row, by exit, that ended with a profit. */
export function longestWinning(trades: readonly Trade[]): number {
  return longest(trades, ({ profit }) => profit > 0)
}

/** Most trades in a row, by exit, that ended with a loss. */
export function longestLosing(trades: readonly Trade[]): number {
  return longest(trades, ({ profit }) => profit < 0)
}

function longest(trades: readonly Trade[], counts: (trade: Trade) => boolean): number {
  let most = 0
  let now = 0
  for (const trade of trades) {
    now = counts(trade) ? now + 1 : 0
    most = Math.max(most, now)
  }
  return most
}
