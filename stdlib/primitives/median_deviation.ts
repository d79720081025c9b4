import type { Primitive, Window } from '../builtin.ts'
import { MATH as math } from '../math.ts'
import { NOT_NEGATIVE } from '../ranges.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Median absolute deviation. */
export const median_deviation: Primitive = {
  name: 'median_deviation',
  doc: `Median absolute deviation: the median of how far the last \`length\` values are from their
median, which outliers do not move. Times 1.4826 it estimates a standard deviation. Takes time in
proportion to \`length\` on each bar.`,
  source: 'F. Hampel, The Influence Curve and Its Role in Robust Estimation (1974); TTR `runMAD`.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 0 },
  optional: false,
  range: NOT_NEGATIVE,
  warmup: (length) => length - 1,
  window: (length) => length,
  state: (length) => ({ list: new Float64Array(19 * (length + 1)), slot: 0, seen: 0 }),
  // Distances grow from the middle outwards: the nearer neighbor is taken until half are.
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
    const half = Math.floor(state.seen / 2)
    const odd = state.seen % 2
    const above = math.sortedAt(state.list, half)
    const middle = odd === 1 ? above : (math.sortedAt(state.list, half - 1) + above) / 2
    let low = half - 1
    let high = half
    let last = 0
    let before = 0
    for (let taken = 0; taken <= half; taken++) {
      before = last
      const down = low < 0 ? 1 / 0 : middle - math.sortedAt(state.list, low)
      const up = high >= state.seen ? 1 / 0 : math.sortedAt(state.list, high) - middle
      if (down < up) low -= 1
      else high += 1
      last = Math.min(down, up)
    }
    return odd === 1 ? last : (before + last) / 2
  },
  reference: ([x = []], [length = 1]) => {
    const median = (values: readonly number[]) => {
      const sorted = [...values].sort((a, b) => a - b)
      const middle = Math.floor(length / 2)
      return length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
    }
    return x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const window = x.slice(i - length + 1, i + 1)
      const center = median(window)
      return median(window.map((value) => Math.abs(value - center)))
    })
  },
  examples: [
    {
      inputs: [[1, 1, 2, 2, 4, 6, 9]],
      params: [7],
      output: [...Array(6).fill(Number.NaN), 1],
      tolerance: 0,
      source: 'Wikipedia, Median absolute deviation: its example',
    },
  ],
}
