/**
 * Root mean square of what returns lacked to `target` (a period), where the mean is over all
 * returns, a ratio a year. Sortino and Price (1994), see `sortino.ts`. No returns: NaN.
 */
export function downsideDeviation(
  returns: Float64Array,
  periodsPerYear: number,
  target = 0,
): number {
  let squares = 0
  for (const value of returns) if (value < target) squares += (value - target) * (value - target)
  return Math.sqrt((squares / returns.length) * periodsPerYear)
}
