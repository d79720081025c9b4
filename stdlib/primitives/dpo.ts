import type { Primitive, Window } from '../builtin.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Detrended price oscillator. */
export const dpo: Primitive = {
  name: 'dpo',
  doc: `Detrended price oscillator: how far \`x\` is above its simple average of
\`length / 2 + 1\` bars ago (rounded down). The centred form, which draws it that many bars back,
would need the future.`,
  source: 'Pine "Detrended Price Oscillator" with `centered = false`.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 0 },
  optional: false,
  warmup: (length) => length + Math.floor(length / 2),
  window: (length) => length + Math.floor(length / 2) + 1,
  // As in sma, `rest` keeps what the sum loses to rounding.
  state: () => ({ sum: 0, rest: 0 }),
  step: (state: { sum: number; rest: number }, w: Window, x: number, length: number) => {
    const back = Math.floor(length / 2) + 1
    const change = w(back) - w(back + length)
    const sum = state.sum + change
    state.rest += change - (sum - state.sum)
    state.sum = sum
    return x - (sum + state.rest) / length
  },
  reference: ([x = []], [length = 1]) =>
    x.map((value, i) => {
      const end = i - Math.floor(length / 2)
      if (end < length) return Number.NaN
      return value - x.slice(end - length, end).reduce((a, b) => a + b) / length
    }),
  examples: [
    {
      inputs: [[1, 2, 3, 9, 5]],
      params: [2],
      output: [Number.NaN, Number.NaN, Number.NaN, 7.5, 2.5],
      tolerance: 1e-14,
      source: 'by hand: 9 less the mean of 1 and 2, 5 less that of 2 and 3',
    },
  ],
}
