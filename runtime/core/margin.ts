import type { EngineCore } from './state.ts'
import { equityAt, pointValue, rateAt } from './state.ts'

/** `initial` to enter a position, `maintenance` to stay in it. */
export interface MarginRates {
  readonly initial: number
  readonly maintenance: { readonly long: number; readonly short: number }
}

/**
 * What a position ties up of the equity: a fraction of its value, or money a contract as exchanges
 * set it for futures.
 */
export interface MarginSpec extends MarginRates {
  readonly kind: 'fraction' | 'per-contract'
  /** Rates that took the place of these from an instant (ms UTC) on, ascending. */
  readonly steps?: readonly (MarginRates & { readonly from: number })[]
}

/** Everything is paid in full, and nobody takes anything away. */
export const CASH_ACCOUNT: MarginSpec = {
  kind: 'fraction',
  initial: 1,
  maintenance: { long: 0, short: 0 },
}

/**
 * US stocks on margin: half of the value to enter (Federal Reserve Board, Regulation T, 12 CFR
 * 220.12); a quarter to stay in, for shorts 30 % (FINRA Rule 4210(c)).
 */
export const REGULATION_T: MarginSpec = {
  kind: 'fraction',
  initial: 0.5,
  maintenance: { long: 0.25, short: 0.3 },
}

/** Money that `quantity` shares at `price` tie up when they are entered. */
export function initialMargin(state: EngineCore, quantity: number, price: number): number {
  const { bar } = state
  return quantity * perShare(state, ratesAt(state, bar).initial, price, bar)
}

/** Whether the position is more than the equity at the close of bar i can bear. */
export function isBeyondMaintenance(state: EngineCore, i: number): boolean {
  const { position, bars } = state
  const rate = maintenanceRate(state, i)
  if (rate === 0 || position === 0) return false
  return equityAt(state, i) < Math.abs(position) * perShare(state, rate, bars.close[i]!, i)
}

/**
 * The close at which the position comes to be beyond its maintenance, a little on the safe side:
 * at or below it for a long one, at or above it for a short one. NaN where none does.
 */
export function maintenanceClose(state: EngineCore): number {
  const { margin, instrument, position, cash } = state
  const long = position > 0
  const rate = maintenanceRate(state, state.bar)
  if (rate === 0 || position === 0) return Number.NaN
  const shares = Math.abs(position)
  const worth = shares * instrument.multiplier
  const sign = long ? 1 : -1
  const level =
    margin.kind === 'fraction'
      ? (-sign * cash) / (worth * (1 - sign * rate))
      : (sign * (rate * shares - cash)) / worth
  return level + sign * SAFE_SIDE * Math.abs(level)
}

/** Relative: more than rounding moves a level. */
const SAFE_SIDE = 1e-9

function perShare(state: EngineCore, rate: number, price: number, i: number): number {
  return state.margin.kind === 'fraction'
    ? price * pointValue(state, i) * rate
    : rate * rateAt(state, i)
}

/** Whether any position may come to be liquidated. */
export function mayLiquidate(margin: MarginSpec): boolean {
  return [margin, ...(margin.steps ?? [])].some(
    ({ maintenance }) => maintenance.long > 0 || maintenance.short > 0,
  )
}

/** The first bar in [from, to) that new rates count for; `to` where none do. */
export function nextMarginStep({ margin, bars }: EngineCore, from: number, to: number): number {
  if (margin.steps === undefined || from >= to || from === 0) return to
  const before = bars.time[from - 1]!
  const step = margin.steps.find((one) => one.from > before)
  if (step === undefined || step.from > bars.time[to - 1]!) return to
  let [low, high] = [from, to - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (bars.time[middle]! < step.from) low = middle + 1
    else high = middle
  }
  return low
}

function maintenanceRate(state: EngineCore, i: number): number {
  const { long, short } = ratesAt(state, i).maintenance
  return state.position > 0 ? long : short
}

function ratesAt({ margin, bars }: EngineCore, i: number): MarginRates {
  const { steps } = margin
  if (steps === undefined) return margin
  let k = steps.length - 1
  const time = bars.time[Math.max(0, i)]!
  while (k >= 0 && steps[k]!.from > time) k--
  return k < 0 ? margin : steps[k]!
}
