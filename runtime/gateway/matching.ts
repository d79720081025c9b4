import type { Bars } from '../../stdlib/bars.ts'
import { borrowFee, dateOf } from '../core/borrow.ts'
import { birthAt, matchBar, startCursor } from '../core/match.ts'
import { add, type Micros } from '../core/money.ts'
import type { Exchange } from './exchange.ts'
import { cancelImmediate, endBar, fillOrder, triggerOrder } from './exchange.ts'

/** Where the matching of a bar waits for others. */
export interface MatchingHooks {
  /** All that fills at the open has filled; returns when the rest of the bar has passed. */
  readonly atPath: () => Promise<void>
  /** An order has filled; returns when whoever it concerns has changed his other orders. */
  readonly afterFill: () => Promise<void>
  /** The bar's close is the one at which orders for the close fill. */
  readonly closes: boolean
}

/**
 * All that one bar does to the orders, by the very matching of a backtest: one fill at a time,
 * and between two of them the orders may change.
 */
export async function matchOrders(
  exchange: Exchange,
  bars: Bars,
  bar: number,
  hooks: MatchingHooks,
): Promise<void> {
  chargeLoan(exchange, bars, bar)
  const cursor = startCursor()
  cursor.closes = hooks.closes
  let onPath = false
  exchange.arrival = 'open'
  for (;;) {
    const { account, policy } = exchange
    const order = matchBar(exchange.working, bars, bar, account.position, policy, cursor)
    if (cursor.phase !== 'open' && !onPath) {
      // What is found on the path is asked for again once the path has been gone.
      onPath = true
      cursor.phase = 'path'
      cursor.leg = 0
      cancelImmediate(exchange)
      exchange.arrival = 'later'
      await hooks.atPath()
      continue
    }
    if (order === undefined) break
    exchange.arrival = birthAt(cursor.direction)
    if (cursor.triggers) {
      triggerOrder(exchange, order, cursor)
      continue
    }
    fillOrder(exchange, order, cursor.price, cursor.direction, bars, bar)
    await hooks.afterFill()
  }
  endBar(exchange)
}

/** Short shares that were held over an end of a day cost their fee, if anything lends for one. */
function chargeLoan({ account, costs, listing }: Exchange, bars: Bars, bar: number): void {
  if (bar === 0) return
  const days = dateOf(bars, bar) - dateOf(bars, bar - 1)
  const { position } = account
  const point = listing.multiplier * account.rate
  const fee = borrowFee(costs, position, bars.close[bar - 1]!, point, days)
  account.cash = add(account.cash, -fee as Micros)
}
