import { MATH } from '../../stdlib/math.ts'
import type { SimulatedBroker } from './broker.ts'
import { closeOut, fillBar, simulatedBroker, takeOrders } from './broker.ts'
import { barClosed } from './engine.ts'
import { findQuietBand } from './match.ts'
import { recordOf } from './record.ts'
import type { RunInput, RunResult } from './result.ts'
import type { EngineState } from './state.ts'
import { engineState, equityAt } from './state.ts'

const DEFAULT_BLOCK_LENGTH = 4096
/**
 * Bars in the first block; each next one is twice as long. An engine that compiles while it runs
 * (V8's on-stack replacement) must have seen a loop end before the loop is hot, or it throws its
 * code away at every end.
 */
const FIRST_BLOCK_LENGTH = 32

/**
 * Runs a strategy over history. The same input gives the same result, to the last bit, whichever
 * driver and block length. Throws only on our own mistakes; bars and parameters are validated by
 * the caller.
 */
export function backtest(input: RunInput): RunResult {
  const { module, parameters, bars, options } = input
  const { driver = 'skip', blockLength = DEFAULT_BLOCK_LENGTH, tradeFrom = 0 } = options
  if (!(options.cash > 0)) throw new RangeError(`start capital must be positive: ${options.cash}`)
  if (!(blockLength >= 1)) throw new RangeError(`block length must be at least 1: ${blockLength}`)
  const bound = module.bind(parameters, bars, MATH)
  bound.reserve(bars.length)
  const { rules, everyBar } = module.meta
  const { policy, costs, instrument, cash } = options
  const state = engineState({ bound, rules, everyBar, bars, policy, costs, instrument }, cash)
  const broker = simulatedBroker(policy)
  const walk = driver === 'visit' || everyBar ? visitBars : skipBars
  let barsInMarket = 0
  let length = Math.min(blockLength, FIRST_BLOCK_LENGTH)
  for (let from = 0, to = 0; from < bars.length; from = to) {
    const end = from < tradeFrom ? tradeFrom : bars.length
    to = Math.min(from + length, bars.length, end)
    length = Math.min(blockLength, 2 * length)
    bound.advance(from, to)
    if (from < tradeFrom) watchBars(state, from, to)
    else barsInMarket += walk(state, broker, from, to)
  }
  const last = bars.length - 1
  if (last >= 0 && (options.endOfRun ?? policy.endOfRun) === 'close') {
    closeOut(state, last)
    state.equity[last] = equityAt(state, last)
  }
  return recordOf(state, broker.ambiguous, barsInMarket)
}

/** The bars in [from, to) are before the run: the strategy sees them, and no rule may act. */
function watchBars(state: EngineState, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    barClosed(state, i, 0)
    state.equity[i] = equityAt(state, i)
  }
}

/** Every bar in [from, to); returns at how many closes a position was open. */
function visitBars(state: EngineState, broker: SimulatedBroker, from: number, to: number): number {
  let held = 0
  for (let i = from; i < to; i++) {
    visitBar(state, broker, i)
    if (state.position !== 0) held += 1
  }
  return held
}

/** One bar: its fills, its decision, its mark. */
function visitBar(state: EngineState, broker: SimulatedBroker, i: number): void {
  if (state.working.length > 0) fillBar(broker, state, i)
  barClosed(state, i)
  takeOrders(broker, state, i)
  state.equity[i] = equityAt(state, i)
}

/** Only the bars in [from, to) at which something can happen; the rest are marked in a run. */
function skipBars(state: EngineState, broker: SimulatedBroker, from: number, to: number): number {
  let held = 0
  for (let i = from; i < to; i++) {
    const next = markQuietBars(state, broker, i, to)
    if (state.position !== 0) held += next - i
    i = next
    if (i === to) break
    // The bars passed over have closed: what is sized at its fill looks at the last of them.
    state.bar = i - 1
    visitBar(state, broker, i)
    if (state.working.length > 0) findQuietBand(state.working, broker.quiet)
    if (state.position !== 0) held += 1
  }
  return held
}

/**
 * Marks equity from bar i up to the next bar at which a relevant rule may fire, an order may fill
 * or expires, or `to`; returns that bar. The hot loop of a backtest.
 */
function markQuietBars(
  state: EngineState,
  broker: SimulatedBroker,
  from: number,
  to: number,
): number {
  const { equity, relevant, cash } = state
  const { signals } = state.bound
  const { low, high, close } = state.bars
  const { down, up } = broker.quiet
  const end = Math.min(to, Math.max(from, state.nextExpiry))
  let i = from
  if (state.working.length > 0) {
    if (down === Number.POSITIVE_INFINITY) return from
    const factor = state.position * state.instrument.multiplier
    for (; i < end; i++) {
      if ((signals[i]! & relevant) !== 0 || low[i]! <= down || high[i]! >= up) break
      equity[i] = cash + factor * close[i]!
    }
  } else if (state.position !== 0) {
    const factor = state.position * state.instrument.multiplier
    for (; i < end && (signals[i]! & relevant) === 0; i++) equity[i] = cash + factor * close[i]!
  } else {
    for (; i < end && (signals[i]! & relevant) === 0; i++) equity[i] = cash
  }
  return i
}
