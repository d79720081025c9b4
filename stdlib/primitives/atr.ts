import { PRICE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { NOT_NEGATIVE } from '../ranges.ts'
import { CLOSE, HIGH, LENGTH, LOW } from '../specs.ts'

/** Average true range. */
export const atr: Primitive = {
  name: 'atr',
  doc: `Average true range: Wilder's average of \`tr\` over \`length\` bars. A distance in price:
put it below or above a level, \`stop entry_price - 2 * atr(14)\`.`,
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems (1978); Pine `ta.atr`.',
  inputs: [HIGH, LOW, CLOSE],
  params: [LENGTH],
  result: { unit: PRICE, weight: 0 },
  optional: false,
  range: NOT_NEGATIVE,
  warmup: (length) => length - 1,
  settles: (length) => 14 * length,
  steady: { seen: 'length' },
  state: () => ({ previous: 0, mean: 0, seen: 0 }),
  step: (
    state: { previous: number; mean: number; seen: number },
    high: number,
    low: number,
    close: number,
    length: number,
  ) => {
    const previous = state.seen > 0 ? state.previous : low
    const range = Math.max(high, previous) - Math.min(low, previous)
    state.previous = close
    if (state.seen < length) {
      state.seen += 1
      state.mean += (range - state.mean) / state.seen
    } else {
      state.mean += (range - state.mean) * (1 / length)
    }
    return state.mean
  },
  reference: ([high = [], low = [], close = []], [length = 1]) => {
    const ranges = high.map((top, i) => {
      const previous = i === 0 ? low[0]! : close[i - 1]!
      return Math.max(top - low[i]!, Math.abs(top - previous), Math.abs(low[i]! - previous))
    })
    let mean = ranges.slice(0, length).reduce((a, b) => a + b, 0) / length
    return ranges.map((range, i) => {
      if (i < length - 1) return Number.NaN
      if (i >= length) mean = (mean * (length - 1) + range) / length
      return mean
    })
  },
  examples: [
    {
      inputs: [
        [10, 12, 11],
        [8, 11, 9],
        [9, 11.5, 10],
      ],
      params: [2],
      output: [Number.NaN, 2.5, 2.5],
      tolerance: 0,
      source: 'by hand: true ranges 2, 3, 2.5',
    },
  ],
}
