import { BARE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { MATH as math } from '../math.ts'

/** Sine. */
export const sin: Primitive = {
  name: 'sin',
  doc: 'The sine of an angle in radians; unknown beyond 823,549.',
  source: 'fdlibm s_sin.c, see stdlib/trigonometry.ts.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: BARE, weight: 'unknown' },
  optional: true,
  warmup: () => 0,
  step: (x: number) => math.sin(x),
  reference: ([x = []]) =>
    x.map((value) => (Math.abs(value) > 823_549 ? Number.NaN : Math.sin(value))),
  examples: [
    {
      inputs: [[0, Math.PI / 2, Math.PI / 6, -Math.PI / 6, 1e6]],
      params: [],
      output: [0, 1, 0.5, -0.5, Number.NaN],
      tolerance: 1e-15,
      source: 'by hand',
    },
  ],
}
