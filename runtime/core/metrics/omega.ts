/**
 * What returns had above `threshold` over what they lacked below it, both a period. C. Keating and
 * W. F. Shadwick, "A Universal Performance Measure", Journal of Performance Measurement 6 (2002).
 * Nothing below: NaN.
 */
export function omega(returns: Float64Array, threshold = 0): number {
  let above = 0
  let below = 0
  for (let i = 0; i < returns.length; i++) {
    const value = returns[i]!
    if (value > threshold) above += value - threshold
    else below += threshold - value
  }
  return below === 0 ? Number.NaN : above / below
}
