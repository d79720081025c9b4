import type { Primitive } from '../builtin.ts'
import { MEAN } from '../ranges.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Exponential moving average. */
export const ema: Primitive = {
  name: 'ema',
  doc: `Exponential moving average with smoothing factor \`2 / (length + 1)\`, begun from the simple
average of the first \`length\` values.`,
  source: 'Pine `ta.ema`; TA-Lib EMA.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  range: MEAN,
  warmup: (length) => length - 1,
  settles: (length) => 7 * (length + 1),
  steady: { seen: 'length' },
  state: () => ({ mean: 0, seen: 0 }),
  // While it is seeded, the running mean of what came so far: exact on a flat series.
  step: (state: { mean: number; seen: number }, x: number, length: number) => {
    if (state.seen < length) {
      state.seen += 1
      state.mean += (x - state.mean) / state.seen
    } else {
      state.mean += (x - state.mean) * (2 / (length + 1))
    }
    return state.mean
  },
  reference: ([x = []], [length = 1]) => {
    const alpha = 2 / (length + 1)
    const out: number[] = []
    for (let i = 0; i < x.length; i++) {
      if (i < length - 1) out.push(Number.NaN)
      else if (i === length - 1) out.push(x.slice(0, length).reduce((a, b) => a + b) / length)
      else out.push(alpha * x[i]! + (1 - alpha) * out[i - 1]!)
    }
    return out
  },
  examples: [
    {
      inputs: [[1, 2, 3, 5, 7]],
      params: [3],
      output: [Number.NaN, Number.NaN, 2, 3.5, 5.25],
      tolerance: 1e-15,
      source: 'by hand',
    },
  ],
}
