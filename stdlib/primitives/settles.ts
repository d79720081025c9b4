import type { Primitive } from '../builtin.ts'

/** A stream with its author's word of when it is settled. */
export const settles: Primitive = {
  name: 'settles',
  doc: `\`x\` itself, and its author's word that where the history began no longer shows in it \`bars\`
bars after what it is made of has settled. What goes through \`prev\` depends on the first bar for all that
the compiler can tell: \`return settles(average, 7 * length)\` tells it more, as a builtin does.`,
  source: 'The definition.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [{ name: 'bars', integer: false, min: 0, max: 1e9 }],
  result: { unit: 'same', weight: 'same' },
  range: ([x]) => x!,
  optional: false,
  warmup: () => 0,
  vouched: true,
  settles: (bars) => Math.ceil(bars),
  step: (x: number) => x,
  reference: ([x = []]) => [...x],
  examples: [
    {
      inputs: [[1, 3, 2]],
      params: [5],
      output: [1, 3, 2],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
