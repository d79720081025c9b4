import type { Primitive, Window } from '../builtin.ts'
import { LENGTH } from '../specs.ts'

/** Highest value of a window. */
export const highest: Primitive = {
  name: 'highest',
  doc: 'The highest of the last `length` values, this bar included; `highest(20)` is of the highs.',
  source: `Pine \`ta.highest\`. Blocks: M. van Herk, A fast algorithm for local minimum and maximum
filters on rectangular and octagonal kernels, Pattern Recognition Letters 13 (1992).`,
  inputs: [{ name: 'x', type: 'number', natural: 'high' }],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length - 1,
  state: (length) => ({ max: 0, left: length, tails: new Float64Array(length) }),
  // Every `length` ticks: tails[k] = the highest of the k + 1 newest values. A later window is a
  // tail of that block and what came since, of which `max` is the highest.
  step: (
    state: { max: number; left: number; tails: Float64Array },
    w: Window,
    x: number,
    length: number,
  ) => {
    state.max = Math.max(state.max, x)
    state.left -= 1
    if (state.left === 0) {
      let max = x
      state.tails[0] = x
      for (let k = 1; k < length; k++) {
        max = Math.max(max, w(k))
        state.tails[k] = max
      }
      state.max = x
      state.left = length
    }
    return Math.max(state.max, state.tails[state.left - 1]!)
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      return x.slice(i - length + 1, i + 1).reduce((a, b) => Math.max(b, a))
    }),
  examples: [
    {
      inputs: [[3, 1, 2, 5, 4, 0, 2]],
      params: [3],
      output: [Number.NaN, Number.NaN, 3, 5, 5, 5, 4],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
