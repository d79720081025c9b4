import type { Unit } from '../../language/types.ts'
import { BARE } from '../../language/types.ts'
import type { Primitive, Window } from '../builtin.ts'
import { LENGTH } from '../specs.ts'

/** Population covariance of two streams. */
export const covariance: Primitive = {
  name: 'covariance',
  doc: `Covariance of the last \`length\` pairs of values, of the population (divided by
\`length\`). What \`beta\` and \`correlation\` are made of. Takes time in proportion to \`length\`
on each bar.`,
  source: 'The definition, E[(x - E x)(y - E y)].',
  inputs: [
    { name: 'x', type: 'number' },
    { name: 'y', type: 'number' },
  ],
  params: [LENGTH],
  result: { unit: ([x = BARE, y = BARE]) => product(x, y), weight: 0 },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length - 1,
  state: (length) => ({ ring: new Float64Array(length), at: 0 }),
  // Deviations are taken from the current pair: near enough to the means that little cancels,
  // and exactly zero throughout a flat window.
  step: (
    state: { ring: Float64Array; at: number },
    w: Window,
    x: number,
    y: number,
    length: number,
  ) => {
    state.at = state.at === 0 ? length - 1 : state.at - 1
    state.ring[state.at] = y
    let at = state.at
    let xs = 0
    let ys = 0
    let products = 0
    for (let k = 0; k < length; k++) {
      const dx = w(k) - x
      const dy = state.ring[at]! - y
      xs += dx
      ys += dy
      products += dx * dy
      at = at === length - 1 ? 0 : at + 1
    }
    return (products - (xs * ys) / length) / length
  },
  reference: ([x = [], y = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / length
      const xs = x.slice(i - length + 1, i + 1)
      const ys = y.slice(i - length + 1, i + 1)
      const flat = [xs, ys].some((values) => values.every((value) => value === values[0]))
      if (flat) return 0
      const [xMean, yMean] = [mean(xs), mean(ys)]
      return mean(xs.map((value, k) => (value - xMean) * (ys[k]! - yMean)))
    }),
  examples: [
    {
      inputs: [
        [1, 2, 3, 3],
        [2, 4, 9, 0],
      ],
      params: [3],
      output: [Number.NaN, Number.NaN, 7 / 3, 1 / 9],
      tolerance: 1e-15,
      source: 'by hand: deviations -1 0 1 and -3 -1 4; -2/3 1/3 1/3 and -1/3 14/3 -13/3',
    },
  ],
}

function product(x: Unit, y: Unit): Unit {
  if (x.kind === 'bare') return y
  if (y.kind === 'bare') return x
  const dimensionless = (unit: Unit) => unit.kind === 'unit' && unit.tag !== 'none'
  return {
    kind: 'unit',
    money: x.money + y.money,
    shares: x.shares + y.shares,
    tag: dimensionless(x) && dimensionless(y) ? x.tag : 'none',
  }
}
