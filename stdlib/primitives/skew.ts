import { BARE } from '../../language/types.ts'
import type { Primitive, Window } from '../builtin.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Skewness of a window. */
export const skew: Primitive = {
  name: 'skew',
  doc: `Skewness of the last \`length\` values, of the population: above 0 where the long tail is
on the high side. Unknown in a flat window.`,
  source: 'The definition, E[(x - E x)^3] / stdev^3.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: BARE, weight: 'unknown' },
  optional: true,
  warmup: (length) => length - 1,
  window: (length) => length,
  // Powers of deviations from a base near the mean, made afresh as in stdev.
  state: (length) => ({ base: 0, sum: 0, squares: 0, cubes: 0, scale: 0, left: length }),
  step: (
    state: {
      base: number
      sum: number
      squares: number
      cubes: number
      scale: number
      left: number
    },
    w: Window,
    x: number,
    length: number,
  ) => {
    const entering = x - state.base
    const leaving = w(length) - state.base
    state.sum += entering - leaving
    state.squares += entering * entering - leaving * leaving
    state.cubes += entering * entering * entering - leaving * leaving * leaving
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
      for (let k = 0; k < length; k++) {
        const deviation = w(k) - base
        sum += deviation
        squares += deviation * deviation
        cubes += deviation * deviation * deviation
      }
      state.base = base
      state.sum = sum
      state.squares = squares
      state.cubes = cubes
      state.scale = squares
      state.left = length
      spread = squares - (sum * sum) / length
    }
    const mean = state.sum / length
    const variance = spread / length
    const third = state.cubes / length - 3 * mean * variance - mean * mean * mean
    return third / (variance * Math.sqrt(variance))
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      const from = i - length + 1
      const window = from < 0 ? [] : x.slice(from, i + 1).map((value) => value - x[from]!)
      if (window.every((value) => value === window[0])) return Number.NaN
      const mean = window.reduce((a, b) => a + b) / length
      const moment = (n: number) => window.reduce((sum, value) => sum + (value - mean) ** n, 0)
      return moment(3) / length / (moment(2) / length) ** 1.5
    }),
  examples: [
    {
      inputs: [[0, 0, 3, 3, 0]],
      params: [3],
      output: [Number.NaN, Number.NaN, Math.SQRT1_2, -Math.SQRT1_2, -Math.SQRT1_2],
      tolerance: 1e-14,
      source: 'by hand: deviations -1 -1 2, moments 2 and 2',
    },
  ],
}
