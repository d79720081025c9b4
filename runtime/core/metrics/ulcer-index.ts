/**
 * Root mean square of the fall below the highest equity so far, a ratio, over the closes after
 * the first. P. G. Martin and B. B. McCann, "The Investor's Guide to Fidelity Funds" (1989), in per
 * cent there. Fewer than two closes: NaN.
 */
export function ulcerIndex(equity: Float64Array): number {
  let peak = equity[0]!
  let squares = 0
  for (let i = 1; i < equity.length; i++) {
    peak = Math.max(peak, equity[i]!)
    const fall = 1 - equity[i]! / peak
    squares += fall * fall
  }
  return equity.length < 2 ? Number.NaN : Math.sqrt(squares / (equity.length - 1))
}
