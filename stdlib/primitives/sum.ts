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
  state: () => ({ sum: 0, rest: 0 }),
  // As in sma, `rest` keeps what the sum loses to rounding.
  step: (state: { sum: number; rest: number }, w: Window, x: number, length: number) => {
    const change = x - w(length)
    const sum = state.sum + change
    state.rest += change - (sum - state.sum)
    state.sum = sum
    return sum + state.rest
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
