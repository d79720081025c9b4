import { MATH } from '../../stdlib/math.ts'
import { chargeBorrow, nextBorrowDue } from './borrow.ts'
import type { SimulatedBroker } from './broker.ts'
import { closeOut, fillBar, simulatedBroker, takeOrders } from './broker.ts'
import { barClosed } from './engine.ts'
import { beginBar } from './expiry.ts'
import { maintenanceClose, nextMarginStep } from './margin.ts'
import type { QuietBand } from './match.ts'
import { findQuietBand } from './match.ts'
import { BUY, type Lot, type Order, type Side } from './order.ts'
import { recordOf } from './record.ts'
import type { RunInput, RunResult } from './result.ts'
import { nextSessionStep } from './sessions.ts'
import type { EngineState } from './state.ts'
import { engineState, equityAt } from './state.ts'
import { finish, type Steps } from './steps.ts'
import { follow, hasBegun, hasTrailingStop, isNearer, stopOf, trailStops } from './trail.ts'

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
  return finish(backtestSteps(input))
}

/** The same, a block of bars a step. */
export function* backtestSteps(input: RunInput): Steps<RunResult> {
  const { module, parameters, bars, options, finer } = input
  const { driver = 'skip', blockLength = DEFAULT_BLOCK_LENGTH, tradeFrom = 0 } = options
  if (!(options.cash > 0)) throw new RangeError(`start capital must be positive: ${options.cash}`)
  if (!(blockLength >= 1)) throw new RangeError(`block length must be at least 1: ${blockLength}`)
  const bound = module.bind(parameters, bars, MATH)
  bound.reserve(bars.length)
  const { rules, everyBar, risk } = module.meta
  const { policy, cash } = options
  const state = engineState(
    { ...options, bound, rules, everyBar, bars, ...(risk && { risk }) },
    cash,
  )
  const broker = simulatedBroker(policy, finer)
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
    yield to
  }
  const last = bars.length - 1
  if (last >= 0 && (options.endOfRun ?? policy.endOfRun) === 'close') {
    state.bar = last
    closeOut(state, last)
    state.equity[last] = equityAt(state, last)
  }
  return recordOf(state, broker, barsInMarket, options.lots)
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
  chargeBorrow(state, i)
  if (state.masks.byClock !== 0) beginBar(state, i)
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
    if (state.bars.rates !== undefined) markConverted(state, i, next)
    if (state.position !== 0) held += next - i
    i = next
    if (i === to) break
    // The bars passed over have closed: what is sized at its fill looks at the last of them.
    state.bar = i - 1
    visitBar(state, broker, i)
    if (state.working.length > 0 || state.watchesMargin) findQuiet(state, broker.quiet)
    if (state.position !== 0) held += 1
  }
  return held
}

/** The marks of quiet bars where the account has another currency. */
function markConverted(state: EngineState, from: number, to: number): void {
  for (let i = from; i < to; i++) state.equity[i] = equityAt(state, i)
}

/** The band of prices in which no order fills and no position is liquidated. */
function findQuiet(state: EngineState, band: QuietBand): void {
  findQuietBand(state.working, band)
  const level = maintenanceClose(state)
  if (Number.isNaN(level)) return
  // Where rates move the equity, too, every bar is looked at.
  if (state.bars.rates !== undefined) band.down = Number.POSITIVE_INFINITY
  if (state.position > 0) band.down = Math.max(band.down, level)
  else band.up = Math.min(band.up, level)
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
  const expiry = Math.min(to, Math.max(from, state.nextExpiry))
  const dues = nextMarginStep(state, from, nextBorrowDue(state, from, expiry))
  const end = state.masks.byClock === 0 ? dues : nextSessionStep(state, from, dues)
  let i = from
  if (state.working.length > 0 || state.watchesMargin) {
    if (down === Number.POSITIVE_INFINITY) return from
    if (state.masks.trails !== 0 && hasTrailingStop(state))
      return trailQuietBars(state, broker, from, end)
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

/** The same while stops move at each close, and with them the prices at which they fill. */
function trailQuietBars(
  state: EngineState,
  broker: SimulatedBroker,
  from: number,
  end: number,
): number {
  const { lots, equity, relevant, cash, commands } = state
  const [lot] = lots
  const levels = state.bound.levels?.[lot!.rule]
  const stop = stopOf(state, lot!)
  if (lots.length === 1 && levels !== undefined && stop !== undefined)
    return followQuietBars(state, broker.quiet, lot!, stop, levels, from, end)
  const { signals } = state.bound
  const { low, high, close } = state.bars
  const { quiet } = broker
  const factor = state.position * state.instrument.multiplier
  let i = from
  for (; i < end && (signals[i]! & relevant) === 0; i++) {
    if (low[i]! <= quiet.down || high[i]! >= quiet.up) break
    state.bar = i
    equity[i] = cash + factor * close[i]!
    trailStops(state, i)
    if (commands.count === 0) continue
    commands.count = 0
    findQuiet(state, quiet)
  }
  return i
}

/**
 * The same for one trade whose stop's level is a column of the market: no rule need be asked, and
 * rounding to the tick, which keeps the order of levels, waits until a bar comes near the stop.
 */
function followQuietBars(
  state: EngineState,
  quiet: QuietBand,
  lot: Lot,
  stop: Order,
  levels: Float64Array,
  from: number,
  end: number,
): number {
  const { equity, relevant, cash, instrument } = state
  const { signals } = state.bound
  const { low, high, close } = state.bars
  const { side } = lot
  const { tick } = instrument
  const factor = state.position * instrument.multiplier
  let { down, up } = quiet
  let nearest = stop.price
  let i = from
  for (; i < end && (signals[i]! & relevant) === 0; i++) {
    if (low[i]! <= down || high[i]! >= up) {
      settle(quiet, stop, side, nearest, tick)
      if (low[i]! <= quiet.down || high[i]! >= quiet.up) break
    }
    equity[i] = cash + factor * close[i]!
    if (!hasBegun(lot, close[i]!) || !isNearer(levels[i]!, nearest, side)) continue
    nearest = levels[i]!
    // Rounded it is no nearer than so.
    if (side === BUY) down = Math.max(down, nearest * (1 + SAFE_SIDE))
    else up = Math.min(up, nearest * (1 - SAFE_SIDE))
  }
  settle(quiet, stop, side, nearest, tick)
  return i
}

/** The stop goes to the nearest level so far, and the band of quiet prices with it. */
function settle(quiet: QuietBand, stop: Order, side: Side, nearest: number, tick: number): void {
  follow(stop, side, nearest, tick)
  if (side === BUY) quiet.down = Math.max(quiet.down, stop.price)
  else quiet.up = Math.min(quiet.up, stop.price)
}

/** Relative: more than rounding may take a level beyond itself. */
const SAFE_SIDE = 1e-9
