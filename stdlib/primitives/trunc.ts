import type { Primitive } from '../builtin.ts'
import { rising } from '../ranges.ts'

/** Whole part. */
export const trunc: Primitive = {
  name: 'trunc',
  doc: 'The whole part of `x`: rounded towards 0.',
  source: 'The definition.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: 'same', weight: 'unknown' },
  optional: false,
  range: rising(Math.trunc),
  warmup: () => 0,
  step: (x: number) => Math.trunc(x),
  reference: ([x = []]) => x.map((value) => (value < 0 ? Math.ceil(value) : Math.floor(value))),
  examples: [
    { inputs: [[1.7, -1.7, 3]], params: [], output: [1, -1, 3], tolerance: 0, source: 'by hand' },
  ],
}
