import type { Primitive, Window } from '../builtin.ts'
import { LENGTH } from '../specs.ts'

/** Lowest value of a window. */
export const lowest: Primitive = {
  name: 'lowest',
  doc: 'The lowest of the last `length` values, this bar included; `lowest(20)` is of the lows.',
  source: `Pine \`ta.lowest\`. Blocks: M. van Herk, A fast algorithm for local minimum and maximum
filters on rectangular and octagonal kernels, Pattern Recognition Letters 13 (1992).`,
  inputs: [{ name: 'x', type: 'number', natural: 'low' }],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length - 1,
  state: (length) => ({ min: 0, left: length, tails: new Float64Array(length) }),
  // Every `length` ticks: tails[k] = the lowest of the k + 1 newest values. A later window is a
  // tail of that block and what came since, of which `min` is the lowest.
  step: (
    state: { min: number; left: number; tails: Float64Array },
    w: Window,
    x: number,
    length: number,
  ) => {
    state.min = Math.min(state.min, x)
    state.left -= 1
    if (state.left === 0) {
      let min = x
      state.tails[0] = x
      for (let k = 1; k < length; k++) {
        min = Math.min(min, w(k))
        state.tails[k] = min
      }
      state.min = x
      state.left = length
    }
    return Math.min(state.min, state.tails[state.left - 1]!)
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      return x.slice(i - length + 1, i + 1).reduce((a, b) => Math.min(b, a))
    }),
  examples: [
    {
      inputs: [[3, 1, 2, 5, 4, 0, 2]],
      params: [3],
      output: [Number.NaN, Number.NaN, 1, 1, 2, 0, 0],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
