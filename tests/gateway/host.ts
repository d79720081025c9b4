/** A smallest live host: the engine trades through the gateway's book, without a wire between. */

import { apply } from '../../runtime/core/engine.ts'
import type { Lot, Order } from '../../runtime/core/order.ts'
import { BUY, Purpose } from '../../runtime/core/order.ts'
import type { RunOptions } from '../../runtime/core/result.ts'
import type { EngineState } from '../../runtime/core/state.ts'
import { engineState, equityAt } from '../../runtime/core/state.ts'
import { openAccount } from '../../runtime/gateway/account.ts'
import type { Exchange } from '../../runtime/gateway/exchange.ts'
import { cancelOrder, openExchange, placeOrder } from '../../runtime/gateway/exchange.ts'
import { listingOf } from '../../runtime/gateway/instrument.ts'
import { matchOrders } from '../../runtime/gateway/matching.ts'
import type { BookOrder, Execution } from '../../runtime/gateway/orders.ts'
import { findOrder } from '../../runtime/gateway/orders.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import type { StrategyModule } from '../../stdlib/module.ts'

const CLIENT = 1

/** What such a run leaves. */
export interface HostedRun {
  readonly executions: readonly (Execution & { readonly bar: number })[]
  readonly state: EngineState
  readonly exchange: Exchange
}

/** Trades a strategy bar by bar; every refusal is a mistake of ours. */
export async function tradeThrough(
  module: StrategyModule,
  bars: Bars,
  options: RunOptions,
): Promise<HostedRun> {
  const { policy, costs, instrument, cash } = options
  const bound = module.bind(new Float64Array(0), bars, MATH)
  bound.reserve(bars.length)
  const { rules, everyBar } = module.meta
  const state = engineState({ bound, rules, everyBar, bars, policy, costs, instrument }, cash)
  const executions: (Execution & { readonly bar: number })[] = []
  const filled: BookOrder[] = []
  const ids = new Map<Order, number>()
  const ours = new Map<number, Order>()
  const groups = new Map<Lot, string>()
  let bar = -1
  const exchange = openExchange({
    listing: listingOf(instrument),
    account: openAccount('DU1', cash, bars.open[0] ?? 0),
    policy,
    costs,
    faults: { parts: 1 },
    nonce: 'test',
    now: () => bars.time[bar]!,
    tell: (event) => {
      if (event.kind === 'refused') throw new Error(event.refusal.text)
      if (event.kind !== 'filled') return
      executions.push({ ...event.executions[0]!, bar })
      filled.push(event.order)
    },
  })
  const groupOf = (order: Order): string => {
    if (order.purpose === Purpose.entry) return ''
    if (order.lot !== undefined) return groups.get(order.lot)!
    return `group ${ids.get(order.parent!)}`
  }
  const place = (order: Order): void => {
    if (!ids.has(order)) ids.set(order, ids.size + 1)
    const orderId = ids.get(order)!
    ours.set(orderId, order)
    const isChild = order.purpose === Purpose.stop || order.purpose === Purpose.target
    const price = Number.isNaN(order.price) ? undefined : order.price
    placeOrder(exchange, CLIENT, {
      kind: 'place-order',
      orderId,
      contract: {
        conId: exchange.listing.conId,
        symbol: '',
        secType: '',
        exchange: '',
        primaryExchange: '',
        currency: '',
      },
      terms: {
        action: order.side === BUY ? 'BUY' : 'SELL',
        quantity: order.quantity,
        type: ['MKT', 'LMT', 'STP'][order.type]!,
        limitPrice: price,
        stopPrice: price,
        timeInForce: 'GTC',
        ocaGroup: groupOf(order),
        ocaType: 1,
        account: 'DU1',
        openClose: '',
        orderRef: `r-${order.id}`,
        transmit: true,
        parentId: isChild ? ids.get(order.parent!)! : 0,
        outsideRth: false,
        whatIf: false,
      },
    })
  }
  const carryOut = (): void => {
    const { commands } = state
    for (let k = 0; k < commands.count; k++) {
      const order = commands.orders[k]!
      if (commands.kinds[k] === 'cancel') {
        cancelOrder(exchange, findOrder(exchange.orders, CLIENT, ids.get(order)!)!, '')
      } else place(order)
    }
    commands.count = 0
  }
  const afterFill = async (): Promise<void> => {
    for (const book of filled.splice(0)) {
      const order = ours.get(book.orderId)!
      const { averagePrice: price, commission } = book
      apply(state, { kind: 'fill', order, bar, price, commission })
      const lot = state.lots.at(-1)
      if (order.purpose === Purpose.entry) groups.set(lot!, `group ${book.orderId}`)
      carryOut()
    }
  }
  for (bar = 0; bar < bars.length; bar++) {
    await matchOrders(exchange, bars, bar, { atPath: async () => {}, afterFill })
    bound.advance(bar, bar + 1)
    apply(state, { kind: 'bar', bar })
    carryOut()
    state.equity[bar] = equityAt(state, bar)
  }
  return { executions, state, exchange }
}
