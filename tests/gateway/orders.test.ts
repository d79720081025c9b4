/** Orders at the gateway: parents, groups, changes, cancels and refusals, over the socket. */
import type { Order } from '@stoqey/ib'
import { OrderType, TimeInForce } from '@stoqey/ib'
import { afterEach, describe, expect, test } from 'vitest'
import type { RunningGateway } from '../../runtime/gateway/gateway.ts'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import type { GatewayOptions } from '../../runtime/gateway/options.ts'
import type { Bars } from '../../stdlib/bars.ts'
import type { Client } from './client.ts'
import { connect, follow, limit, market, SPY, stop } from './client.ts'
import { MINUTE, minutes, risingMinutes } from './prices.ts'

const open: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

interface Floor {
  readonly gateway: RunningGateway
  readonly client: Client
  /** Order id and status, of every order. */
  readonly statuses: () => readonly (readonly [number, string])[]
  /** Order id and price of every execution. */
  readonly fills: () => readonly (readonly [number, number])[]
}

async function floor(bars: Bars, options: Partial<GatewayOptions> = {}): Promise<Floor> {
  const gateway = await startGateway({
    ...{ bars, symbol: 'SPY', timeframeMs: MINUTE, virtual: true, costs: {} },
    ...options,
  })
  const client = connect(gateway.port, 7)
  open.push(async () => {
    client.ib.disconnect()
    await gateway.stop()
  })
  await client.until('nextValidId')
  return {
    gateway,
    client,
    statuses: () => gateway.report().orders.map(({ orderId, status }) => [orderId, status]),
    fills: () =>
      client
        .all('execDetails')
        .map((args) => args[2] as { orderId: number; price: number })
        .map(({ orderId, price }) => [orderId, price]),
  }
}

/** Lets what was sent arrive. */
async function settled({ client }: Floor): Promise<void> {
  client.ib.reqManagedAccts()
  const before = client.all('managedAccounts').length
  await client.until('managedAccounts', () => client.all('managedAccounts').length > before)
}

const FALL_AND_RISE = minutes([
  [100, 101, 99, 100],
  [100, 100, 96, 97],
  [97, 99, 97, 98],
  [98, 106, 98, 105],
  [105, 106, 104, 105],
])

describe('a bracket', () => {
  const bracket = ({ client }: Floor): void => {
    client.ib.placeOrder(1, SPY, limit('BUY', 10, 98, { transmit: false, orderRef: 'in' }))
    client.ib.placeOrder(2, SPY, stop('SELL', 10, 95, { parentId: 1, transmit: false }))
    client.ib.placeOrder(3, SPY, limit('SELL', 10, 104, { parentId: 1, transmit: true }))
  }

  test('is held until its last order is transmitted, then waits for its parent', async () => {
    const it = await floor(FALL_AND_RISE)
    it.client.ib.placeOrder(1, SPY, limit('BUY', 10, 98, { transmit: false }))
    it.client.ib.placeOrder(2, SPY, stop('SELL', 10, 95, { parentId: 1, transmit: false }))
    it.client.ib.reqAllOpenOrders()
    await it.client.until('openOrderEnd')
    expect(it.client.all('openOrder')).toEqual([])
    it.client.ib.placeOrder(3, SPY, limit('SELL', 10, 104, { parentId: 1, transmit: true }))
    await it.client.until('orderStatus', ((id: number) => id === 3) as never)
    const told = it.client.all('orderStatus').map((args) => [args[0], args[1], args[6], args[9]])
    expect(told).toEqual([
      [1, 'Submitted', 0, ''],
      [2, 'PreSubmitted', 1, 'child'],
      [3, 'PreSubmitted', 1, 'child'],
    ])
  })

  test('its target fills, its stop is cancelled', async () => {
    const it = await floor(FALL_AND_RISE)
    bracket(it)
    follow(it.client)
    await it.gateway.finished
    expect(it.fills()).toEqual([
      [1, 98],
      [3, 104],
    ])
    expect(it.statuses()).toEqual([
      [1, 'Filled'],
      [2, 'Cancelled'],
      [3, 'Filled'],
    ])
    expect(it.gateway.report()).toMatchObject({ position: 0, cash: 1_000_060 })
    expect(it.client.codes(2)).toEqual([202])
    const groups = it.client.all('openOrder').map((args) => (args[2] as Order).ocaGroup)
    expect(new Set(groups)).toEqual(new Set(['', '1000000001']))
  })

  test('its stop moves on the fill, and the very bar can reach the new level', async () => {
    const it = await floor(FALL_AND_RISE)
    bracket(it)
    const { client } = it
    // The stop is moved before the question for the time: the clock waits for both.
    client.ib.once('execDetails' as never, () => {
      client.ib.placeOrder(2, SPY, stop('SELL', 10, 96.5, { parentId: 1, transmit: true }))
    })
    follow(client)
    await it.gateway.finished
    expect(it.fills()).toEqual([
      [1, 98],
      [2, 96.5],
    ])
  })

  test('goes with its parent', async () => {
    const it = await floor(FALL_AND_RISE)
    bracket(it)
    it.client.ib.cancelOrder(1)
    await it.client.until(
      'error',
      ((_text: string, _code: number, id: number) => id === 3) as never,
    )
    expect(it.statuses().map(([, status]) => status)).toEqual(Array(3).fill('Cancelled'))
    expect(it.client.codes()).toEqual([202, 202, 202])
    expect(
      it.client
        .all('orderStatus')
        .filter(([id]) => id === 1)
        .map((args) => args[1]),
    ).toEqual(['Submitted', 'PendingCancel', 'Cancelled'])
  })

  test('works at once when its parent has filled, and not at all when it was cancelled', async () => {
    const it = await floor(FALL_AND_RISE)
    it.client.ib.placeOrder(1, SPY, market('BUY', 10))
    it.client.ib.placeOrder(2, SPY, limit('BUY', 10, 90))
    it.client.ib.cancelOrder(2)
    follow(it.client)
    await it.client.until('execDetails')
    it.client.ib.placeOrder(3, SPY, stop('SELL', 10, 90, { parentId: 1 }))
    it.client.ib.placeOrder(4, SPY, stop('SELL', 10, 90, { parentId: 2 }))
    it.client.ib.placeOrder(5, SPY, stop('SELL', 10, 90, { parentId: 99 }))
    await it.client.until(
      'error',
      ((_text: string, _code: number, id: number) => id === 5) as never,
    )
    const third = it.client.all('orderStatus').find(([id]) => id === 3)!
    expect([third[1], third[9]]).toEqual(['PreSubmitted', ''])
    expect([it.client.codes(4), it.client.codes(5)]).toEqual([[201], [135]])
  })
})

test('of a group the first fill cancels the others', async () => {
  const it = await floor(FALL_AND_RISE)
  const group = { ocaGroup: 'either', ocaType: 1 }
  it.client.ib.placeOrder(1, SPY, stop('BUY', 10, 103, group))
  it.client.ib.placeOrder(2, SPY, limit('BUY', 10, 97, group))
  it.client.ib.placeOrder(3, SPY, limit('BUY', 10, 96.5))
  follow(it.client)
  await it.gateway.finished
  expect(it.fills()).toEqual([
    [2, 97],
    [3, 96.5],
  ])
  expect(it.statuses()).toEqual([
    [1, 'Cancelled'],
    [2, 'Filled'],
    [3, 'Filled'],
  ])
})

test('a known order that is placed again is changed, and keeps its permId', async () => {
  const it = await floor(FALL_AND_RISE)
  it.client.ib.placeOrder(1, SPY, limit('BUY', 10, 90))
  it.client.ib.placeOrder(1, SPY, limit('BUY', 20, 99.5))
  it.client.ib.placeOrder(1, SPY, limit('SELL', 20, 99.5))
  follow(it.client)
  await it.gateway.finished
  expect(it.client.codes(1)).toEqual([105])
  expect(it.gateway.report().orders).toMatchObject([
    { orderId: 1, permId: 1_000_000_001, quantity: 20, price: 99.5, filled: 20 },
  ])
  it.client.ib.placeOrder(1, SPY, limit('BUY', 30, 99.5))
  await settled(it)
  expect(it.client.codes(1)).toEqual([105, 104])
})

test('gaps fill at the open, market orders too, and limits only when traded through', async () => {
  const it = await floor(
    minutes([
      [100, 100, 100, 100],
      [90, 91, 89, 90],
      [90, 107, 90, 91],
    ]),
  )
  it.client.ib.placeOrder(1, SPY, market('BUY', 10))
  it.client.ib.placeOrder(2, SPY, stop('SELL', 10, 95))
  it.client.ib.placeOrder(3, SPY, limit('BUY', 10, 94))
  it.client.ib.placeOrder(4, SPY, limit('SELL', 10, 107))
  it.client.ib.placeOrder(5, SPY, limit('SELL', 10, 106.99))
  follow(it.client)
  await it.gateway.finished
  expect(it.fills()).toEqual([
    [1, 100],
    [2, 90],
    [3, 90],
    [5, 106.99],
  ])
})

test('an order for the day ends with it', async () => {
  const bars = risingMinutes(4)
  for (let k = 2; k < 4; k++) bars.time[k]! += 86_400_000
  const it = await floor(bars)
  it.client.ib.placeOrder(1, SPY, limit('BUY', 10, 90, { tif: TimeInForce.DAY }))
  it.client.ib.placeOrder(2, SPY, limit('BUY', 10, 90))
  follow(it.client)
  await it.gateway.finished
  expect(it.statuses()).toEqual([
    [1, 'Cancelled'],
    [2, 'Submitted'],
  ])
})

test('orders for an opening auction wait for the next day, and end with its open', async () => {
  const bars = risingMinutes(4)
  for (let k = 2; k < 4; k++) bars.time[k]! += 86_400_000
  const it = await floor(bars)
  const { OPG } = TimeInForce
  follow(it.client)
  await it.client.until('realtimeBar')
  it.client.ib.placeOrder(1, SPY, market('BUY', 10, { tif: OPG }))
  it.client.ib.placeOrder(2, SPY, limit('BUY', 10, 90, { tif: OPG }))
  it.client.ib.placeOrder(3, SPY, limit('BUY', 10, 150, { tif: OPG }))
  it.client.ib.placeOrder(4, SPY, stop('BUY', 10, 150, { tif: OPG }))
  await it.gateway.finished
  expect(it.fills()).toEqual([
    [1, 102],
    [3, 102],
  ])
  expect(it.statuses()).toEqual([
    [1, 'Filled'],
    [2, 'Cancelled'],
    [3, 'Filled'],
  ])
})

test('a global cancel takes everything of everybody; single cancels only what is open', async () => {
  const it = await floor(FALL_AND_RISE)
  const other = connect(it.gateway.port, 8)
  await other.until('nextValidId')
  it.client.ib.placeOrder(1, SPY, limit('BUY', 10, 90))
  other.ib.placeOrder(1, SPY, limit('BUY', 10, 91))
  await other.until('openOrder')
  await it.client.until('openOrder')
  other.ib.cancelOrder(2)
  other.ib.reqGlobalCancel()
  await it.client.until('error')
  other.ib.cancelOrder(1)
  await other.until('error', ((_text: string, code: number) => code === 10148) as never)
  expect(it.client.codes(1)).toEqual([202])
  expect(other.codes()).toEqual([10147, 202, 10148])
  other.ib.disconnect()
})

test('what the exchange cannot take is refused with the number of the reason', async () => {
  const it = await floor(FALL_AND_RISE)
  const { ib } = it.client
  const refused: readonly (readonly [number, Order, object?])[] = [
    [200, market('BUY', 1), { symbol: 'QQQ' }],
    [321, market('BUY', 1, { account: 'DU7' })],
    [321, stop('BUY', 1, 101, { tif: TimeInForce.OPG })],
    [321, limit('BUY', 1, 90, { tif: TimeInForce.GTD })],
    [201, limit('BUY', 1, 90, { tif: TimeInForce.GTD, goodTillDate: '19990104-00:00:00' })],
    [321, market('BUY', 1, { whatIf: true })],
    [387, market('BUY', 1, { orderType: OrderType.TRAIL })],
    [434, market('BUY', 0)],
    [10318, market('BUY', 1.5)],
    [110, limit('BUY', 1, 99.999)],
    [110, limit('BUY', 1, -1)],
    [110, stop('BUY', 1, undefined as unknown as number)],
  ]
  refused.forEach(([, order, contract], k) => {
    ib.placeOrder(k + 1, { ...SPY, ...contract }, order)
  })
  ib.placeOrder(3, SPY, market('BUY', 1))
  await settled(it)
  expect(refused.map((_, k) => it.client.codes(k + 1)[0])).toEqual(refused.map(([code]) => code))
  expect(it.client.codes(3)).toEqual([321, 103])
  expect(it.gateway.report().orders).toEqual([])
  ib.reqIds()
  await it.client.until('nextValidId', ((id: number) => id === refused.length + 1) as never)
})

test('costs are those of the backtest: commission and slippage', async () => {
  const costs = {
    commission: { kind: 'fraction', fraction: 0.001 },
    slippage: { kind: 'ticks', ticks: 2 },
  } as const
  const it = await floor(FALL_AND_RISE, { costs })
  it.client.ib.placeOrder(1, SPY, market('BUY', 10))
  follow(it.client)
  await it.gateway.finished
  expect(it.gateway.report().executions).toMatchObject([
    { price: 100.02, quantity: 10, commission: 10 * 100.02 * 0.001 },
  ])
})
