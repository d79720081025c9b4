import type { Micros } from '../core/money.ts'
import { add, fromMicros, toMicros } from '../core/money.ts'
import type { Side } from '../core/order.ts'
import type { InstrumentSpec } from '../core/result.ts'
import { nearestLot } from '../core/rounding.ts'
import { flowOf } from '../core/trades.ts'

/** Money and shares of one brokerage account. */
export interface Account {
  /** `DU…` for paper, `U…` for live. */
  readonly name: string
  /** Its base currency: cash and commissions are in it, all else is in the instrument's. */
  readonly currency: string
  readonly startCash: number
  cash: Micros
  commissions: Micros
  /** What a unit of the instrument's currency comes to; fills are converted at it at once. */
  rate: number
  /** Signed shares. */
  position: number
  /** The instrument's money per share, commissions of the opening trades included; 0 when flat. */
  averageCost: number
  /** The instrument's money realised so far, commissions included. */
  realized: number
  /** Price that the position is marked at. */
  mark: number
}

/** An account with `cash` in money and no shares. */
export function openAccount(
  name: string,
  cash: number,
  mark: number,
  { currency, rate }: Pick<Account, 'currency' | 'rate'>,
): Account {
  return {
    name,
    currency,
    startCash: cash,
    cash: toMicros(cash),
    commissions: toMicros(0),
    rate,
    position: 0,
    averageCost: 0,
    realized: 0,
    mark,
  }
}

/**
 * Books a trade with the ledger's own arithmetic, so that cash agrees with a backtest's to the
 * last bit. Returns the instrument's money it realised; NaN where it only opened or added.
 */
export function bookTrade(
  account: Account,
  side: Side,
  quantity: number,
  price: number,
  commission: number,
  instrument: InstrumentSpec,
): number {
  const { multiplier, lot } = instrument
  const fee = toMicros(commission * account.rate)
  const flow = flowOf(side, quantity, price, multiplier * account.rate)
  account.cash = add(account.cash, add(flow, -fee as Micros))
  account.commissions = add(account.commissions, fee)
  account.mark = price
  const { position, averageCost } = account
  const after = nearestLot(position + side * quantity, lot)
  const closed = position * side < 0 ? Math.min(quantity, Math.abs(position)) : 0
  const feePerShare = commission / quantity
  const opened = quantity - closed
  account.position = after
  if (closed === 0) {
    const held = Math.abs(position)
    const cost = price * multiplier + side * feePerShare
    account.averageCost = (averageCost * held + cost * opened) / (held + opened)
    return Number.NaN
  }
  const gain = -side * (price * multiplier - averageCost) * closed - feePerShare * closed
  account.realized += gain
  if (after === 0) account.averageCost = 0
  else if (opened > 0) account.averageCost = price * multiplier + side * feePerShare
  return gain
}

/** Profit of the open position at its mark, the instrument's money. */
export function openProfit(account: Account, multiplier: number): number {
  return account.position * (account.mark * multiplier - account.averageCost)
}

/** Cash and position at its mark, the account's money. */
export function netLiquidation(account: Account, multiplier: number): number {
  const { cash, position, mark, rate } = account
  return fromMicros(cash) + position * mark * multiplier * rate
}

/** Values in the account's money by the broker's keys, as text. */
export function accountValues(account: Account, multiplier: number): ReadonlyMap<string, string> {
  const cash = money(fromMicros(account.cash))
  const net = money(netLiquidation(account, multiplier))
  const { rate } = account
  const gross = Math.abs(account.position) * account.mark * multiplier * rate
  return new Map([
    ['AccountReady', 'true'],
    ['AccountType', 'INDIVIDUAL'],
    ['NetLiquidation', net],
    ['EquityWithLoanValue', net],
    ['TotalCashValue', cash],
    ['TotalCashBalance', cash],
    ['SettledCash', cash],
    ['AvailableFunds', cash],
    ['ExcessLiquidity', cash],
    ['BuyingPower', cash],
    ['GrossPositionValue', money(gross)],
    ['InitMarginReq', '0.00'],
    ['MaintMarginReq', '0.00'],
    ['RealizedPnL', money(account.realized * rate)],
    ['UnrealizedPnL', money(openProfit(account, multiplier) * rate)],
  ])
}

/** What the broker says of each currency: its key, value and currency. */
export function currencyValues(
  { currency, rate }: Account,
  other: string,
): readonly (readonly [key: string, value: string, currency: string])[] {
  const own = ['BASE', currency].map((name) => [name, '1.00'] as const)
  const named = other === currency ? own : [...own, [other, String(rate)] as const]
  return named.flatMap(([name, value]) => [
    ['Currency', name, name],
    ['ExchangeRate', value, name],
  ])
}

function money(value: number): string {
  return value.toFixed(2)
}
