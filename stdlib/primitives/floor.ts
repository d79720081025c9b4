import type { Primitive } from '../builtin.ts'
import { rising } from '../ranges.ts'

/** Round down. */
export const floor: Primitive = {
  name: 'floor',
  doc: 'The greatest whole number not above `x`.',
  source: 'The definition.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  range: rising(Math.floor),
  warmup: () => 0,
  step: (x: number) => Math.floor(x),
  reference: ([x = []]) =>
    x.map((value) => Math.trunc(value) - (value < Math.trunc(value) ? 1 : 0)),
  examples: [
    {
      inputs: [[-2.5, 3.5, 4]],
      params: [],
      output: [-3, 3, 4],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
