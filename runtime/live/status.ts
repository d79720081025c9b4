import type { BrokerOrder } from '../broker/broker.ts'
import type { Micros } from '../core/money.ts'
import { add, fromMicros, toMicros } from '../core/money.ts'
import type { OrderPurpose } from '../core/result.ts'
import { equityAt } from '../core/state.ts'
import { profitOf } from '../core/trades.ts'
import type { Book } from './book.ts'
import type { Session } from './session.ts'

/** A run at a glance, for the command line. Money in the account's currency. */
export interface LiveStatus {
  /** The broker's time, ms UTC. */
  readonly time: number
  readonly ready: boolean
  /** Why no entry is sent although the link is ready; none when all is well. */
  readonly halted: string | undefined
  /** The last closed bar: its start and close; none before the first. */
  readonly bar: { readonly start: number; readonly close: number } | undefined
  /** Signed shares. */
  readonly position: number
  readonly equity: number
  readonly cash: number
  /** Net profit of closed trades, and of open ones at the last close. */
  readonly realized: number
  readonly unrealized: number
  readonly commission: number
  readonly trades: number
  readonly orders: readonly { readonly order: BrokerOrder; readonly purpose: OrderPurpose }[]
}

/** What the host alone knows. */
type Standing = Pick<LiveStatus, 'time' | 'ready' | 'halted'>

/** A run's status, from its engine, its orders and its host. */
export function statusOf(session: Session, book: Book, standing: Standing): LiveStatus {
  const { state } = session
  const { bars, bar } = state
  let realized = toMicros(0)
  for (let trade = 0; trade < state.exits; trade++) realized = add(realized, profitOf(state, trade))
  const equity = bar < 0 ? state.cash : equityAt(state, bar)
  return {
    ...standing,
    bar: bar < 0 ? undefined : { start: bars.time[bar]!, close: bars.close[bar]! },
    position: state.position,
    equity,
    cash: state.cash,
    realized: fromMicros(realized),
    unrealized: fromMicros((toMicros(equity) - toMicros(state.startCash) - realized) as Micros),
    commission: fromMicros(state.commissionMicros),
    trades: state.exits,
    orders: [...book.entries.values()]
      .filter(({ unwanted }) => !unwanted)
      .map(({ order, purpose }) => ({ order, purpose })),
  }
}
