import type { Primitive, Window } from '../builtin.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Simple moving average. */
export const sma: Primitive = {
  name: 'sma',
  doc: 'Simple moving average: the mean of the last `length` values.',
  source: 'Pine `ta.sma`; TA-Lib SMA.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length,
  state: (length) => ({ sum: 0, left: length }),
  // Every `length` ticks the window is added up afresh: that is the seed, and later it keeps
  // rounding from piling up.
  step: (state: { sum: number; left: number }, w: Window, x: number, length: number) => {
    state.left -= 1
    if (state.left > 0) {
      state.sum += x - w(length)
    } else {
      let sum = 0
      for (let k = length - 1; k >= 0; k--) sum += w(k)
      state.sum = sum
      state.left = length
    }
    return state.sum / length
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      const window = i < length - 1 ? [] : x.slice(i - length + 1, i + 1)
      return window.length === 0 ? Number.NaN : window.reduce((a, b) => a + b) / length
    }),
  examples: [
    {
      inputs: [[1, 2, 3, 4, 6]],
      params: [3],
      output: [Number.NaN, Number.NaN, 2, 3, 13 / 3],
      tolerance: 1e-15,
      source: 'by hand',
    },
  ],
}
