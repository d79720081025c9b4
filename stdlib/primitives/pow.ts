import { BARE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { MATH as math } from '../math.ts'

/** Power. */
export const pow: Primitive = {
  name: 'pow',
  doc: `\`x\` to the power of \`y\`; unknown where that is no finite number, such as a root of a
negative one.`,
  source: 'fdlibm e_pow.c, see stdlib/math.ts.',
  inputs: [
    { name: 'x', type: 'number' },
    { name: 'y', type: 'number' },
  ],
  params: [],
  result: { unit: BARE, weight: 'unknown' },
  optional: true,
  warmup: () => 0,
  step: (x: number, y: number) => math.pow(x, y),
  reference: ([x = [], y = []]) => x.map((value, i) => value ** y[i]!),
  examples: [
    {
      inputs: [
        [2, 9, -8, -1],
        [10, 0.5, 3, 0.5],
      ],
      params: [],
      output: [1024, 3, -512, Number.NaN],
      tolerance: 1e-12,
      source: 'by hand',
    },
  ],
}
