import type { Trade } from '../result.ts'

/** Money won by winners over money lost by losers, after costs. No losers: NaN. */
export function profitFactor(trades: readonly Trade[]): number {
  let won = 0
  let lost = 0
  for (const { profit } of trades) {
    if (profit > 0) won += profit
    else lost -= profit
  }
  return lost === 0 ? Number.NaN : won / lost
}
