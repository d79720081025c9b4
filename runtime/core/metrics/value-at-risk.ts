/**
 * The return that only so large a share of the values is below, by history: the quantile with
 * straight lines between values (Hyndman and Fan's type 7). 0.05 for a value at risk of 95 %. NaN
 * of nothing.
 */
export function valueAtRisk(returns: readonly number[], share: number): number {
  const sorted = Float64Array.from(returns).sort()
  const at = (sorted.length - 1) * share
  const below = Math.floor(at)
  const low = sorted[below] ?? Number.NaN
  return low + (at - below) * ((sorted[below + 1] ?? low) - low)
}
