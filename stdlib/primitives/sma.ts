import type { Primitive, Window } from '../builtin.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Simple moving average. */
export const sma: Primitive = {
  name: 'sma',
  doc: 'Simple moving average: the mean of the last `length` values.',
  source: `Pine \`ta.sma\`; TA-Lib SMA. Two-sum: D. E. Knuth, The Art of Computer Programming 2,
section 4.2.2, theorem B.`,
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length,
  state: () => ({ sum: 0, rest: 0, seen: 0 }),
  // `rest` keeps what rounding takes from the change and from the sum (two-sum, Knuth), so that
  // no drift, outlier or starting point shows in the result.
  step: (
    state: { sum: number; rest: number; seen: number },
    w: Window,
    x: number,
    length: number,
  ) => {
    let change = x
    if (state.seen < length) {
      state.seen += 1
    } else {
      const leaving = w(length)
      change = x - leaving
      const taken = x - change
      state.rest += x - (change + taken) - (leaving - taken)
    }
    const sum = state.sum + change
    const added = sum - state.sum
    state.rest += state.sum - (sum - added) + (change - added)
    state.sum = sum
    return (sum + state.rest) / length
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
