import { OSCILLATOR } from '../../language/types.ts'
import type { Primitive, Window } from '../builtin.ts'
import { MATH as math } from '../math.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Rank correlation index. */
export const rci: Primitive = {
  name: 'rci',
  doc: `Rank correlation index: Spearman's correlation of the last \`length\` values with their
order in time, from -100 (ever lower) to 100 (ever higher). Equal values share the mean of their
ranks; where all are equal it is 0. Takes time in proportion to \`length\` on each bar.`,
  source: 'C. Spearman (1904); Pine `ta.rci`.',
  inputs: [SERIES],
  params: [{ ...LENGTH, min: 2 }],
  result: { unit: OSCILLATOR, weight: 0 },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length,
  state: (length) => ({ list: new Float64Array(19 * (length + 1)), slot: 0, seen: 0 }),
  step: (
    state: { list: Float64Array; slot: number; seen: number },
    w: Window,
    x: number,
    length: number,
  ) => {
    if (state.seen < length) state.seen += 1
    else math.sortedRemove(state.list, w(length))
    math.sortedInsert(state.list, state.slot, x)
    state.slot = state.slot === length - 1 ? 0 : state.slot + 1
    const middle = (length + 1) / 2
    let products = 0
    let spread = 0
    for (let k = 0; k < state.seen; k++) {
      const value = w(k)
      const below = math.sortedBelow(state.list, value)
      const rank = (below + math.sortedUpTo(state.list, value) + 1) / 2 - middle
      products += rank * (length - k - middle)
      spread += rank * rank
    }
    const most = Math.sqrt((spread * length * (length * length - 1)) / 12)
    return spread > 0 ? (100 * products) / most : 0
  },
  reference: ([x = []], [length = 2]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const window = x.slice(i - length + 1, i + 1)
      const ranks = window.map((value) => {
        const below = window.filter((one) => one < value).length
        return below + (window.filter((one) => one === value).length + 1) / 2
      })
      const distances = ranks.map((rank) => rank - (length + 1) / 2)
      const times = window.map((_, k) => k - (length - 1) / 2)
      const total = (values: readonly number[]) => values.reduce((a, b) => a + b)
      const spread = total(distances.map((one) => one * one))
      const both = total(distances.map((one, k) => one * times[k]!))
      return spread === 0 ? 0 : (100 * both) / Math.sqrt(spread * total(times.map((t) => t * t)))
    }),
  examples: [
    {
      inputs: [[1, 2, 3, 1, 1]],
      params: [3],
      output: [Number.NaN, Number.NaN, 100, -50, -50 * Math.sqrt(3)],
      tolerance: 1e-12,
      source: 'by hand: ranks 2 3 1, then 3 1.5 1.5 with deviations 1 -0.5 -0.5',
    },
  ],
}
