import { PRICE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { NOT_NEGATIVE } from '../ranges.ts'
import { CLOSE, HIGH, LOW } from '../specs.ts'

/** True range. */
export const tr: Primitive = {
  name: 'tr',
  doc: `True range: the bar's range, stretched to the previous close where that lies outside. The
first bar has no previous close: its range is high less low.`,
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems (1978); Pine `ta.tr(true)`.',
  inputs: [HIGH, LOW, CLOSE],
  params: [],
  result: { unit: PRICE, weight: 0 },
  optional: false,
  range: NOT_NEGATIVE,
  warmup: () => 0,
  settles: () => 1,
  steady: { started: 1 },
  state: () => ({ previous: 0, started: 0 }),
  step: (
    state: { previous: number; started: number },
    high: number,
    low: number,
    close: number,
  ) => {
    const previous = state.started > 0 ? state.previous : low
    state.previous = close
    state.started = 1
    return Math.max(high, previous) - Math.min(low, previous)
  },
  reference: ([high = [], low = [], close = []]) =>
    high.map((top, i) => {
      const bottom = low[i]!
      if (i === 0) return top - bottom
      const previous = close[i - 1]!
      return Math.max(top - bottom, Math.abs(top - previous), Math.abs(bottom - previous))
    }),
  examples: [
    {
      inputs: [
        [10, 12, 11],
        [8, 11, 9],
        [9, 11.5, 10],
      ],
      params: [],
      output: [2, 3, 2.5],
      tolerance: 0,
      source: 'by hand: the second bar gaps up from 9, the third falls from 11.5',
    },
  ],
}
