/**
 * Sum of all returns over the sum of the losses. J. D. Schwager, "Hedge Fund Market Wizards"
 * (2012), of monthly returns there. No losses: NaN.
 */
export function gainToPain(returns: Float64Array): number {
  let sum = 0
  let losses = 0
  for (let i = 0; i < returns.length; i++) {
    const value = returns[i]!
    sum += value
    if (value < 0) losses -= value
  }
  return losses === 0 ? Number.NaN : sum / losses
}
