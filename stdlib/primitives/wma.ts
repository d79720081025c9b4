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
  state: () => ({ sum: 0, weighted: 0, freshSum: 0, freshWeighted: 0, age: 0 }),
  // When the window moves on, every weight in it falls by one: the weighted sum loses the plain
  // sum. Every `length` ticks both are replaced by what was added up afresh meanwhile, so that no
  // rounding stays longer than two windows.
  step: (
    state: {
      sum: number
      weighted: number
      freshSum: number
      freshWeighted: number
      age: number
    },
    w: Window,
    x: number,
    length: number,
  ) => {
    state.weighted += length * x - state.sum
    state.sum += x - w(length)
    state.age += 1
    state.freshSum += x
    state.freshWeighted += state.age * x
    if (state.age === length) {
      state.sum = state.freshSum
      state.weighted = state.freshWeighted
      state.freshSum = 0
      state.freshWeighted = 0
      state.age = 0
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
