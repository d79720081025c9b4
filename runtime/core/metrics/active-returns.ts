/** Each return less the benchmark's of the same period. */
export function activeReturns(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(returns, (one, period) => one - benchmark[period]!)
}
