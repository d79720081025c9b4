import { BARE } from '../../language/types.ts'
import type { Primitive, Window } from '../builtin.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Excess kurtosis of a window. */
export const kurtosis: Primitive = {
  name: 'kurtosis',
  doc: `Excess kurtosis of the last \`length\` values, of the population: 0 for a normal
distribution, more where the tails are fat. Unknown in a flat window.`,
  source: 'The definition, E[(x - E x)^4] / variance^2 - 3.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: BARE, weight: 'unknown' },
  optional: true,
  warmup: (length) => length - 1,
  window: (length) => length,
  // Powers of deviations from a base near the mean, made afresh as in stdev.
  state: (length) => ({
    base: 0,
    sum: 0,
    squares: 0,
    cubes: 0,
    fourths: 0,
    scale: 0,
    left: length,
  }),
  step: (
    state: {
      base: number
      sum: number
      squares: number
      cubes: number
      fourths: number
      scale: number
      left: number
    },
    w: Window,
    x: number,
    length: number,
  ) => {
    const entering = x - state.base
    const leaving = w(length) - state.base
    const in2 = entering * entering
    const out2 = leaving * leaving
    state.sum += entering - leaving
    state.squares += in2 - out2
    state.cubes += in2 * entering - out2 * leaving
    state.fourths += in2 * in2 - out2 * out2
    state.scale = Math.max(state.scale, state.squares)
    state.left -= 1
    let spread = state.squares - (state.sum * state.sum) / length
    if (state.left === 0 || spread < state.scale * 0.01) {
      let shift = 0
      for (let k = 1; k < length; k++) shift += w(k) - x
      const base = x + shift / length
      let sum = 0
      let squares = 0
      let cubes = 0
      let fourths = 0
      for (let k = 0; k < length; k++) {
        const deviation = w(k) - base
        const square = deviation * deviation
        sum += deviation
        squares += square
        cubes += square * deviation
        fourths += square * square
      }
      state.base = base
      state.sum = sum
      state.squares = squares
      state.cubes = cubes
      state.fourths = fourths
      state.scale = squares
      state.left = length
      spread = squares - (sum * sum) / length
    }
    const mean = state.sum / length
    const variance = spread / length
    const fourth =
      state.fourths / length -
      4 * mean * (state.cubes / length) +
      6 * mean * mean * (state.squares / length) -
      3 * mean * mean * mean * mean
    return fourth / (variance * variance) - 3
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      const from = i - length + 1
      const window = from < 0 ? [] : x.slice(from, i + 1).map((value) => value - x[from]!)
      if (window.every((value) => value === window[0])) return Number.NaN
      const mean = window.reduce((a, b) => a + b) / length
      const moment = (n: number) => window.reduce((sum, value) => sum + (value - mean) ** n, 0)
      return moment(4) / length / (moment(2) / length) ** 2 - 3
    }),
  examples: [
    {
      inputs: [[0, 0, 3, 3, 0]],
      params: [3],
      output: [Number.NaN, Number.NaN, -1.5, -1.5, -1.5],
      tolerance: 1e-13,
      source: 'by hand: deviations -1 -1 2, moments 2 and 6',
    },
  ],
}
