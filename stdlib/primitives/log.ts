import { BARE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { MATH as math } from '../math.ts'

/** Natural logarithm. */
export const log: Primitive = {
  name: 'log',
  doc: 'The natural logarithm; unknown for 0 and below.',
  source: 'fdlibm e_log.c, see stdlib/math.ts.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: BARE, weight: 'unknown' },
  optional: true,
  warmup: () => 0,
  step: (x: number) => math.log(x),
  reference: ([x = []]) => x.map((value) => Math.log(value)),
  examples: [
    {
      inputs: [[1, Math.E, 0, -1]],
      params: [],
      output: [0, 1, Number.NaN, Number.NaN],
      tolerance: 1e-15,
      source: 'by hand',
    },
  ],
}
