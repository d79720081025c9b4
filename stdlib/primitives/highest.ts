import type { Primitive, Window } from '../builtin.ts'
import { WITHIN } from '../ranges.ts'
import { LENGTH } from '../specs.ts'

/** Highest value of a window. */
export const highest: Primitive = {
  name: 'highest',
  doc: 'The highest of the last `length` values, this bar included; `highest(20)` is of the highs.',
  source: 'Pine `ta.highest`; TA-Lib MAX.',
  inputs: [{ name: 'x', type: 'number', natural: 'high' }],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  range: WITHIN,
  warmup: (length) => length - 1,
  window: (length) => length - 1,
  state: (length) => ({
    max: 0,
    left: length,
    next: 0,
    nextLeft: 0,
    age: 0,
    held: 0,
    records: new Float64Array(length),
  }),
  // `max` leaves the window in `left` ticks. Where nothing has replaced it by then, the window is
  // searched from its newest value back, and every higher one is noted by how long it will stay.
  // That search serves for a whole window: the younger records and `next`, the highest since,
  // tell what comes after. So a tick costs O(1), and most of them one comparison.
  step: (
    state: {
      max: number
      left: number
      next: number
      nextLeft: number
      age: number
      held: number
      records: Float64Array
    },
    w: Window,
    x: number,
    length: number,
  ) => {
    state.left -= 1
    if (x >= state.max) {
      state.max = x
      state.left = length
      state.held = 0
    } else {
      if (state.held > 0) {
        state.age += 1
        state.nextLeft -= 1
        if (x >= state.next) {
          state.next = x
          state.nextLeft = length
        }
      }
      if (state.left === 0) {
        if (state.held > 0) {
          state.held -= 1
          const left = state.held > 0 ? state.records[state.held - 1]! - state.age : 0
          if (left > 0 && w(length - left) > state.next) {
            state.max = w(length - left)
            state.left = left
          } else {
            state.max = state.next
            state.left = state.nextLeft
            state.held = 0
          }
        } else {
          let max = x
          let left = length
          for (let k = 1; k < length; k++) {
            if (w(k) > max) {
              max = w(k)
              left = length - k
              state.records[state.held] = left
              state.held += 1
            }
          }
          state.max = max
          state.left = left
          state.next = x
          state.nextLeft = length
          state.age = 0
        }
      }
    }
    return state.max
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      return x.slice(i - length + 1, i + 1).reduce((a, b) => Math.max(b, a))
    }),
  examples: [
    {
      inputs: [[3, 1, 2, 5, 4, 0, 2]],
      params: [3],
      output: [Number.NaN, Number.NaN, 3, 5, 5, 5, 4],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
