import type { Primitive, Window } from '../builtin.ts'
import { NOT_NEGATIVE } from '../ranges.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Population standard deviation. */
export const stdev: Primitive = {
  name: 'stdev',
  doc: `Standard deviation of the last \`length\` values, of the population (divided by
\`length\`). A window of equal values has exactly 0.`,
  source: `Pine \`ta.stdev\` (biased, its default); TA-Lib STDDEV. Shifted sums: T. F. Chan, G. H.
Golub, R. J. LeVeque, Algorithms for Computing the Sample Variance, The American Statistician 37
(1983).`,
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 0 },
  optional: false,
  range: NOT_NEGATIVE,
  warmup: (length) => length - 1,
  window: (length) => length,
  state: () => ({ base: 0, sum: 0, squares: 0, summed: 0 }),
  // Sums of deviations from a base near the window's mean, so that little cancels. A tick's rounding
  // is in proportion to `squares`, so `summed` bounds what all of it has come to: when that could
  // show in the spread (an outlier has left, the base is far, or it was long ago), base and sums
  // are made afresh. `spread` is length² times the variance.
  step: (
    state: { base: number; sum: number; squares: number; summed: number },
    w: Window,
    x: number,
    length: number,
  ) => {
    const entering = x - state.base
    const leaving = w(length) - state.base
    const change = entering - leaving
    state.sum += change
    state.squares += change * (entering + leaving)
    state.summed += state.squares
    let spread = length * state.squares - state.sum * state.sum
    if (spread < length * state.summed * 1e-6) {
      let shift = 0
      for (let k = 1; k < length; k++) shift += w(k) - x
      const base = x + shift / length
      let sum = 0
      let squares = 0
      for (let k = 0; k < length; k++) {
        const deviation = w(k) - base
        sum += deviation
        squares += deviation * deviation
      }
      state.base = base
      state.sum = sum
      state.squares = squares
      state.summed = squares
      spread = length * squares - sum * sum
    }
    return Math.sqrt(Math.max(spread, 0)) / length
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const window = x.slice(i - length + 1, i + 1)
      if (window.every((value) => value === window[0])) return 0
      const mean = window.reduce((a, b) => a + b) / length
      const squares = window.map((value) => (value - mean) ** 2)
      return Math.sqrt(squares.reduce((a, b) => a + b) / length)
    }),
  examples: [
    {
      inputs: [[2, 4, 4, 4, 5, 5, 7, 9, 9]],
      params: [8],
      output: [...Array(7).fill(Number.NaN), 2, Math.sqrt(4.109375)],
      tolerance: 1e-14,
      source: 'the textbook eight with mean 5 and deviation 2; the ninth by hand',
    },
    {
      inputs: [[1e9, 0.1, 0.1, 0.1]],
      params: [2],
      output: [Number.NaN, 499999999.95, 0, 0],
      tolerance: 1e-6,
      source: 'the house rule for a flat window: exactly 0 though an outlier has just left',
    },
  ],
}
