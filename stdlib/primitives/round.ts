import type { Primitive } from '../builtin.ts'
import { rising } from '../ranges.ts'

/** Round to the nearest whole number. */
export const round: Primitive = {
  name: 'round',
  doc: 'The nearest whole number; a half goes up, as in Pine: `round(-2.5)` is -2.',
  source: 'Pine `math.round`.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  range: rising((x) => (x - Math.floor(x) >= 0.5 ? Math.floor(x) + 1 : Math.floor(x))),
  warmup: () => 0,
  step: (x: number) => (x - Math.floor(x) >= 0.5 ? Math.floor(x) + 1 : Math.floor(x)),
  reference: ([x = []]) => x.map((value) => Math.round(value)),
  examples: [
    {
      inputs: [[-2.5, 2.5, 3.49]],
      params: [],
      output: [-2, 3, 3],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
