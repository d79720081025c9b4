import type { Primitive, Window } from '../builtin.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Simple moving average. */
export const sma: Primitive = {
  name: 'sma',
  doc: 'Simple moving average: the mean of the last `length` values.',
  source: `Pine \`ta.sma\`; TA-Lib SMA. Compensation: W. Kahan, Further Remarks on Reducing
Truncation Errors, Communications of the ACM 8 (1965), kept apart from the sum here.`,
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length,
  state: () => ({ sum: 0, rest: 0 }),
  // `rest` keeps what the sum loses to rounding: neither drift nor where the history begins shows
  // in the result, and averages of a flat market stay where they are.
  step: (state: { sum: number; rest: number }, w: Window, x: number, length: number) => {
    const change = x - w(length)
    const sum = state.sum + change
    state.rest += change - (sum - state.sum)
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
