import type { Primitive, Window } from '../builtin.ts'
import { LENGTH } from '../specs.ts'

/** Moving sum. */
export const sum: Primitive = {
  name: 'sum',
  doc: 'The sum of the last `length` values.',
  source: 'Pine `math.sum`; TA-Lib SUM.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [LENGTH],
  result: { unit: 'same', weight: 'unknown' },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length,
  state: (length) => ({ sum: 0, left: length }),
  // Added up afresh every `length` ticks, as in sma.
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
    return state.sum
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      const window = i < length - 1 ? [] : x.slice(i - length + 1, i + 1)
      return window.length === 0 ? Number.NaN : window.reduce((a, b) => a + b)
    }),
  examples: [
    {
      inputs: [[1, 2, 3, 4, 6]],
      params: [3],
      output: [Number.NaN, Number.NaN, 6, 9, 13],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
