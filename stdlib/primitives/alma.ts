import type { Primitive, Window } from '../builtin.ts'
import { MATH as math } from '../math.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Arnaud Legoux moving average. */
export const alma: Primitive = {
  name: 'alma',
  doc: `Arnaud Legoux's average: a bell of weights whose middle stands at \`offset\` of the window
(1 is the newest value) and whose width is \`length / sigma\`. Takes time in proportion to
\`length\` on each bar.`,
  source: 'A. Legoux and D. Kouzis-Loukas (2009); Pine `ta.alma` with `floor = false`.',
  inputs: [SERIES],
  params: [
    LENGTH,
    { name: 'offset', integer: false, min: 0, max: 1, value: 0.85 },
    { name: 'sigma', integer: false, min: 0.1, max: 100, value: 6 },
  ],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length - 1,
  state: (length) => ({ weights: new Float64Array(length), total: 0 }),
  step: (
    state: { weights: Float64Array; total: number },
    w: Window,
    x: number,
    length: number,
    offset: number,
    sigma: number,
  ) => {
    if (state.total === 0) {
      for (let k = 0; k < length; k++) {
        const distance = ((length - 1 - k - offset * (length - 1)) * sigma) / length
        state.weights[k] = math.exp(-0.5 * distance * distance)
        state.total += state.weights[k]!
      }
    }
    let sum = 0
    for (let k = 1; k < length; k++) sum += state.weights[k]! * (w(k) - x)
    return x + sum / state.total
  },
  reference: ([x = []], [length = 1, offset = 0, sigma = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      let sum = 0
      let total = 0
      for (let k = 0; k < length; k++) {
        const bell = (k - offset * (length - 1)) ** 2 / (2 * (length / sigma) ** 2)
        sum += x[i - length + 1 + k]! * Math.exp(-bell)
        total += Math.exp(-bell)
      }
      return sum / total
    }),
  examples: [
    {
      inputs: [[1, 2, 4, 7]],
      params: [3, 0.5, 3],
      output: [Number.NaN, Number.NaN, 2.274068619061197, 4.274068619061197],
      tolerance: 1e-14,
      source: 'by hand: the weights are e^-1/2, 1, e^-1/2 over 1 + 2 e^-1/2 = 2.2130613',
    },
  ],
}
