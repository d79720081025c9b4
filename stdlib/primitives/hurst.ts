import { BARE } from '../../language/types.ts'
import type { Primitive, Window } from '../builtin.ts'
import { MATH as math } from '../math.ts'
import { SERIES } from '../specs.ts'

/** Hurst exponent. */
export const hurst: Primitive = {
  name: 'hurst',
  doc: `Hurst exponent of the last \`length\` logarithmic returns by the rescaled range: near 0.5 for a random
walk, above it where moves go on, below it where they turn back. The ranges are those of the whole
window, its halves, quarters and so on, down to eight returns. Unknown where a whole part is flat.
Takes time in proportion to \`length\` on each bar.`,
  source: `H. Hurst, Long-term Storage Capacity of Reservoirs (1951); B. Mandelbrot and J. Wallis
(1969); Stock.Indicators for .NET \`GetHurst\`.`,
  inputs: [SERIES],
  params: [{ name: 'length', integer: true, min: 20, max: 10_000, value: 100 }],
  result: { unit: BARE, weight: 'unknown' },
  optional: true,
  warmup: (length) => length,
  window: (length) => length,
  step: (w: Window, _x: number, length: number) => {
    let sets = 0
    let sumX = 0
    let sumY = 0
    let sumXX = 0
    let sumXY = 0
    for (let parts = 1; parts <= 32 && Math.floor(length / parts) >= 8; parts *= 2) {
      const size = Math.floor(length / parts)
      let total = 0
      for (let part = 0; part < parts; part++) {
        const first = (part + 1) * size - 1
        let mean = 0
        for (let k = first; k > first - size; k--) mean += math.log(w(k) / w(k + 1))
        mean /= size
        let path = 0
        let top = -1 / 0
        let bottom = 1 / 0
        let squares = 0
        for (let k = first; k > first - size; k--) {
          const deviation = math.log(w(k) / w(k + 1)) - mean
          path += deviation
          squares += deviation * deviation
          top = Math.max(top, path)
          bottom = Math.min(bottom, path)
        }
        total += (top - bottom) / Math.sqrt(squares / size)
      }
      const x = math.log(size)
      const y = math.log(total / parts)
      sets += 1
      sumX += x
      sumY += y
      sumXX += x * x
      sumXY += x * y
    }
    return (sumXY - (sumX * sumY) / sets) / (sumXX - (sumX * sumX) / sets)
  },
  reference: ([x = []], [length = 20]) =>
    x.map((_, i) => {
      if (i < length) return Number.NaN
      const prices = x.slice(i - length, i + 1)
      const returns = prices.slice(1).map((price, k) => Math.log(price / prices[k]!))
      const points = [1, 2, 4, 8, 16, 32]
        .filter((parts) => Math.floor(length / parts) >= 8)
        .map((parts) => {
          const size = Math.floor(length / parts)
          const rest = length - parts * size
          const ranges = Array.from({ length: parts }, (__, part) =>
            rescaledRange(returns.slice(rest + part * size, rest + part * size + size)),
          )
          return [Math.log(size), Math.log(average(ranges))] as const
        })
      const [xMean, yMean] = [0, 1].map((k) => average(points.map((point) => point[k]!)))
      const products = points.map(([a, b]) => (a - xMean!) * (b - yMean!))
      return average(products) / average(points.map(([a]) => (a - xMean!) ** 2))
    }),
  examples: [
    {
      inputs: [Array.from({ length: 21 }, (_, i) => (i % 2 === 0 ? 4 : 5))],
      params: [20],
      output: [...Array(20).fill(Number.NaN), 0],
      tolerance: 1e-12,
      source: 'by hand: to and fro, whose path is as wide in ten steps as in twenty',
    },
  ],
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b) / values.length
}

function rescaledRange(values: readonly number[]): number {
  const mean = average(values)
  let path = 0
  const paths = values.map((value) => {
    path += value - mean
    return path
  })
  const spread = Math.sqrt(average(values.map((value) => (value - mean) ** 2)))
  return (Math.max(...paths) - Math.min(...paths)) / spread
}
