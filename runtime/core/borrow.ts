import type { Bars } from '../../stdlib/bars.ts'
import type { CostSpec } from '../../stdlib/module.ts'
import { logBorrow } from './log.ts'
import type { Micros } from './money.ts'
import { add, toMicros } from './money.ts'
import type { Lot } from './order.ts'
import type { EngineCore, EngineState } from './state.ts'
import { pointValue, post } from './state.ts'

/** Days of a year in which rates of money are meant (actual/360). */
const YEAR_DAYS = 360
/** What lenders of shares ask for as collateral, of their value. */
const COLLATERAL = 1.02
const DAY_MS = 86_400_000

/**
 * Bar i begins: short shares that were held over one or more ends of a day cost their fee, before
 * anything fills. It is one posting for all of them, of which each lot bears its part. A day is the
 * session's, where the bars have a calendar, else UTC's; a weekend is three of them.
 */
export function chargeBorrow(state: EngineState, i: number): void {
  const { bars, costs, position } = state
  if (costs.borrow === undefined || position >= 0 || i === 0) return
  const days = dateOf(bars, i) - dateOf(bars, i - 1)
  if (days > 0) chargeDays(state, days)
}

/** The same of so many days since the last closed bar, whose next one need not be known yet. */
export function chargeDays(state: EngineState, days: number): void {
  const { costs, bars, bar, lots, position, log } = state
  if (costs.borrow === undefined || position >= 0) return
  const fee = borrowFee(costs, position, bars.close[bar]!, pointValue(state, bar), days)
  post(state, -fee as Micros)
  state.borrowMicros = add(state.borrowMicros, fee)
  logBorrow(log, fee)
  bearFee(lots, fee)
}

/** Each lot bears its part of what borrowing all of their shares has cost. */
export function bearFee(lots: readonly Lot[], fee: Micros): void {
  let all = 0
  for (let k = 0; k < lots.length; k++) all += lots[k]!.quantity
  let [shares, borne] = [0, 0]
  for (let k = 0; k < lots.length; k++) {
    const lot = lots[k]!
    shares += lot.quantity
    const upTo = k === lots.length - 1 ? fee : Math.floor((fee * shares) / all)
    const part = (upTo - borne) as Micros
    borne = upTo
    lot.borrow = add(lot.borrow, part)
    lot.cost = add(lot.cost, -part as Micros)
  }
}

/** What a position costs over so many ends of a day; `close` is the last one before. */
export function borrowFee(
  { borrow }: CostSpec,
  position: number,
  close: number,
  point: number,
  days: number,
): Micros {
  if (borrow === undefined || position >= 0 || !(days > 0)) return toMicros(0)
  const value = -position * priceOf(borrow, close) * point
  return toMicros((value * borrow.rate * days) / YEAR_DAYS)
}

/** The first bar in [from, to) at which short shares cost something; `to` where none does. */
export function nextBorrowDue(state: EngineCore, from: number, to: number): number {
  const { costs, position, bars } = state
  if (costs.borrow === undefined || position >= 0) return to
  let i = from
  while (i < to && !(i > 0 && dateOf(bars, i) > dateOf(bars, i - 1))) i++
  return i
}

/**
 * Interactive Brokers takes 102 % of the close before, rounded up to a whole unit of the currency
 * (its Reporting Guide, "Borrow Fee Details", which has the division by 360, too).
 */
function priceOf({ kind }: NonNullable<CostSpec['borrow']>, close: number): number {
  return kind === 'ibkr' ? Math.ceil(close * COLLATERAL) : close
}

/** Days since 1970 of a bar's date. */
export function dateOf({ time, sessions }: Bars, bar: number): number {
  return Math.floor((sessions?.day[bar] ?? time[bar]!) / DAY_MS)
}
