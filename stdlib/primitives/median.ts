import type { Primitive, Window } from '../builtin.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Moving median. */
export const median: Primitive = {
  name: 'median',
  doc: `The median of the last \`length\` values; of an even number the mean of the middle two.
Takes time in proportion to \`length\` on each bar.`,
  source: 'Pine `ta.median`.',
  inputs: [SERIES],
  params: [LENGTH],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  warmup: (length) => length - 1,
  window: (length) => length,
  state: (length) => ({ sorted: new Float64Array(length), seen: 0 }),
  step: (state: { sorted: Float64Array; seen: number }, w: Window, x: number, length: number) => {
    let held = state.seen
    if (held < length) {
      state.seen += 1
    } else {
      held = length - 1
      const leaving = w(length)
      let gap = 0
      while (state.sorted[gap]! < leaving) gap += 1
      for (; gap < held; gap++) state.sorted[gap] = state.sorted[gap + 1]!
    }
    while (held > 0 && state.sorted[held - 1]! > x) {
      state.sorted[held] = state.sorted[held - 1]!
      held -= 1
    }
    state.sorted[held] = x
    const below = Math.floor((length - 1) / 2)
    const above = Math.floor(length / 2)
    return below === above
      ? state.sorted[below]!
      : (state.sorted[below]! + state.sorted[above]!) / 2
  },
  reference: ([x = []], [length = 1]) =>
    x.map((_, i) => {
      if (i < length - 1) return Number.NaN
      const sorted = x.slice(i - length + 1, i + 1).sort((a, b) => a - b)
      const middle = Math.floor(length / 2)
      return length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
    }),
  examples: [
    {
      inputs: [[3, 1, 2, 9, 8]],
      params: [3],
      output: [Number.NaN, Number.NaN, 2, 2, 8],
      tolerance: 0,
      source: 'by hand',
    },
    {
      inputs: [[3, 1, 2, 9]],
      params: [2],
      output: [Number.NaN, 2, 1.5, 5.5],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}
