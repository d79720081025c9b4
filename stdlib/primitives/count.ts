import { BARS } from '../../language/types.ts'
import type { Primitive, Window } from '../builtin.ts'
import { LENGTH } from '../specs.ts'

/** In how many of the last ticks a condition held. */
export const count: Primitive = {
  name: 'count',
  doc: 'On how many of the last `length` bars the condition was true, this bar included.',
  source: 'The definition.',
  inputs: [{ name: 'condition', type: 'bool' }],
  params: [LENGTH],
  result: { unit: BARS, weight: 'unknown' },
  optional: false,
  range: (_, [length]) => ({ low: 0, high: length!.high }),
  warmup: (length) => length - 1,
  window: (length) => length,
  state: () => ({ count: 0 }),
  step: (state: { count: number }, w: Window, condition: number, length: number) => {
    state.count += condition - w(length)
    return state.count
  },
  reference: ([condition = []], [length = 1]) =>
    condition.map((_, i) => {
      if (i < length - 1) return Number.NaN
      return condition.slice(i - length + 1, i + 1).filter((value) => value === 1).length
    }),
  examples: [
    {
      inputs: [[1, 0, 1, 1, 0, 0]],
      params: [3],
      output: [Number.NaN, Number.NaN, 2, 2, 2, 1],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
