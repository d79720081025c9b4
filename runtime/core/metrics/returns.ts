/**
 * Return from each close to the next, ratios; equity that comes to zero or below ends them with
 * -100 %, as it ends the curve.
 */
export function returnsOf(equity: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(0, equity.length - 1))
  for (let i = 1; i < equity.length; i++) {
    if (!(equity[i]! > 0)) {
      returns[i - 1] = -1
      return returns.subarray(0, i)
    }
    returns[i - 1] = equity[i]! / equity[i - 1]! - 1
  }
  return returns
}
