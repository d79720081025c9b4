const MOST_DECIMALS = 8
const NOISE = 1e-9

/**
 * The number that the wire may carry for `value`, on the grid of `step` (0: no grid): one that
 * prints as a plain decimal, as the client library writes numbers the way JavaScript does
 * (`1e-7`, `0.30000000000000004`, `NaN`). Undefined where there is none.
 */
export function plainDecimal(value: number, step: number): number | undefined {
  if (!Number.isFinite(value)) return undefined
  if (step > 0) {
    const steps = value / step
    const off = Math.abs(steps - Math.round(steps))
    if (off > NOISE * Math.max(1, Math.abs(steps))) return undefined
  }
  const text = value.toFixed(step > 0 ? decimalsOf(step) : MOST_DECIMALS)
  const plain = Number(text)
  if (step === 0 && Math.abs(plain - value) > NOISE * Math.max(1, Math.abs(value))) return undefined
  return /^-?\d+(\.\d+)?$/.test(String(plain)) ? plain : undefined
}

function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals++) {
    if (Number(step.toFixed(decimals)) === step) return decimals
  }
  return MOST_DECIMALS
}
