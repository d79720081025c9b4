import { BARE } from '../../language/types.ts'
import type { Primitive, Window } from '../builtin.ts'
import { UNIT } from '../ranges.ts'
import { LENGTH } from '../specs.ts'

/** Pearson's correlation of two streams. */
export const correlation: Primitive = {
  name: 'correlation',
  doc: `Pearson's correlation of the last \`length\` pairs, from -1 to 1; unknown where one of the two
is flat.`,
  source: 'K. Pearson (1895); Pine `ta.correlation`; TA-Lib CORREL. Sums as in `stdev`.',
  inputs: [
    { name: 'x', type: 'number' },
    { name: 'y', type: 'number' },
  ],
  params: [LENGTH],
  result: { unit: BARE, weight: 'unknown' },
  optional: true,
  range: UNIT,
  warmup: (length) => length - 1,
  window: (length) => length,
  state: (length) => ({
    ring: new Float64Array(length),
    at: 0,
    baseX: 0,
    baseY: 0,
    sumX: 0,
    sumY: 0,
    products: 0,
    squaresX: 0,
    squaresY: 0,
    summedX: 0,
    summedY: 0,
  }),
  // Sums of deviations from bases near the means, made afresh as in stdev when either spread has
  // shrunk so far that old rounding could show; a flat stream then has exactly none.
  step: (
    state: {
      ring: Float64Array
      at: number
      baseX: number
      baseY: number
      sumX: number
      sumY: number
      products: number
      squaresX: number
      squaresY: number
      summedX: number
      summedY: number
    },
    w: Window,
    x: number,
    y: number,
    length: number,
  ) => {
    const inX = x - state.baseX
    const inY = y - state.baseY
    const outX = w(length) - state.baseX
    const outY = state.ring[state.at]! - state.baseY
    state.ring[state.at] = y
    state.at = state.at === length - 1 ? 0 : state.at + 1
    state.sumX += inX - outX
    state.sumY += inY - outY
    state.products += inX * inY - outX * outY
    state.squaresX += inX * inX - outX * outX
    state.squaresY += inY * inY - outY * outY
    state.summedX += state.squaresX
    state.summedY += state.squaresY
    let spreadX = length * state.squaresX - state.sumX * state.sumX
    let spreadY = length * state.squaresY - state.sumY * state.sumY
    if (spreadX < length * state.summedX * 1e-6 || spreadY < length * state.summedY * 1e-6) {
      let shiftX = 0
      let shiftY = 0
      for (let k = 0; k < length; k++) {
        shiftX += w(k) - x
        shiftY += state.ring[k]! - y
      }
      const baseX = x + shiftX / length
      const baseY = y + shiftY / length
      let sumX = 0
      let sumY = 0
      let products = 0
      let squaresX = 0
      let squaresY = 0
      let at = state.at
      for (let k = length - 1; k >= 0; k--) {
        const dx = w(k) - baseX
        const dy = state.ring[at]! - baseY
        at = at === length - 1 ? 0 : at + 1
        sumX += dx
        sumY += dy
        products += dx * dy
        squaresX += dx * dx
        squaresY += dy * dy
      }
      state.baseX = baseX
      state.baseY = baseY
      state.sumX = sumX
      state.sumY = sumY
      state.products = products
      state.squaresX = squaresX
      state.squaresY = squaresY
      state.summedX = squaresX
      state.summedY = squaresY
      spreadX = length * squaresX - sumX * sumX
      spreadY = length * squaresY - sumY * sumY
    }
    const together = length * state.products - state.sumX * state.sumY
    const quotient = together / (Math.sqrt(spreadX) * Math.sqrt(spreadY))
    return Math.max(-1, Math.min(1, quotient))
  },
  reference: ([x = [], y = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / length
      const xs = x.slice(i - length + 1, i + 1)
      const ys = y.slice(i - length + 1, i + 1)
      const flat = [xs, ys].some((values) => values.every((value) => value === values[0]))
      if (flat) return Number.NaN
      const [xMean, yMean] = [mean(xs), mean(ys)]
      const moment = (values: readonly number[], others: readonly number[]) =>
        mean(values.map((value, k) => value * others[k]!))
      const [dx, dy] = [xs.map((value) => value - xMean), ys.map((value) => value - yMean)]
      return moment(dx, dy) / Math.sqrt(moment(dx, dx) * moment(dy, dy))
    }),
  examples: [
    {
      inputs: [
        [1, 2, 3, 3],
        [2, 4, 9, 0],
      ],
      params: [3],
      output: [Number.NaN, Number.NaN, 7 / Math.sqrt(52), 1 / Math.sqrt(244)],
      tolerance: 1e-15,
      source: 'by hand: deviations -1 0 1 and -3 -1 4; -2/3 1/3 1/3 and -1/3 14/3 -13/3',
    },
  ],
}
