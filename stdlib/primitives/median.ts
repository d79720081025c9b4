import type { Primitive, Window } from '../builtin.ts'
import { MATH as math } from '../math.ts'
import { WITHIN } from '../ranges.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Moving median. */
export const median: Primitive = {
  name: 'median',
  doc: 'The median of the last `length` values; of an even number the mean of the middle two.',
  source: 'Pine `ta.median`.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  range: WITHIN,
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
    const above = math.sortedAt(state.list, Math.floor(state.seen / 2))
    return state.seen % 2 === 1
      ? above
      : (math.sortedAt(state.list, state.seen / 2 - 1) + above) / 2
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const sorted = x.slice(i - length + 1, i + 1).sort((a, b) => a - b)
      const middle = Math.floor(length / 2)
      return length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
    }),
  examples: [
    {
      inputs: [[3, 1, 2, 9, 8]],
      params: [3],
      output: [Number.NaN, Number.NaN, 2, 2, 8],
      tolerance: 0,
      source: 'by hand',
    },
    {
      inputs: [[3, 1, 2, 9]],
      params: [2],
      output: [Number.NaN, 2, 1.5, 5.5],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
