import type { Trade } from '../result.ts'

/**
 * How often a year the account's average equity was bought and sold anew: half the value of all
 * entries and exits over it and the years (over round trips the smaller of purchases and sales,
 * which Form N-1A, item 13, takes, is about that). No years or no equity: NaN.
 *
 * @param open trades without an exit yet
 */
export function turnover(
  trades: readonly Trade[],
  open: readonly Trade[],
  multiplier: number,
  equity: Float64Array,
  years: number,
): number {
  let traded = 0
  for (const { quantity, entryPrice, exitPrice, conversion } of trades) {
    const { entryRate = 1, exitRate = 1 } = conversion ?? {}
    traded += quantity * (entryPrice * entryRate + exitPrice * exitRate)
  }
  for (const { quantity, entryPrice, conversion } of open)
    traded += quantity * entryPrice * (conversion?.entryRate ?? 1)
  let sum = 0
  for (let bar = 0; bar < equity.length; bar++) sum += equity[bar]!
  const average = sum / equity.length
  return average > 0 && years > 0 ? (traded * multiplier) / 2 / average / years : Number.NaN
}
