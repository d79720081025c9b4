import { BARE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'

/** The greater of two. */
export const max: Primitive = {
  name: 'max',
  doc: 'The greater of two values on the same bar. Over a window of bars: `highest`.',
  source: 'The definition.',
  inputs: [
    { name: 'a', type: 'number' },
    { name: 'b', type: 'number' },
  ],
  params: [],
  result: { unit: (inputs) => inputs.find((unit) => unit.kind !== 'bare') ?? BARE, weight: 'same' },
  optional: false,
  range: ([a, b]) => ({ low: Math.max(a!.low, b!.low), high: Math.max(a!.high, b!.high) }),
  warmup: () => 0,
  step: (a: number, b: number) => Math.max(a, b),
  reference: ([a = [], b = []]) => a.map((value, i) => Math.max(b[i]!, value)),
  examples: [
    {
      inputs: [
        [1, 5],
        [2, -3],
      ],
      params: [],
      output: [2, 5],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
