import { PRICE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'
import { CLOSE, HIGH, LOW } from '../specs.ts'

/** Parabolic stop and reverse. */
export const psar: Primitive = {
  name: 'psar',
  doc: `Wilder's parabolic stop and reverse: below the market while it rises, above it while it
falls. On each bar it goes a fraction of its distance to the extreme of the trend; the fraction
begins at \`start\` and grows by \`step\`, up to \`most\`, with every new extreme. The first trend
is that of the first two closes.`,
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems (1978); Pine `ta.sar`.',
  inputs: [HIGH, LOW, CLOSE],
  params: [
    { name: 'start', integer: false, min: 0, max: 10, value: 0.02 },
    { name: 'step', integer: false, min: 0, max: 10, value: 0.02 },
    { name: 'most', integer: false, min: 0, max: 10, value: 0.2 },
  ],
  result: { unit: PRICE, weight: 1 },
  optional: false,
  warmup: () => 1,
  settles: 'never',
  steady: { seen: 2 },
  // `side` is 1 while the stop is below the market and -1 above it; highs and lows of the last two
  // bars bound it.
  state: () => ({
    sar: 0,
    extreme: 0,
    pace: 0,
    side: 0,
    seen: 0,
    close: 0,
    high1: 0,
    high2: 0,
    low1: 0,
    low2: 0,
  }),
  step: (
    state: {
      sar: number
      extreme: number
      pace: number
      side: number
      seen: number
      close: number
      high1: number
      high2: number
      low1: number
      low2: number
    },
    high: number,
    low: number,
    close: number,
    start: number,
    step: number,
    most: number,
  ) => {
    let turned = 0
    if (state.seen === 1) {
      state.side = close > state.close ? 1 : -1
      state.extreme = state.side > 0 ? high : low
      state.sar = state.side > 0 ? state.low1 : state.high1
      state.pace = start
      turned = 1
    }
    if (state.seen > 0) {
      state.sar += state.pace * (state.extreme - state.sar)
      if (state.side > 0 && state.sar > low) {
        turned = 1
        state.side = -1
        state.sar = Math.max(high, state.extreme)
        state.extreme = low
        state.pace = start
      } else if (state.side < 0 && state.sar < high) {
        turned = 1
        state.side = 1
        state.sar = Math.min(low, state.extreme)
        state.extreme = high
        state.pace = start
      }
      if (turned === 0 && (state.side > 0 ? high > state.extreme : low < state.extreme)) {
        state.extreme = state.side > 0 ? high : low
        state.pace = Math.min(state.pace + step, most)
      }
      if (state.side > 0) {
        state.sar = Math.min(state.sar, state.low1)
        if (state.seen > 1) state.sar = Math.min(state.sar, state.low2)
      } else {
        state.sar = Math.max(state.sar, state.high1)
        if (state.seen > 1) state.sar = Math.max(state.sar, state.high2)
      }
    }
    state.high2 = state.high1
    state.low2 = state.low1
    state.high1 = high
    state.low1 = low
    state.close = close
    if (state.seen < 2) state.seen += 1
    return state.sar
  },
  reference: ([high = [], low = [], close = []], [start = 0, step = 0, most = 0]) => {
    const out = [Number.NaN]
    let rising = close[1]! > close[0]!
    let sar = rising ? low[0]! : high[0]!
    let extreme = rising ? high[1]! : low[1]!
    let pace = start
    for (let i = 1; i < high.length; i++) {
      sar += pace * (extreme - sar)
      const turns = rising ? sar > low[i]! : sar < high[i]!
      if (turns) {
        rising = !rising
        sar = rising ? Math.min(low[i]!, extreme) : Math.max(high[i]!, extreme)
        extreme = rising ? high[i]! : low[i]!
        pace = start
      } else if (i > 1 && (rising ? high[i]! > extreme : low[i]! < extreme)) {
        extreme = rising ? high[i]! : low[i]!
        pace = Math.min(pace + step, most)
      }
      const before = (column: readonly number[]) => column.slice(Math.max(0, i - 2), i)
      sar = rising ? Math.min(sar, ...before(low)) : Math.max(sar, ...before(high))
      out.push(sar)
    }
    return out
  },
  examples: [
    {
      inputs: [
        [11, 12, 14, 15, 15],
        [9, 10, 12, 13, 8],
        [10, 11, 13, 14, 9],
      ],
      params: [0.1, 0.1, 0.2],
      output: [Number.NaN, 9, 9, 10, 15],
      tolerance: 1e-12,
      source: 'by hand: 9.3 and 9.57 are held at the lows before, 10 is one; then it turns',
    },
  ],
}
