import type { ParamSpec } from '../../language/builtins.ts'
import { PRICE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { HIGH, LOW } from '../specs.ts'

function pace(name: string, value: number): ParamSpec {
  return { name, integer: false, min: 0, max: 10, value }
}

/** Parabolic stop and reverse, with options. */
export const sarext: Primitive = {
  name: 'sarext',
  doc: `Wilder's parabolic stop and reverse with TA-Lib's options: positive where it is below a
rising market, negative where it is above a falling one, so that \`abs(sarext())\` is the level. A
pace of its own for each side; a new stop is a part \`offset\` farther away. It begins in the
direction of the first movement, or at \`start\`, in a fall where that is negative. A touch turns it.`,
  source: 'TA-Lib SAREXT; J. W. Wilder, New Concepts in Technical Trading Systems (1978).',
  inputs: [HIGH, LOW],
  params: [
    { name: 'start', integer: false, min: -1e12, max: 1e12, value: 0 },
    { name: 'offset', integer: false, min: 0, max: 1, value: 0 },
    pace('long_start', 0.02),
    pace('long_step', 0.02),
    pace('long_most', 0.2),
    pace('short_start', 0.02),
    pace('short_step', 0.02),
    pace('short_most', 0.2),
  ],
  result: { unit: PRICE, weight: 'unknown' },
  optional: false,
  warmup: () => 1,
  settles: 'never',
  steady: { seen: 2 },
  // `sar` is of the next bar, `side` 1 where it is below the market and -1 above it.
  state: () => ({ sar: 0, extreme: 0, pace: 0, side: 0, seen: 0, high1: 0, low1: 0 }),
  step: (
    state: {
      sar: number
      extreme: number
      pace: number
      side: number
      seen: number
      high1: number
      low1: number
    },
    high: number,
    low: number,
    start: number,
    offset: number,
    longStart: number,
    longStep: number,
    longMost: number,
    shortStart: number,
    shortStep: number,
    shortMost: number,
  ) => {
    if (state.seen === 1) {
      const fall = state.low1 - low
      const falls = start === 0 ? fall > 0 && high - state.high1 < fall : start < 0
      state.side = falls ? -1 : 1
      state.extreme = falls ? low : high
      state.sar = start === 0 ? (falls ? state.high1 : state.low1) : Math.abs(start)
      state.pace = falls ? Math.min(shortStart, shortMost) : Math.min(longStart, longMost)
      state.high1 = high
      state.low1 = low
    }
    if (state.side > 0 && low <= state.sar) {
      state.side = -1
      state.sar = Math.max(state.extreme, state.high1, high) * (1 + offset)
      state.pace = Math.min(shortStart, shortMost)
      state.extreme = low
    } else if (state.side < 0 && high >= state.sar) {
      state.side = 1
      state.sar = Math.min(state.extreme, state.low1, low) * (1 - offset)
      state.pace = Math.min(longStart, longMost)
      state.extreme = high
    } else if (state.side > 0 && high > state.extreme) {
      state.extreme = high
      state.pace = Math.min(state.pace + longStep, longMost)
    } else if (state.side < 0 && low < state.extreme) {
      state.extreme = low
      state.pace = Math.min(state.pace + shortStep, shortMost)
    }
    const sar = state.sar * state.side
    const next = state.sar + state.pace * (state.extreme - state.sar)
    state.sar = state.side > 0 ? Math.min(next, state.low1, low) : Math.max(next, state.high1, high)
    state.high1 = high
    state.low1 = low
    if (state.seen < 2) state.seen += 1
    return sar
  },
  reference: ([high = [], low = []], params) => {
    const [start = 0, offset = 0, ...paces] = params
    const out = [Number.NaN]
    // Prices times `side`, so that all is written for a rise.
    const top = (i: number) => (side > 0 ? high[i]! : -low[i]!)
    const bottom = (i: number) => (side > 0 ? low[i]! : -high[i]!)
    const [first = 0, step = 0, most = 0, ...short] = paces
    const of = () => (side > 0 ? [first, step, most] : short) as [number, number, number]
    const begin = () => Math.min(of()[0], of()[2])
    const fall = low[0]! - low[1]!
    const falls = start === 0 ? fall > 0 && high[1]! - high[0]! < fall : start < 0
    let side = falls ? -1 : 1
    let sar = start === 0 ? bottom(0) : start
    let extreme = top(1)
    let factor = begin()
    for (let i = 1; i < high.length; i++) {
      const before = i === 1 ? 1 : i - 1
      if (bottom(i) <= sar) {
        const reached = Math.max(extreme, top(before), top(i))
        side = -side
        sar = -reached * (1 - side * offset)
        extreme = top(i)
        factor = begin()
      } else if (top(i) > extreme) {
        extreme = top(i)
        factor = Math.min(factor + of()[1], of()[2])
      }
      out.push(sar)
      sar = Math.min(sar + factor * (extreme - sar), bottom(before), bottom(i))
    }
    return out
  },
  examples: [
    {
      inputs: [
        [11, 12, 14, 15, 15],
        [9, 10, 12, 13, 8],
      ],
      params: [0, 0, 0.1, 0.1, 0.2, 0.1, 0.1, 0.2],
      output: [Number.NaN, 9, 9.3, 10, -15],
      tolerance: 1e-12,
      source: 'by hand: 10.24 is held at the low before; 8 touches 11, and the high of 15 is next',
    },
    {
      inputs: [
        [11, 12, 14],
        [9, 10, 12],
      ],
      params: [-13, 0.01, 0.1, 0.1, 0.2, 0.1, 0.1, 0.2],
      output: [Number.NaN, -13, 9.9],
      tolerance: 1e-12,
      source: 'by hand: a fall from 13, which 14 turns a hundredth below the low of 10',
    },
  ],
}
