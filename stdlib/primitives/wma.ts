import type { Primitive, Window } from '../builtin.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Linearly weighted moving average. */
export const wma: Primitive = {
  name: 'wma',
  doc: `Weighted moving average: the newest value weighs \`length\`, the one before it one less,
down to 1.`,
  source: 'Pine `ta.wma`; TA-Lib WMA.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length,
  state: (length) => ({ sum: 0, weighted: 0, left: length }),
  // When the window moves on, every weight in it falls by one: the weighted sum loses the plain
  // sum. Both are added up afresh every `length` ticks, as in sma.
  step: (
    state: { sum: number; weighted: number; left: number },
    w: Window,
    x: number,
    length: number,
  ) => {
    state.left -= 1
    if (state.left > 0) {
      state.weighted += length * x - state.sum
      state.sum += x - w(length)
    } else {
      let sum = 0
      let weighted = 0
      for (let k = 0; k < length; k++) {
        sum += w(k)
        weighted += sum
      }
      state.sum = sum
      state.weighted = weighted
      state.left = length
    }
    return (2 * state.weighted) / (length * (length + 1))
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      let total = 0
      let weights = 0
      for (let k = 0; k < length; k++) {
        total += x[i - k]! * (length - k)
        weights += length - k
      }
      return total / weights
    }),
  examples: [
    {
      inputs: [[1, 2, 3, 6]],
      params: [3],
      output: [Number.NaN, Number.NaN, 14 / 6, 26 / 6],
      tolerance: 1e-15,
      source: 'by hand: (1 + 2·2 + 3·3) / 6, (2 + 2·3 + 3·6) / 6',
    },
  ],
}
