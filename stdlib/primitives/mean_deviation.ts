import type { Primitive, Window } from '../builtin.ts'
import { NOT_NEGATIVE } from '../ranges.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Mean absolute deviation. */
export const mean_deviation: Primitive = {
  name: 'mean_deviation',
  doc: `How far the last \`length\` values are from their mean, on average and without sign. Takes
time in proportion to \`length\` on each bar.`,
  source: 'Pine `ta.dev`.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 0 },
  optional: false,
  range: NOT_NEGATIVE,
  warmup: (length) => length - 1,
  window: (length) => length,
  // The sum as in sma.
  state: () => ({ sum: 0, rest: 0 }),
  step: (state: { sum: number; rest: number }, w: Window, x: number, length: number) => {
    const change = x - w(length)
    const total = state.sum + change
    state.rest += change - (total - state.sum)
    state.sum = total
    const mean = (total + state.rest) / length
    let sum = 0
    let flat = 1
    for (let k = 0; k < length; k++) {
      const value = w(k)
      sum += Math.abs(value - mean)
      flat = value === x ? flat : 0
    }
    return flat === 1 ? 0 : sum / length
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const window = x.slice(i - length + 1, i + 1)
      if (window.every((value) => value === window[0])) return 0
      const mean = window.reduce((a, b) => a + b) / length
      return window.map((value) => Math.abs(value - mean)).reduce((a, b) => a + b) / length
    }),
  examples: [
    {
      inputs: [[1, 2, 6, 6]],
      params: [3],
      output: [Number.NaN, Number.NaN, 2, 16 / 9],
      tolerance: 1e-14,
      source: 'by hand: deviations 2 1 3 from 3, 8/3 4/3 4/3 from 14/3',
    },
  ],
}
