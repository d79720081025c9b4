import { BARE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { MATH as math } from '../math.ts'

/** Arc tangent. */
export const atan: Primitive = {
  name: 'atan',
  doc: 'The angle in radians, between -1.5708 and 1.5708, whose tangent is `x`.',
  source: 'fdlibm s_atan.c, see stdlib/trigonometry.ts.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: BARE, weight: 'unknown' },
  optional: false,
  warmup: () => 0,
  step: (x: number) => math.atan(x),
  reference: ([x = []]) => x.map((value) => Math.atan(value)),
  examples: [
    {
      inputs: [[0, 1, -1, 1e300]],
      params: [],
      output: [0, Math.PI / 4, -Math.PI / 4, Math.PI / 2],
      tolerance: 1e-15,
      source: 'by hand',
    },
  ],
}
