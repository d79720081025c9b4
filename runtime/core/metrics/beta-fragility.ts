/**
 * How much worse returns are at the benchmark's extremes than at its middle, by three points: the
 * periods of its worst, its middle and its best return. Negative: what moves the benchmark far
 * costs. N. N. Taleb et al., "A New Heuristic Measure of Fragility and Tail Risks", IMF Working
 * Paper 12/216 (2012), as empyrical's `beta_fragility_heuristic`. Fewer than three periods: NaN.
 */
export function betaFragility(returns: ArrayLike<number>, benchmark: ArrayLike<number>): number {
  const count = returns.length
  if (count < 3) return Number.NaN
  const order = Array.from({ length: count }, (_, period) => period)
  order.sort((a, b) => benchmark[a]! - benchmark[b]! || a - b)
  const [worst, middle, best] = [order[0]!, order[halfEven(count)]!, order[count - 1]!]
  const range = benchmark[best]! - benchmark[worst]!
  const below = range === 0 ? 0.5 : (benchmark[middle]! - benchmark[worst]!) / range
  const above = range === 0 ? 0.5 : (benchmark[best]! - benchmark[middle]!) / range
  return below * returns[worst]! + above * returns[best]! - returns[middle]!
}

/** Half of a count, halves to the even one, as empyrical rounds it. */
function halfEven(count: number): number {
  const below = Math.floor(count / 2)
  return count % 2 === 0 || below % 2 === 0 ? below : below + 1
}
