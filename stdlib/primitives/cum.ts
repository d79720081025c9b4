import type { Primitive } from '../builtin.ts'
import { SAME_SIDE } from '../ranges.ts'

/** Cumulative sum. */
export const cum: Primitive = {
  name: 'cum',
  doc: `The sum of all values so far. It depends on where the history begins: compare it with
itself, not with a fixed number.`,
  source: 'Pine `ta.cum`.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: 'same', weight: 'unknown' },
  optional: false,
  range: SAME_SIDE,
  warmup: () => 0,
  settles: 'never',
  state: () => ({ sum: 0 }),
  step: (state: { sum: number }, x: number) => {
    state.sum += x
    return state.sum
  },
  reference: ([x = []]) => x.map((_, i) => x.slice(0, i + 1).reduce((a, b) => a + b)),
  examples: [
    {
      inputs: [[1, 2, -4, 0.5]],
      params: [],
      output: [1, 3, -1, -0.5],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
