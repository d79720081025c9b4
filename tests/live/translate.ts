import type { BrokerEvent, BrokerOrder, BrokerTruth } from '../../runtime/broker/broker.ts'
import { nameOfType, OrderType } from '../../runtime/core/order.ts'
import type { Exchange, ExchangeEvent, placeOrder } from '../../runtime/gateway/exchange.ts'
import type { BookOrder, Execution } from '../../runtime/gateway/orders.ts'
import { wireTypeOf } from '../../runtime/gateway/orders.ts'

/** Tells what happened at the exchange in the broker interface's words. */
export function publish(
  event: ExchangeEvent,
  tell: (event: BrokerEvent) => void,
  currency: string,
): void {
  switch (event.kind) {
    case 'order':
    case 'elected':
      tell({ kind: 'acked', ref: refOf(event.order), permId: event.order.permId })
      return
    case 'filled':
      for (const execution of event.executions) tell(executionOf(execution))
      for (const execution of event.executions) tell(commissionOf(execution, currency))
      return
    case 'cancelled':
      tell({ kind: 'cancelled', ref: refOf(event.order), reason: event.order.reason })
      return
    case 'refused':
      // A change may cross the end of its order on the way.
      if (event.refusal.code !== 103 && event.refusal.code !== 104)
        throw new Error(`the exchange refuses: ${event.refusal.text}`)
      tell({ kind: 'notice', code: event.refusal.code, text: event.refusal.text })
      return
    default:
      throw new Error(`unknown event ${JSON.stringify(event satisfies never)}`)
  }
}

/** What a broker knows of the account. */
export function truthOf(exchange: Exchange, time: number): BrokerTruth {
  return {
    time,
    open: exchange.working.map((order) => ({
      ref: refOf(order),
      permId: order.permId,
      filled: order.filled,
      order: brokerOrderOf(order),
    })),
    executions: exchange.executions.map(executionOf),
    commissions: exchange.executions.map((one) => commissionOf(one, exchange.listing.currency)),
    ended: exchange.orders
      .filter(({ state }) => state === 'cancelled')
      .map((order) => ({ kind: 'cancelled', ref: refOf(order), reason: order.reason })),
    positions: new Map([[exchange.listing.symbol, exchange.account.position]]),
    currency: exchange.account.currency,
    rates: new Map([[exchange.listing.currency, exchange.account.rate]]),
  }
}

/** An order as the exchange's clients write it; its number must be known. */
export function requestOf(
  exchange: Exchange,
  order: BrokerOrder,
  ids: ReadonlyMap<string, number>,
): Parameters<typeof placeOrder>[2] {
  const { conId } = exchange.listing
  const open = { symbol: '', secType: '', exchange: '', primaryExchange: '', currency: '' }
  return {
    kind: 'place-order',
    orderId: ids.get(order.ref)!,
    contract: { conId, ...open },
    terms: {
      action: order.side === 'buy' ? 'BUY' : 'SELL',
      quantity: order.quantity,
      type: wireTypeOf(OrderType[order.type]),
      limitPrice: order.limit ?? order.price,
      stopPrice: order.price,
      timeInForce: order.timeInForce.toUpperCase(),
      goodTillDate: order.goodTill?.replaceAll('-', '') ?? '',
      ocaGroup: order.group ?? '',
      ocaType: OCA_KINDS.indexOf(order.onFill ?? 'cancel') + 1,
      account: exchange.account.name,
      openClose: order.opens ? 'O' : '',
      orderRef: order.ref,
      transmit: true,
      parentId: order.parent === undefined ? 0 : (ids.get(order.parent) ?? 0),
      outsideRth: false,
      whatIf: false,
    },
  }
}

/** In the order of IB's numbers, from 1. */
const OCA_KINDS = ['cancel', 'reduce', 'reduce-unblocked'] as const

function refOf(order: BookOrder): string {
  return order.terms.orderRef
}

function executionOf(execution: Execution): Extract<BrokerEvent, { kind: 'execution' }> {
  const { order, execId, quantity, price, time } = execution
  const side = order.terms.action === 'BUY' ? 'buy' : 'sell'
  return { kind: 'execution', ref: refOf(order), execId, side, quantity, price, time }
}

function commissionOf(
  execution: Execution,
  currency: string,
): Extract<BrokerEvent, { kind: 'commission' }> {
  const { execId, commission } = execution
  return { kind: 'commission', execId, amount: commission, currency }
}

function brokerOrderOf({ terms, type, price, limit }: BookOrder): BrokerOrder {
  return {
    ref: terms.orderRef,
    side: terms.action === 'BUY' ? 'buy' : 'sell',
    type: nameOfType(type),
    quantity: terms.quantity,
    ...(!Number.isNaN(price) && { price }),
    ...(!Number.isNaN(limit) && { limit }),
    ...(terms.ocaGroup !== '' && {
      group: terms.ocaGroup,
      onFill: OCA_KINDS[terms.ocaType - 1] ?? ('cancel' as const),
    }),
    ...(terms.openClose === 'O' && { opens: true }),
    timeInForce: terms.timeInForce.toLowerCase() as BrokerOrder['timeInForce'],
    ...(terms.goodTillDate !== '' && {
      goodTill: terms.goodTillDate.replace(/^(....)(..)(..)/, '$1-$2-$3'),
    }),
  }
}
