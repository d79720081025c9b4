/** A smallest live host: the engine trades through the gateway's book, without a wire between. */

import { chargeBorrow } from '../../runtime/core/borrow.ts'
import { apply } from '../../runtime/core/engine.ts'
import { lotOfEntry } from '../../runtime/core/lots.ts'
import type { Lot, Order } from '../../runtime/core/order.ts'
import { BUY, isFillOrKill, OrderType, Purpose } from '../../runtime/core/order.ts'
import type { RunOptions } from '../../runtime/core/result.ts'
import { nearestLot } from '../../runtime/core/rounding.ts'
import { ANY_SESSION, endsSession } from '../../runtime/core/sessions.ts'
import type { EngineState } from '../../runtime/core/state.ts'
import { engineState, equityAt } from '../../runtime/core/state.ts'
import { openAccount } from '../../runtime/gateway/account.ts'
import type { Exchange } from '../../runtime/gateway/exchange.ts'
import {
  cancelOrder,
  expireOrders,
  openExchange,
  placeOrder,
} from '../../runtime/gateway/exchange.ts'
import { listingOf } from '../../runtime/gateway/instrument.ts'
import { matchOrders } from '../../runtime/gateway/matching.ts'
import type { BookOrder, Execution } from '../../runtime/gateway/orders.ts'
import { findOrder, isOpen, wireTypeOf } from '../../runtime/gateway/orders.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import type { StrategyModule } from '../../stdlib/module.ts'

const CLIENT = 1
const DAY = 86_400_000

/** What such a run leaves. */
export interface HostedRun {
  readonly executions: readonly (Execution & { readonly bar: number })[]
  readonly state: EngineState
  readonly exchange: Exchange
}

/** By its date, or the bar gave too little; what never came to its price ends at the bar's close. */
function endsAtOnce({ filled, terms }: BookOrder): boolean {
  return filled > 0 || ['FOK', 'OPG', 'GTD'].includes(terms.timeInForce)
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
  const state = engineState({ ...options, bound, rules, everyBar, bars }, cash)
  const executions: (Execution & { readonly bar: number })[] = []
  const told: (readonly ['filled' | 'elected' | 'cancelled', BookOrder])[] = []
  const ids = new Map<number, number>()
  const ours = new Map<number, Order>()
  const groups = new Map<Lot, string>()
  let bar = -1
  let next = 0
  const exchange = openExchange({
    listing: listingOf(instrument),
    account: openAccount('DU1', cash, bars.open[0] ?? 0, {
      currency: instrument.currency,
      rate: 1,
    }),
    policy,
    costs,
    faults: { parts: 1 },
    nonce: 'test',
    now: () => bars.sessions?.day[bar] ?? bars.time[bar]!,
    tell: (event) => {
      if (event.kind === 'refused') throw new Error(event.refusal.text)
      if (event.kind === 'order') return
      if (event.kind === 'filled') executions.push({ ...event.executions[0]!, bar })
      told.push([event.kind, event.order])
    },
  })
  const groupOf = (order: Order): string => {
    if (order.purpose === Purpose.entry) return order.oca < 0 ? '' : `group of ${order.oca}`
    if (order.lot !== undefined && order.lot.partOf >= 0) return `part ${order.lot.partOf}`
    if (order.lot !== undefined) return groups.get(order.lot)!
    return `group ${ids.get(order.parent)}`
  }
  const timeOf = (order: Order): string => {
    const opens = order.type === OrderType.market && rules[order.rule]!.order === 'open'
    if (opens && order.session !== ANY_SESSION) return 'OPG'
    if (order.immediate) return isFillOrKill(order, rules) ? 'FOK' : 'IOC'
    if (order.until < Number.POSITIVE_INFINITY) return 'GTD'
    return order.session === ANY_SESSION ? 'GTC' : 'DAY'
  }
  // The exchange's clocks are at UTC here.
  const dateOf = ({ until, rule }: Order): string => {
    if (until === Number.POSITIVE_INFINITY) return ''
    const end = rules[rule]!.goodTill?.time === undefined ? until + DAY - 1000 : until
    return new Date(end).toISOString().slice(0, 19).replaceAll('-', '').replace('T', '-')
  }
  const place = (order: Order): void => {
    if (!ids.has(order.id)) ids.set(order.id, ids.size + 1)
    const orderId = ids.get(order.id)!
    const known = findOrder(exchange.orders, CLIENT, orderId)
    // What did not come to its price at once is gone there, and ends here at the bar's close.
    if (known !== undefined && !isOpen(known)) return
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
        quantity: nearestLot(order.filled + order.quantity, instrument.lot),
        type: wireTypeOf(order.type),
        limitPrice: Number.isNaN(order.limit) ? price : order.limit,
        stopPrice: price,
        timeInForce: timeOf(order),
        goodTillDate: dateOf(order),
        ocaGroup: groupOf(order),
        ocaType: order.purpose === Purpose.entry && rules[order.rule]!.onFill === undefined ? 1 : 2,
        account: 'DU1',
        openClose: order.purpose === Purpose.entry ? 'O' : '',
        orderRef: `r-${order.id}`,
        transmit: true,
        parentId: isChild && order.parent >= 0 ? ids.get(order.parent)! : 0,
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
        cancelOrder(exchange, findOrder(exchange.orders, CLIENT, ids.get(order.id)!)!, '')
      } else place(order)
    }
    commands.count = 0
  }
  const afterFill = async (): Promise<void> => {
    for (const [kind, book] of told.splice(0)) {
      const order = ours.get(book.orderId)!
      if (kind === 'filled') {
        const { price, commission, quantity } = executions[next++]!
        apply(state, { kind: 'fill', order, bar, price, commission, quantity })
        const lot = lotOfEntry(state, order)
        if (lot !== undefined) groups.set(lot, `group ${book.orderId}`)
      } else if (kind === 'elected') apply(state, { kind: 'elected', order })
      else if (state.working.includes(order) && endsAtOnce(book)) {
        apply(state, { kind: 'ended', order, outcome: 'expired', bar, reason: book.reason })
      }
      carryOut()
    }
  }
  for (bar = 0; bar < bars.length; bar++) {
    chargeBorrow(state, bar)
    const { day = bars.time, bar_end: end = bars.time } = bars.sessions ?? {}
    expireOrders(exchange, day[bar]!, end[bar]!)
    await afterFill()
    const closes = endsSession(state, bar)
    await matchOrders(exchange, bars, bar, { atPath: async () => {}, afterFill, closes })
    bound.advance(bar, bar + 1)
    apply(state, { kind: 'bar', bar })
    carryOut()
    state.equity[bar] = equityAt(state, bar)
  }
  return { executions, state, exchange }
}
