import { BARE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { MATH as math } from '../math.ts'

/** Cosine. */
export const cos: Primitive = {
  name: 'cos',
  doc: 'The cosine of an angle in radians; unknown beyond 823,549.',
  source: 'fdlibm s_cos.c, see stdlib/trigonometry.ts.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: BARE, weight: 'unknown' },
  optional: true,
  warmup: () => 0,
  step: (x: number) => math.cos(x),
  reference: ([x = []]) =>
    x.map((value) => (Math.abs(value) > 823_549 ? Number.NaN : Math.cos(value))),
  examples: [
    {
      inputs: [[0, Math.PI, Math.PI / 3, 1e6]],
      params: [],
      output: [1, -1, 0.5, Number.NaN],
      tolerance: 1e-15,
      source: 'by hand',
    },
  ],
}
