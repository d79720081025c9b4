import { fromMicros } from '../core/money.ts'
import type { GatewayCore } from './core.ts'
import { statusOf } from './orders.ts'

/** What a gateway holds, for tests and for people. */
export interface GatewayReport {
  /** ms UTC. */
  readonly time: number
  readonly frozen: boolean
  /** Stored bars that are over, history included, of how many. */
  readonly bar: number
  readonly bars: number
  readonly clients: readonly number[]
  readonly account: string
  /** Of cash and commissions. */
  readonly currency: string
  readonly cash: number
  readonly commissions: number
  readonly position: number
  readonly orders: readonly {
    readonly clientId: number
    readonly orderId: number
    readonly permId: number
    readonly ref: string
    readonly side: string
    readonly type: string
    readonly quantity: number
    /** Absent for market orders. */
    readonly price?: number
    readonly status: string
    readonly filled: number
  }[]
  readonly executions: readonly {
    readonly execId: string
    readonly ref: string
    readonly side: string
    readonly quantity: number
    readonly price: number
    readonly commission: number
    readonly time: number
  }[]
}

/** The gateway as it stands. */
export function reportOf(core: GatewayCore): GatewayReport {
  const { exchange, market, clock, sessions } = core
  const { account } = exchange
  return {
    time: clock.now(),
    frozen: clock.frozen,
    bar: market.current,
    bars: market.bars.length,
    clients: [...sessions].flatMap(({ clientId }) => (clientId === undefined ? [] : [clientId])),
    account: account.name,
    currency: account.currency,
    cash: fromMicros(account.cash),
    commissions: fromMicros(account.commissions),
    position: account.position,
    orders: exchange.orders.map((order) => ({
      clientId: order.clientId,
      orderId: order.orderId,
      permId: order.permId,
      ref: order.terms.orderRef,
      side: order.terms.action,
      type: order.terms.type,
      quantity: order.terms.quantity,
      ...(Number.isNaN(order.price) ? {} : { price: order.price }),
      status: statusOf(order),
      filled: order.filled,
    })),
    executions: exchange.executions.map((execution) => ({
      execId: execution.execId,
      ref: execution.order.terms.orderRef,
      side: execution.order.terms.action,
      quantity: execution.quantity,
      price: execution.price,
      commission: execution.commission,
      time: execution.time,
    })),
  }
}
