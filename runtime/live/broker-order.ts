import type { BrokerOrder } from '../broker/broker.ts'
import { readLog } from '../core/log.ts'
import type { Order } from '../core/order.ts'
import { BUY, OrderType, Purpose } from '../core/order.ts'
import type { OrderPurpose } from '../core/result.ts'
import type { EngineState } from '../core/state.ts'

/** Our name of an engine's order, the same after any restart. */
export function refOf(run: string, order: number): string {
  return `${run}-${order}`
}

/**
 * The engine's order as a broker is asked for it. All that closes one trade is one group, named
 * after the trade's entry, so that a fill of one takes the others back; a stop or target waits at
 * the broker for the entry that is its parent.
 */
export function brokerOrder(state: EngineState, run: string, order: Order): BrokerOrder {
  const { purpose, type, quantity, price } = order
  const attached = purpose === Purpose.stop || purpose === Purpose.target
  const entry = purpose === Purpose.entry ? undefined : entryOf(state, order)
  return {
    ref: refOf(run, order.id),
    side: order.side === BUY ? 'buy' : 'sell',
    type: TYPE_NAMES[type],
    quantity,
    ...(type !== OrderType.market && { price }),
    ...(attached && entry !== undefined && { parent: refOf(run, entry) }),
    ...(entry !== undefined && { group: `${refOf(run, entry)}x` }),
    timeInForce: type === OrderType.market ? 'day' : 'gtc',
  }
}

/** What an order is for, in a word. */
export function purposeOf(order: Order): OrderPurpose {
  const name = PURPOSE_NAMES[order.purpose]
  if (name === undefined) throw new Error(`order ${order.id} is never sent`)
  return name
}

const TYPE_NAMES = ['market', 'limit', 'stop'] as const
const PURPOSE_NAMES = ['entry', 'exit', 'stop', 'target', 'reverse', undefined] as const

/** The id of the entry whose trade the order closes or will close. */
function entryOf(state: EngineState, order: Order): number {
  if (order.lot !== undefined) return readLog(state.log, order.lot.entryRow).id
  if (order.parent === undefined) throw new Error(`order ${order.id} closes nothing`)
  return order.parent.id
}
