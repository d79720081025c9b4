import { BARS } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { NOT_NEGATIVE } from '../ranges.ts'

/** Age of a condition. */
export const barssince: Primitive = {
  name: 'barssince',
  doc: `How many bars ago the condition was last true: 0 on a bar where it is true, unknown before
it ever was.`,
  source: 'Pine `ta.barssince`.',
  inputs: [{ name: 'condition', type: 'bool' }],
  params: [],
  result: { unit: BARS, weight: 'unknown' },
  optional: true,
  range: NOT_NEGATIVE,
  warmup: () => 0,
  state: () => ({ count: Number.NaN }),
  step: (state: { count: number }, condition: number) => {
    state.count = condition > 0 ? 0 : state.count + 1
    return state.count
  },
  reference: ([condition = []]) =>
    condition.map((_, i) => {
      const last = condition.lastIndexOf(1, i)
      return last < 0 ? Number.NaN : i - last
    }),
  examples: [
    {
      inputs: [[0, 1, 0, 0, 1]],
      params: [],
      output: [Number.NaN, 0, 1, 2, 0],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
