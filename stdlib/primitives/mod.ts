import type { Primitive } from '../builtin.ts'

/** Remainder. */
export const mod: Primitive = {
  name: 'mod',
  doc: `The remainder of \`x\` divided by \`y\`, with the sign of \`y\`: \`mod(-1, 5)\` is 4.
Unknown where \`y\` is 0.`,
  source: 'D. E. Knuth, The Art of Computer Programming 1, section 1.2.4 (floored division).',
  inputs: [
    { name: 'x', type: 'number' },
    { name: 'y', type: 'number' },
  ],
  params: [],
  result: { unit: 'same', weight: 'unknown' },
  optional: true,
  range: ([, y]) => ({ low: Math.min(0, y!.low), high: Math.max(0, y!.high) }),
  warmup: () => 0,
  step: (x: number, y: number) => {
    const rest = x % y
    return rest * y < 0 ? rest + y : rest
  },
  reference: ([x = [], y = []]) => x.map((value, i) => ((value % y[i]!) + y[i]!) % y[i]!),
  examples: [
    {
      inputs: [
        [7, -1, -7, 7, 3],
        [5, 5, -5, -5, 0],
      ],
      params: [],
      output: [2, 4, -2, -3, Number.NaN],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
