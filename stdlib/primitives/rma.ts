import type { Primitive } from '../builtin.ts'
import { MEAN } from '../ranges.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Wilder's moving average. */
export const rma: Primitive = {
  name: 'rma',
  doc: `Wilder's moving average: an exponential one with smoothing factor \`1 / length\`, begun from
the simple average of the first \`length\` values. What \`rsi\` and \`atr\` smooth with.`,
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems (1978); Pine `ta.rma`.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  range: MEAN,
  warmup: (length) => length - 1,
  settles: (length) => 14 * length,
  steady: { seen: 'length' },
  state: () => ({ mean: 0, seen: 0 }),
  step: (state: { mean: number; seen: number }, x: number, length: number) => {
    if (state.seen < length) {
      state.seen += 1
      state.mean += (x - state.mean) / state.seen
    } else {
      state.mean += (x - state.mean) * (1 / length)
    }
    return state.mean
  },
  reference: ([x = []], [length = 1]) => {
    const out: number[] = []
    for (let i = 0; i < x.length; i++) {
      if (i < length - 1) out.push(Number.NaN)
      else if (i === length - 1) out.push(x.slice(0, length).reduce((a, b) => a + b) / length)
      else out.push((out[i - 1]! * (length - 1) + x[i]!) / length)
    }
    return out
  },
  examples: [
    {
      inputs: [[1, 2, 3, 5, 6]],
      params: [3],
      output: [Number.NaN, Number.NaN, 2, 3, 4],
      tolerance: 1e-15,
      source: 'by hand',
    },
  ],
}
