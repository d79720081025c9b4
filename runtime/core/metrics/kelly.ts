import type { Trade } from '../result.ts'
import { payoff } from './payoff.ts'
import { winRate } from './win-rate.ts'

/**
 * Kelly fraction of a bet with this win rate W and payoff P: W - (1 - W) / P, a ratio. J. L. Kelly,
 * "A New Interpretation of Information Rate", Bell System Technical Journal 35 (1956). Without a
 * winner or without a loser: NaN.
 */
export function kelly(trades: readonly Trade[]): number {
  const wins = winRate(trades)
  return wins - (1 - wins) / payoff(trades)
}
