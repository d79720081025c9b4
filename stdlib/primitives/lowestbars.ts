import { BARS } from '../../language/types.ts'
import type { Primitive, Window } from '../builtin.ts'
import { PLACE } from '../ranges.ts'
import { LENGTH } from '../specs.ts'

/** Age of a window's lowest value. */
export const lowestbars: Primitive = {
  name: 'lowestbars',
  doc: `How many bars ago the lowest of the last \`length\` values was: 0 on a bar that is the
lowest, and of equal ones the latest counts. Pine's \`ta.lowestbars\` gives it as a negative number.`,
  source: 'Pine `ta.lowestbars`; TA-Lib MININDEX.',
  inputs: [{ name: 'x', type: 'number', natural: 'low' }],
  params: [LENGTH],
  result: { unit: BARS, weight: 'unknown' },
  optional: false,
  range: PLACE,
  warmup: (length) => length - 1,
  window: (length) => length - 1,
  state: (length) => ({
    min: 0,
    left: length,
    next: 0,
    nextLeft: 0,
    age: 0,
    held: 0,
    records: new Float64Array(length),
  }),
  // `min` leaves the window in `left` ticks. Where nothing has replaced it by then, the window is
  // searched from its newest value back, and every lower one is noted by how long it will stay.
  // That search serves for a whole window: the younger records and `next`, the lowest since,
  // tell what comes after. So a tick costs O(1), and most of them one comparison.
  step: (
    state: {
      min: number
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
    if (x <= state.min) {
      state.min = x
      state.left = length
      state.held = 0
    } else {
      if (state.held > 0) {
        state.age += 1
        state.nextLeft -= 1
        if (x <= state.next) {
          state.next = x
          state.nextLeft = length
        }
      }
      if (state.left === 0) {
        if (state.held > 0) {
          state.held -= 1
          const left = state.held > 0 ? state.records[state.held - 1]! - state.age : 0
          if (left > 0 && w(length - left) < state.next) {
            state.min = w(length - left)
            state.left = left
          } else {
            state.min = state.next
            state.left = state.nextLeft
            state.held = 0
          }
        } else {
          let min = x
          let left = length
          for (let k = 1; k < length; k++) {
            if (w(k) < min) {
              min = w(k)
              left = length - k
              state.records[state.held] = left
              state.held += 1
            }
          }
          state.min = min
          state.left = left
          state.next = x
          state.nextLeft = length
          state.age = 0
        }
      }
    }
    return length - state.left
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const window = x.slice(i - length + 1, i + 1)
      const bottom = window.reduce((a, b) => Math.min(b, a))
      return length - 1 - window.lastIndexOf(bottom)
    }),
  examples: [
    {
      inputs: [[0, 2, 0, 1, 2, 3]],
      params: [3],
      output: [Number.NaN, Number.NaN, 0, 1, 2, 2],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
