import { BARE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { UNIT } from '../ranges.ts'

/** Sign of a number. */
export const sign: Primitive = {
  name: 'sign',
  doc: '1 for a positive number, -1 for a negative one, 0 for 0.',
  source: 'The definition.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: BARE, weight: 'unknown' },
  optional: false,
  range: UNIT,
  warmup: () => 0,
  // No jump, for none could guess it.
  step: (x: number) => +(x > 0) - +(x < 0),
  reference: ([x = []]) => x.map((value) => Math.sign(value)),
  examples: [
    {
      inputs: [[-2.5, 0, 7]],
      params: [],
      output: [-1, 0, 1],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
