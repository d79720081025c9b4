import { BARE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { MATH as math } from '../math.ts'
import { NOT_NEGATIVE } from '../ranges.ts'

/** Exponential. */
export const exp: Primitive = {
  name: 'exp',
  doc: 'e to the power of `x`; unknown where that is too large for a number.',
  source: 'fdlibm e_exp.c, see stdlib/math.ts.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: BARE, weight: 'unknown' },
  optional: true,
  range: NOT_NEGATIVE,
  warmup: () => 0,
  step: (x: number) => math.exp(x),
  reference: ([x = []]) => x.map((value) => Math.exp(value)),
  examples: [
    {
      inputs: [[0, 1, 1000]],
      params: [],
      output: [1, Math.E, Number.NaN],
      tolerance: 1e-15,
      source: 'by hand',
    },
  ],
}
