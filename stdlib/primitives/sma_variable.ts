import type { Primitive, Window } from '../builtin.ts'
import { SAME_SIDE } from '../ranges.ts'

/** Simple moving average over a length that varies. */
export const sma_variable: Primitive = {
  name: 'sma_variable',
  doc: `The mean of the last \`bars\` values, where \`bars\` is a stream of its own, such as a measured
cycle: its whole part, held between 1 and \`longest\`.`,
  source: 'TA-Lib MAVP; J. Ehlers, Rocket Science for Traders (2001), the instantaneous trendline.',
  inputs: [
    { name: 'x', type: 'number' },
    { name: 'bars', type: 'number' },
  ],
  params: [{ name: 'longest', integer: true, min: 1, max: 1000 }],
  result: { unit: ([x]) => x!, weight: 'unknown' },
  optional: false,
  range: SAME_SIDE,
  warmup: (longest) => longest - 1,
  window: (longest) => longest - 1,
  step: (w: Window, x: number, bars: number, longest: number) => {
    const length = Math.max(1, Math.min(longest, Math.trunc(bars)))
    let sum = x
    for (let k = 1; k < length; k++) sum += w(k)
    return sum / length
  },
  reference: ([x = [], bars = []], [longest = 1]) =>
    x.map((_, i) => {
      if (i < longest - 1) return Number.NaN
      const length = Math.max(1, Math.min(longest, Math.trunc(bars[i]!)))
      return x.slice(i - length + 1, i + 1).reduce((a, b) => a + b) / length
    }),
  examples: [
    {
      inputs: [
        [1, 2, 6, 7, 9],
        [9, 1, 2.9, 9, 0],
      ],
      params: [3],
      output: [Number.NaN, Number.NaN, 4, 5, 9],
      tolerance: 1e-14,
      source: 'by hand',
    },
  ],
}
