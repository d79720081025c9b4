import type { Trade } from '../result.ts'

/** Largest return of a trade on its entry value, after costs, a ratio. No trades: NaN. */
export function bestTrade(trades: readonly Trade[]): number {
  return trades.reduce((best, trade) => Math.max(best, trade.returnRatio), first(trades))
}

/** Smallest return of a trade likewise. */
export function worstTrade(trades: readonly Trade[]): number {
  return trades.reduce((worst, trade) => Math.min(worst, trade.returnRatio), first(trades))
}

function first(trades: readonly Trade[]): number {
  return trades[0]?.returnRatio ?? Number.NaN
}
