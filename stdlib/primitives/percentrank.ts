import { OSCILLATOR } from '../../language/types.ts'
import type { Primitive, Window } from '../builtin.ts'
import { MATH as math } from '../math.ts'
import { PER_CENT } from '../ranges.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Percent rank. */
export const percentrank: Primitive = {
  name: 'percentrank',
  doc: `How many per cent of the \`length\` values before this one are not above it, from 0
to 100.`,
  source: 'Pine `ta.percentrank`.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: OSCILLATOR, weight: 1 },
  optional: false,
  range: PER_CENT,
  warmup: (length) => length,
  window: (length) => length + 1,
  state: (length) => ({ list: new Float64Array(19 * (length + 1)), slot: 0, seen: 0 }),
  step: (
    state: { list: Float64Array; slot: number; seen: number },
    w: Window,
    x: number,
    length: number,
  ) => {
    if (state.seen > length) math.sortedRemove(state.list, w(length + 1))
    if (state.seen > 0) {
      math.sortedInsert(state.list, state.slot, w(1))
      state.slot = state.slot === length - 1 ? 0 : state.slot + 1
    }
    if (state.seen <= length) state.seen += 1
    return (100 * math.sortedUpTo(state.list, x)) / length
  },
  reference: ([x = []], [length = 1]) =>
    x.map((value, i) => {
      if (i < length) return Number.NaN
      return (100 * x.slice(i - length, i).filter((one) => one <= value).length) / length
    }),
  examples: [
    {
      inputs: [[1, 5, 3, 3, 6, 0]],
      params: [2],
      output: [Number.NaN, Number.NaN, 50, 50, 100, 0],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
