/** @stoqey/ib with everything that it hears kept, and with nothing that it cannot read. */
import type { Contract, Order } from '@stoqey/ib'
import { EventName, IBApi, OrderAction, OrderType, SecType, TimeInForce } from '@stoqey/ib'

export interface Heard {
  readonly name: string
  readonly args: readonly unknown[]
}

export interface Client {
  readonly ib: IBApi
  /** Events in the order they came; errors and notices among them. */
  readonly heard: readonly Heard[]
  /** Resolves to the first event, past or to come, that fits; rejects after three seconds. */
  until(name: string, fits?: (...args: never[]) => boolean): Promise<readonly unknown[]>
  /** Arguments of all events of a name so far. */
  all(name: string): readonly (readonly unknown[])[]
  /** Codes of the errors with this id, or of all. */
  codes(id?: number): readonly number[]
}

export const SPY: Contract = {
  symbol: 'SPY',
  secType: SecType.STK,
  exchange: 'SMART',
  currency: 'USD',
}

/** A client that is connected, not yet asked for anything. */
export function connect(port: number, clientId: number): Client {
  const ib = new IBApi({ host: '127.0.0.1', port, clientId, maxReqPerSec: 10_000 })
  const heard: Heard[] = []
  const waiting = new Set<() => void>()
  ib.on(EventName.all, (name: string, args: readonly unknown[]) => {
    if (name === 'sent' || name === 'received') return
    heard.push({ name, args })
    for (const look of [...waiting]) look()
  })
  const all = (name: string) => heard.filter((one) => one.name === name).map(({ args }) => args)
  ib.connect()
  return {
    ib,
    heard,
    all,
    codes: (id) =>
      all('error')
        .filter((args) => id === undefined || args[2] === id)
        .map((args) => args[1] as number),
    until: (name, fits = () => true) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          const names = heard.map((one) => one.name).join(' ')
          reject(new Error(`no ${name} in three seconds; heard ${names}`))
        }, 3000)
        const look = (): void => {
          const found = all(name).find((args) => fits(...(args as never[])))
          if (found === undefined) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}

/** A client that asks for the time whenever a minute bar or a fill was told it. */
export function follow(client: Client, reqId = 900): void {
  const { ib } = client
  ib.on(EventName.realtimeBar, (_reqId, time) => {
    if (time % 60 === 55) ib.reqCurrentTime()
  })
  ib.on(EventName.execDetails, (id: number) => {
    if (id === -1) ib.reqCurrentTime()
  })
  ib.reqRealTimeBars(reqId, SPY, 5, 'TRADES' as never, false)
  ib.reqCurrentTime()
}

export function market(side: 'BUY' | 'SELL', quantity: number, more: Partial<Order> = {}): Order {
  return { ...plain(side, quantity), orderType: OrderType.MKT, ...more }
}

export function limit(
  side: 'BUY' | 'SELL',
  quantity: number,
  lmtPrice: number,
  more: Partial<Order> = {},
): Order {
  return { ...plain(side, quantity), orderType: OrderType.LMT, lmtPrice, ...more }
}

export function stop(
  side: 'BUY' | 'SELL',
  quantity: number,
  auxPrice: number,
  more: Partial<Order> = {},
): Order {
  return { ...plain(side, quantity), orderType: OrderType.STP, auxPrice, ...more }
}

function plain(side: 'BUY' | 'SELL', totalQuantity: number): Omit<Order, 'orderType'> {
  return {
    action: side === 'BUY' ? OrderAction.BUY : OrderAction.SELL,
    totalQuantity,
    tif: TimeInForce.GTC,
    transmit: true,
  }
}
