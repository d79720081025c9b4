import type { Primitive, Window } from '../builtin.ts'
import { MATH as math } from '../math.ts'
import { WITHIN } from '../ranges.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Percentile of a window, by nearest rank. */
export const percentile_nearest: Primitive = {
  name: 'percentile_nearest',
  doc: `The lowest of the last \`length\` values that at least \`percentage\` per cent of them do not
exceed: always one of the values. At 0 it is the lowest, at 100 the highest.`,
  source: 'Pine `ta.percentile_nearest_rank`.',
  inputs: [SERIES],
  params: [LENGTH, { name: 'percentage', integer: false, min: 0, max: 100 }],
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
    percentage: number,
  ) => {
    if (state.seen < length) state.seen += 1
    else math.sortedRemove(state.list, w(length))
    math.sortedInsert(state.list, state.slot, x)
    state.slot = state.slot === length - 1 ? 0 : state.slot + 1
    const rank = Math.max(0, Math.ceil((percentage * length) / 100) - 1)
    return math.sortedAt(state.list, Math.min(rank, state.seen - 1))
  },
  reference: ([x = []], [length = 1, percentage = 0]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const sorted = x.slice(i - length + 1, i + 1).sort((a, b) => a - b)
      return sorted[Math.max(0, Math.ceil((percentage * length) / 100) - 1)]!
    }),
  examples: [
    {
      inputs: [[15, 20, 35, 40, 50]],
      params: [5, 40],
      output: [Number.NaN, Number.NaN, Number.NaN, Number.NaN, 20],
      tolerance: 0,
      source: 'Wikipedia, Percentile, nearest-rank method: the 40th of these five is 20',
    },
  ],
}
