import type { Primitive, Window } from '../builtin.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Triangular moving average. */
export const trima: Primitive = {
  name: 'trima',
  doc: `Triangular moving average: weights rise in equal steps to the middle of the window and fall
again; the simple average of a simple average, each of about half the length.`,
  source: 'TA-Lib TRIMA; Tulip `trima`.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length,
  // `rising` is the sum of the newer half of the window (the middle value of an odd one too),
  // `falling` of the older half: when the window moves on, the weights of the one rise by one and
  // those of the other fall. All are made afresh every `length` ticks.
  state: (length) => ({ rising: 0, falling: 0, total: 0, left: length }),
  step: (
    state: { rising: number; falling: number; total: number; left: number },
    w: Window,
    x: number,
    length: number,
  ) => {
    const newer = Math.floor((length + 1) / 2)
    const older = length - newer
    const middle = w(newer)
    state.left -= 1
    if (state.left > 0) {
      state.rising += x - middle
      state.total += state.rising - state.falling - (older < newer ? middle : 0)
      state.falling += middle - w(length)
    } else {
      let rising = 0
      let falling = 0
      let total = 0
      for (let k = 0; k < newer; k++) {
        rising += w(k)
        total += (k + 1) * w(k)
      }
      for (let k = newer; k < length; k++) {
        falling += w(k)
        total += (length - k) * w(k)
      }
      state.rising = rising
      state.falling = falling
      state.total = total
      state.left = length
    }
    return state.total / (newer * (older + 1))
  },
  reference: ([x = []], [length = 1]) => {
    const mean = (values: readonly number[], n: number) =>
      values.map((_, i) => {
        let total = 0
        for (let k = 0; k < n; k++) total += values[i - k] ?? Number.NaN
        return total / n
      })
    return mean(mean(x, Math.ceil((length + 1) / 2)), Math.floor((length + 1) / 2))
  },
  examples: [
    {
      inputs: [[1, 2, 4, 8, 16]],
      params: [4],
      output: [Number.NaN, Number.NaN, Number.NaN, 21 / 6, 42 / 6],
      tolerance: 1e-14,
      source: 'by hand: weights 1 2 2 1',
    },
  ],
}
