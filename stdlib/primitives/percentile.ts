import type { Primitive, Window } from '../builtin.ts'
import { MATH as math } from '../math.ts'
import { SAME_SIDE } from '../ranges.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Percentile of a window, interpolated. */
export const percentile: Primitive = {
  name: 'percentile',
  doc: `The value below which \`percentage\` per cent of the last \`length\` values lie, interpolated
between the two nearest: value k of n in order stands at \`100 * (k - 0.5) / n\`. At 50 it is the
median.`,
  source: 'Pine `ta.percentile_linear_interpolation`.',
  inputs: [SERIES],
  params: [LENGTH, { name: 'percentage', integer: false, min: 0, max: 100 }],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  range: SAME_SIDE,
  warmup: (length) => length - 1,
  window: (length) => length,
  state: (length) => ({ list: new Float64Array(19 * (length + 1)), slot: 0, seen: 0 }),
  step: (
    state: { list: Float64Array; slot: number; seen: number },
    w: Window,
    x: number,
    length: number,
    percentage: number,
  ) => {
    if (state.seen < length) state.seen += 1
    else math.sortedRemove(state.list, w(length))
    math.sortedInsert(state.list, state.slot, x)
    state.slot = state.slot === length - 1 ? 0 : state.slot + 1
    const place = Math.max(0, Math.min(length - 1, (percentage * length) / 100 - 0.5))
    const rank = Math.min(Math.floor(place), state.seen - 1)
    const low = math.sortedAt(state.list, rank)
    const high = math.sortedAt(state.list, Math.min(rank + 1, state.seen - 1))
    return low + (high - low) * (place - Math.floor(place))
  },
  reference: ([x = []], [length = 1, percentage = 0]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const sorted = x.slice(i - length + 1, i + 1).sort((a, b) => a - b)
      const place = Math.max(0, Math.min(length - 1, (percentage / 100) * length - 0.5))
      const low = sorted[Math.floor(place)]!
      return low + (sorted[Math.ceil(place)]! - low) * (place % 1)
    }),
  examples: [
    {
      inputs: [[15, 20, 35, 40, 50]],
      params: [5, 40],
      output: [Number.NaN, Number.NaN, Number.NaN, Number.NaN, 27.5],
      tolerance: 1e-13,
      source: 'Wikipedia, Percentile, first variant: the 40th of these five is 27.5',
    },
  ],
}
