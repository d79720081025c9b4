import type { Primitive, Window } from '../builtin.ts'
import { MATH as math } from '../math.ts'
import { WITHIN } from '../ranges.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Most frequent value of a window. */
export const modal: Primitive = {
  name: 'modal',
  doc: `The most frequent of the last \`length\` values, and of equally frequent ones the lowest.
Takes time in proportion to the number of different values on each bar.`,
  source: 'Pine `ta.mode`.',
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
    let best = x
    let times = 0
    let rank = 0
    while (rank + times < state.seen) {
      const value = math.sortedAt(state.list, rank)
      const next = math.sortedUpTo(state.list, value)
      if (next - rank > times) {
        best = value
        times = next - rank
      }
      rank = next
    }
    return best
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const sorted = x.slice(i - length + 1, i + 1).sort((a, b) => a - b)
      const times = (value: number) => sorted.filter((one) => one === value).length
      return sorted.reduce((best, value) => (times(value) > times(best) ? value : best))
    }),
  examples: [
    {
      inputs: [[3, 1, 3, 2, 1, 1]],
      params: [4],
      output: [Number.NaN, Number.NaN, Number.NaN, 3, 1, 1],
      tolerance: 0,
      source: 'by hand: of 1 3 2 1 it is 1',
    },
  ],
}
