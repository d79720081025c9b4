import type { Primitive, Window } from '../builtin.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Zero-lag exponential moving average. */
export const zlema: Primitive = {
  name: 'zlema',
  doc: `Zero-lag exponential average: \`ema\` of \`x\` and what it has gained in the last
\`(length - 1) / 2\` bars, rounded down.`,
  source: 'J. Ehlers and R. Way, Zero Lag (Well, Almost) (2010).',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  warmup: (length) => length - 1 + Math.floor((length - 1) / 2),
  settles: (length) => 7 * (length + 1),
  window: (length) => Math.floor((length - 1) / 2),
  steady: { left: 0, seen: 'length' },
  state: (length) => ({ mean: 0, seen: 0, left: Math.floor((length - 1) / 2) }),
  step: (
    state: { mean: number; seen: number; left: number },
    w: Window,
    x: number,
    length: number,
  ) => {
    const ahead = x + (x - w(Math.floor((length - 1) / 2)))
    if (state.left > 0) {
      state.left -= 1
    } else if (state.seen < length) {
      state.seen += 1
      state.mean += (ahead - state.mean) / state.seen
    } else {
      state.mean += (ahead - state.mean) * (2 / (length + 1))
    }
    return state.mean
  },
  reference: ([x = []], [length = 1]) => {
    const lag = Math.floor((length - 1) / 2)
    const ahead = x.slice(lag).map((value, i) => 2 * value - x[i]!)
    let mean = ahead.slice(0, length).reduce((a, b) => a + b, 0) / length
    return x.map((_, i) => {
      if (i < lag + length - 1) return Number.NaN
      if (i >= lag + length) mean += (2 / (length + 1)) * (ahead[i - lag]! - mean)
      return mean
    })
  },
  examples: [
    {
      inputs: [[1, 2, 3, 4, 8]],
      params: [3],
      output: [Number.NaN, Number.NaN, Number.NaN, 4, 8],
      tolerance: 1e-14,
      source: 'by hand: 3, 4, 5 and then 12; averages 4 and (4 + 12) / 2',
    },
  ],
}
