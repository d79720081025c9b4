import type { BrokerOrder } from '../broker/broker.ts'
import { readLog } from '../core/log.ts'
import type { Order } from '../core/order.ts'
import { BUY, HAS_PRICE, isFillOrKill, nameOfType, OrderType, Purpose } from '../core/order.ts'
import type { OrderPurpose } from '../core/result.ts'
import { ANY_SESSION } from '../core/sessions.ts'
import type { EngineState } from '../core/state.ts'

/** Our name of an engine's order, the same after any restart. */
export function refOf(run: string, order: number): string {
  return `${run}-${order}`
}

/**
 * The engine's order as a broker is asked for it. All that closes one trade is one group, named
 * after the trade's entry, so that what fills of one goes off the others; a stop or target waits at
 * the broker for the entry that is its parent.
 */
export function brokerOrder(state: EngineState, run: string, order: Order): BrokerOrder {
  const { purpose, type, price, limit } = order
  const attached = purpose === Purpose.stop || purpose === Purpose.target
  const entry = purpose === Purpose.entry ? undefined : entryOf(state, order)
  const group = entry === undefined ? groupOfEntry(run, order) : groupOfTrade(run, entry, order)
  return {
    ref: refOf(run, order.id),
    side: order.side === BUY ? 'buy' : 'sell',
    type: nameOfType(type),
    quantity: order.quantity + order.filled,
    ...(HAS_PRICE[type] && { price }),
    ...(!Number.isNaN(limit) && { limit }),
    ...(attached && order.parent >= 0 && { parent: refOf(run, order.parent) }),
    ...(group !== undefined && { group }),
    ...(group !== undefined && entry === undefined && { opens: true }),
    ...(group !== undefined && {
      onFill: entry === undefined ? onEntryFill(state, order) : 'reduce',
    }),
    timeInForce: timeOf(state, order),
    ...(order.until < Number.POSITIVE_INFINITY && { goodTill: goodTillOf(state, order) }),
  }
}

function timeOf({ rules }: EngineState, order: Order): BrokerOrder['timeInForce'] {
  const { type, session, rule } = order
  if (order.immediate) return isFillOrKill(order, rules) ? 'fok' : 'ioc'
  if (order.until < Number.POSITIVE_INFINITY) return 'gtd'
  if (session === ANY_SESSION) return HAS_PRICE[type] ? 'gtc' : 'day'
  return type === OrderType.market && rules[rule]!.order === 'open' ? 'opg' : 'day'
}

/** A day alone ends with its session, which the engine is told of; at the broker, with itself. */
function goodTillOf({ rules }: EngineState, { until, rule }: Order): string {
  const [day, time] = new Date(until).toISOString().split('T')
  const hasTime = rules[rule]!.goodTill?.time !== undefined
  return `${day} ${hasTime ? time!.slice(0, 8) : '23:59:59'}`
}

function onEntryFill({ rules }: EngineState, { rule }: Order): BrokerOrder['onFill'] & string {
  return rules[rule]!.onFill ?? 'cancel'
}

function groupOfEntry(run: string, { oca }: Order): string | undefined {
  return oca < 0 ? undefined : `${refOf(run, oca)}o`
}

/** A part on its way out is a trade of its own: what ends it takes back nothing of the other. */
function groupOfTrade(run: string, entry: number, { lot }: Order): string {
  const part = lot !== undefined && lot.partOf >= 0 ? String(lot.partOf) : ''
  return `${refOf(run, entry)}x${part}`
}

/** What an order is for, in a word. */
export function purposeOf(order: Order): OrderPurpose {
  const name = PURPOSE_NAMES[order.purpose]
  if (name === undefined) throw new Error(`order ${order.id} is never sent`)
  return name
}

const PURPOSE_NAMES = [
  'entry',
  'exit',
  'stop',
  'target',
  'reverse',
  undefined,
  'liquidation',
] as const

/** The id of the entry whose trade the order closes or will close. */
function entryOf(state: EngineState, order: Order): number {
  if (order.lot !== undefined) return readLog(state.log, order.lot.entryRow).id
  if (order.parent < 0) throw new Error(`order ${order.id} closes nothing`)
  return order.parent
}
