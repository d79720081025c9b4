import { OSCILLATOR } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { PER_CENT } from '../ranges.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Relative strength index. */
export const rsi: Primitive = {
  name: 'rsi',
  doc: `Relative strength index: the share of the gains in all movement, both smoothed by Wilder's
average over \`length\` changes, from 0 to 100. Without any movement it is 50.`,
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems (1978); Pine `ta.rsi`.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: OSCILLATOR, weight: 1 },
  optional: false,
  range: PER_CENT,
  warmup: (length) => length,
  settles: (length) => 14 * length,
  steady: { seen: 'length' },
  // `seen` counts changes: the first value makes none.
  state: () => ({ previous: 0, gain: 0, loss: 0, seen: -1 }),
  step: (
    state: { previous: number; gain: number; loss: number; seen: number },
    x: number,
    length: number,
  ) => {
    const change = x - state.previous
    // The change or 0, without a jump: which of the two is hard to guess.
    const gain = (change + Math.abs(change)) / 2
    const loss = gain - change
    state.previous = x
    if (state.seen < length) {
      state.seen += 1
      if (state.seen > 0) {
        state.gain += (gain - state.gain) / state.seen
        state.loss += (loss - state.loss) / state.seen
      }
    } else {
      state.gain += (gain - state.gain) * (1 / length)
      state.loss += (loss - state.loss) * (1 / length)
    }
    const movement = state.gain + state.loss
    return movement > 0 ? 100 * (state.gain / movement) : 50
  },
  reference: ([x = []], [length = 1]) => {
    const wilder = (values: readonly number[]) => {
      let mean = values.slice(0, length).reduce((a, b) => a + b, 0) / length
      return values.map((value, i) => {
        if (i >= length) mean = (mean * (length - 1) + value) / length
        return mean
      })
    }
    const changes = x.slice(1).map((value, i) => value - x[i]!)
    const gains = wilder(changes.map((change) => Math.max(change, 0)))
    const losses = wilder(changes.map((change) => Math.max(-change, 0)))
    return x.map((_, i) => {
      if (i < length) return Number.NaN
      const gain = gains[i - 1]!
      const loss = losses[i - 1]!
      if (gain === 0 && loss === 0) return 50
      return loss === 0 ? 100 : 100 - 100 / (1 + gain / loss)
    })
  },
  examples: [
    {
      inputs: [[10, 11, 10, 12]],
      params: [2],
      output: [Number.NaN, Number.NaN, 50, 1250 / 15],
      tolerance: 1e-13,
      source: 'by hand: gains 1 0 2, losses 0 1 0; averages 0.5 and 0.5, then 1.25 and 0.25',
    },
    {
      inputs: [[5, 5, 5, 6]],
      params: [2],
      output: [Number.NaN, Number.NaN, 50, 100],
      tolerance: 0,
      source: 'the house rule for a flat window; no losses is 100',
    },
  ],
}
