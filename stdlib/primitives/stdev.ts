import type { Primitive, Window } from '../builtin.ts'
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
  warmup: (length) => length - 1,
  window: (length) => length,
  state: (length) => ({ base: 0, sum: 0, squares: 0, scale: 0, left: length }),
  // Sums of deviations from a base near the window's mean, so that little cancels. Base and sums
  // are made afresh every `length` ticks, and at once when the spread has shrunk so far below
  // what was summed (an outlier or a jump has left) that old rounding could show in it.
  step: (
    state: { base: number; sum: number; squares: number; scale: number; left: number },
    w: Window,
    x: number,
    length: number,
  ) => {
    const entering = x - state.base
    const leaving = w(length) - state.base
    const change = entering - leaving
    state.sum += change
    state.squares += change * (entering + leaving)
    state.scale = Math.max(state.scale, state.squares)
    state.left -= 1
    let spread = state.squares - (state.sum * state.sum) / length
    if (state.left === 0 || spread < state.scale * 1e-4) {
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
      state.scale = squares
      state.left = length
      spread = squares - (sum * sum) / length
    }
    return Math.sqrt(Math.max(spread, 0) / length)
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
