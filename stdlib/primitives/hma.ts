import type { Primitive, Window } from '../builtin.ts'
import { LENGTH, SERIES } from '../specs.ts'

/** Hull moving average. */
export const hma: Primitive = {
  name: 'hma',
  doc: `Hull's average: \`2 * wma(x, length / 2) - wma(x, length)\`, weighted once more over the
square root of \`length\`; both are rounded down. It may lie outside what was traded.`,
  source: 'A. Hull (2005); Pine `ta.hma`.',
  inputs: [SERIES],
  params: [{ ...LENGTH, min: 2 }],
  result: { unit: 'same', weight: 'same' },
  optional: false,
  warmup: (length) => length - 2 + Math.floor(Math.sqrt(length)),
  window: (length) => length,
  // Three weighted averages, each kept as `wma` keeps its own: plain and weighted sums, made afresh
  // every so often. `ring` holds what the third is over, newest at `at`.
  state: (length) => ({
    sum: 0,
    weighted: 0,
    left: length,
    halfSum: 0,
    halfWeighted: 0,
    ring: new Float64Array(Math.floor(Math.sqrt(length))),
    at: 0,
    rawSum: 0,
    rawWeighted: 0,
  }),
  step: (
    state: {
      sum: number
      weighted: number
      left: number
      halfSum: number
      halfWeighted: number
      ring: Float64Array
      at: number
      rawSum: number
      rawWeighted: number
    },
    w: Window,
    x: number,
    length: number,
  ) => {
    const half = Math.floor(length / 2)
    const root = Math.floor(Math.sqrt(length))
    state.left -= 1
    if (state.left > 0) {
      state.weighted += length * x - state.sum
      state.sum += x - w(length)
      state.halfWeighted += half * x - state.halfSum
      state.halfSum += x - w(half)
    } else {
      let sum = 0
      let weighted = 0
      for (let k = 0; k < length; k++) {
        sum += w(k)
        weighted += sum
        if (k === half - 1) {
          state.halfSum = sum
          state.halfWeighted = weighted
        }
      }
      state.sum = sum
      state.weighted = weighted
      state.left = length
    }
    const raw =
      (4 * state.halfWeighted) / (half * (half + 1)) -
      (2 * state.weighted) / (length * (length + 1))
    const leaving = state.ring[state.at]!
    state.ring[state.at] = raw
    if (state.at < root - 1) {
      state.at += 1
      state.rawWeighted += root * raw - state.rawSum
      state.rawSum += raw - leaving
    } else {
      state.at = 0
      let sum = 0
      let weighted = 0
      for (let k = root - 1; k >= 0; k--) {
        sum += state.ring[k]!
        weighted += sum
      }
      state.rawSum = sum
      state.rawWeighted = weighted
    }
    return (2 * state.rawWeighted) / (root * (root + 1))
  },
  reference: ([x = []], [length = 2]) => {
    const wma = (values: readonly number[], n: number) =>
      values.map((_, i) => {
        let total = 0
        for (let k = 0; k < n; k++) total += (values[i - k] ?? Number.NaN) * (n - k)
        return (2 * total) / (n * (n + 1))
      })
    const slow = wma(x, length)
    const raw = wma(x, Math.floor(length / 2)).map((fast, i) => 2 * fast - slow[i]!)
    return wma(raw, Math.floor(Math.sqrt(length)))
  },
  examples: [
    {
      inputs: [[1, 2, 3, 4, 5, 9]],
      params: [4],
      output: [Number.NaN, Number.NaN, Number.NaN, Number.NaN, 5, 118 / 15],
      tolerance: 1e-14,
      source: 'by hand: a straight line is followed without lag; then 2 · 23/3 - 62/10 = 274/30',
    },
  ],
}
