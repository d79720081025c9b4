import type { Bars } from '../../stdlib/bars.ts'
import type { Cursor } from '../core/match.ts'
import { matchBar } from '../core/match.ts'
import type { Exchange } from './exchange.ts'
import { endBar, fillOrder } from './exchange.ts'

/** Where the matching of a bar waits for others. */
export interface MatchingHooks {
  /** All that fills at the open has filled; returns when the rest of the bar has passed. */
  readonly atPath: () => Promise<void>
  /** An order has filled; returns when whoever it concerns has changed his other orders. */
  readonly afterFill: () => Promise<void>
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
  const cursor: Cursor = { phase: 'open', price: Number.NaN, direction: 'open', ambiguous: false }
  let onPath = false
  exchange.arrival = 'open'
  for (;;) {
    const { working, account, policy } = exchange
    const order = matchBar(working, bars, bar, account.position, policy, cursor)
    if (cursor.phase === 'path' && !onPath) {
      // What is found on the path is asked for again once the path has been gone.
      onPath = true
      exchange.arrival = 'later'
      await hooks.atPath()
      continue
    }
    if (order === undefined) break
    exchange.arrival = cursor.direction
    fillOrder(exchange, order, cursor.price, cursor.direction)
    await hooks.afterFill()
  }
  endBar(exchange)
}
