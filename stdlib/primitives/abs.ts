import type { Primitive } from '../builtin.ts'

/** Absolute value. */
export const abs: Primitive = {
  name: 'abs',
  doc: 'The absolute value.',
  source: 'The definition.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  range: ([x]) => ({ low: Math.max(0, x!.low, -x!.high), high: Math.max(-x!.low, x!.high) }),
  warmup: () => 0,
  step: (x: number) => Math.abs(x),
  reference: ([x = []]) => x.map((value) => (value < 0 ? -value : value)),
  examples: [
    {
      inputs: [[-2, 3.5]],
      params: [],
      output: [2, 3.5],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
