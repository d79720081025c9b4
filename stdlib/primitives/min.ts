import { BARE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'

/** The lesser of two. */
export const min: Primitive = {
  name: 'min',
  doc: 'The lesser of two values on the same bar. Over a window of bars: `lowest`.',
  source: 'The definition.',
  inputs: [
    { name: 'a', type: 'number' },
    { name: 'b', type: 'number' },
  ],
  params: [],
  result: { unit: (inputs) => inputs.find((unit) => unit.kind !== 'bare') ?? BARE, weight: 'same' },
  optional: false,
  range: ([a, b]) => ({ low: Math.min(a!.low, b!.low), high: Math.min(a!.high, b!.high) }),
  warmup: () => 0,
  step: (a: number, b: number) => Math.min(a, b),
  reference: ([a = [], b = []]) => a.map((value, i) => Math.min(b[i]!, value)),
  examples: [
    {
      inputs: [
        [1, 5],
        [2, -3],
      ],
      params: [],
      output: [1, -3],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
