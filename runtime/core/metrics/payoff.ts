import type { Trade } from '../result.ts'

/**
 * Mean profit of the winners over the mean loss of the losers, after costs. A trade that came to
 * exactly nothing is neither. Without a winner or without a loser: NaN.
 */
export function payoff(trades: readonly Trade[]): number {
  let won = 0
  let wins = 0
  let lost = 0
  let losses = 0
  for (const { profit } of trades) {
    if (profit > 0) {
      won += profit
      wins += 1
    } else if (profit < 0) {
      lost -= profit
      losses += 1
    }
  }
  return won / wins / (lost / losses)
}
