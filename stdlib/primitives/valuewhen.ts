import { BARE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'

/** A value held from when a condition was last true. */
export const valuewhen: Primitive = {
  name: 'valuewhen',
  doc: 'The value of `x` on the last bar where the condition was true; unknown before it ever was.',
  source: 'Pine `ta.valuewhen` with occurrence 0.',
  inputs: [
    { name: 'condition', type: 'bool' },
    { name: 'x', type: 'number' },
  ],
  params: [],
  // Inputs without a unit, such as the condition, may or may not be in the list: x is its last.
  result: { unit: (inputs) => inputs.at(-1) ?? BARE, weight: 'unknown' },
  optional: true,
  range: ([, x]) => x!,
  warmup: () => 0,
  state: () => ({ value: Number.NaN }),
  step: (state: { value: number }, condition: number, x: number) => {
    state.value = condition > 0 ? x : state.value
    return state.value
  },
  reference: ([condition = [], x = []]) =>
    condition.map((_, i) => {
      const last = condition.lastIndexOf(1, i)
      return last < 0 ? Number.NaN : x[last]!
    }),
  examples: [
    {
      inputs: [
        [0, 1, 0, 0, 1],
        [5, 6, 7, 8, 9],
      ],
      params: [],
      output: [Number.NaN, 6, 6, 6, 9],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
