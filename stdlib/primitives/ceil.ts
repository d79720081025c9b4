import type { Primitive } from '../builtin.ts'
import { rising } from '../ranges.ts'

/** Round up. */
export const ceil: Primitive = {
  name: 'ceil',
  doc: 'The least whole number not below `x`.',
  source: 'The definition.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  range: rising(Math.ceil),
  warmup: () => 0,
  step: (x: number) => Math.ceil(x),
  reference: ([x = []]) => x.map((value) => -Math.floor(-value)),
  examples: [
    {
      inputs: [[-2.5, 3.5, 4]],
      params: [],
      output: [-2, 4, 4],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
