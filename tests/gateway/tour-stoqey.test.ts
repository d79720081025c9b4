/** A tour by @stoqey/ib, which complains of any field too many or too few (error 505). */
import type { BarSizeSetting, WhatToShow } from '@stoqey/ib'
import { afterEach, describe, expect, test } from 'vitest'
import type { RunningGateway } from '../../runtime/gateway/gateway.ts'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import type { GatewayOptions } from '../../runtime/gateway/options.ts'
import type { Client } from './client.ts'
import { connect, follow, limit, market, SPY, stop } from './client.ts'
import { MINUTE, OPENING, risingMinutes } from './prices.ts'

const open: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function gatewayOf(options: Partial<GatewayOptions> = {}): Promise<RunningGateway> {
  const bars = risingMinutes(10)
  const start = { startTime: OPENING + 5 * MINUTE, virtual: true }
  const base = { bars, symbol: 'SPY', timeframeMs: MINUTE, ...start }
  const gateway = await startGateway({ ...base, ...options })
  open.push(() => gateway.stop())
  return gateway
}

async function clientOf(gateway: RunningGateway, clientId = 7): Promise<Client> {
  const client = connect(gateway.port, clientId)
  open.unshift(async () => {
    client.ib.disconnect()
  })
  await client.until('nextValidId')
  return client
}

function asking(client: Client, reqId: number, size: string, duration: string, keep = false): void {
  const shown = 'TRADES' as WhatToShow
  client.ib.reqHistoricalData(
    ...[reqId, SPY, '', duration, size as BarSizeSetting, shown, 0, 2, keep],
  )
}

test('a session begins with accounts, an order id and the farms', async () => {
  const client = await clientOf(await gatewayOf())
  await client.until('info', ((_text: string, code: number) => code === 2158) as never)
  expect(client.all('server')).toEqual([[193, '20260105 09:35:00 US/Eastern']])
  expect(client.all('managedAccounts')).toEqual([['DU1234567']])
  expect(client.all('nextValidId')).toEqual([[1]])
  expect(client.all('info').map(([, code]) => code)).toEqual([2104, 2106, 2158])
})

test('contracts: details, hours, price rule, symbols, and none for a stranger', async () => {
  const client = await clientOf(await gatewayOf())
  client.ib.reqContractDetails(1, SPY)
  client.ib.reqContractDetails(2, { ...SPY, symbol: 'QQQ' })
  client.ib.reqMarketRule(26)
  client.ib.reqMatchingSymbols(3, 'sp')
  await client.until('symbolSamples')
  const [, details] = client.all('contractDetails')[0]!
  expect(details).toMatchObject({
    minTick: 0.01,
    contract: { symbol: 'SPY', secType: 'STK', currency: 'USD', primaryExch: 'ARCA' },
    timeZoneId: 'US/Eastern',
    liquidHours: '20260105:0930-20260105:0940',
    marketRuleIds: '26,26',
  })
  expect(client.all('contractDetailsEnd')).toEqual([[1]])
  expect(client.all('marketRule')).toEqual([[26, [{ lowEdge: 0, increment: 0.01 }]]])
  expect(client.all('symbolSamples')[0]).toMatchObject([3, [{ contract: { symbol: 'SPY' } }]])
  expect(client.codes()).toEqual([200])
})

describe('history', () => {
  test('bars up to the clock, by the size asked for', async () => {
    const client = await clientOf(await gatewayOf())
    asking(client, 1, '1 min', '1 D')
    asking(client, 2, '2 mins', '180 S')
    asking(client, 3, '1 day', '1 M')
    asking(client, 4, '5 secs', '20 S')
    asking(client, 5, '7 mins', '1 D')
    client.ib.reqHeadTimestamp(6, SPY, 'TRADES' as WhatToShow, false, 2)
    await client.until('headTimestamp')
    const bars = (reqId: number) =>
      client
        .all('historicalData')
        .filter(([id, date]) => id === reqId && !String(date).startsWith('finished'))
        .map((args) => args.slice(1, 7))
    const seconds = OPENING / 1000
    expect(bars(1)).toEqual(
      [0, 1, 2, 3, 4].map((k) => [
        ...[`${seconds + 60 * k}`, 100 + k, 102 + k, 99 + k, 101 + k, 1000 + k],
      ]),
    )
    expect(bars(2)).toEqual([
      [`${seconds + 120}`, 102, 105, 101, 104, 2005],
      [`${seconds + 240}`, 104, 106, 103, 105, 1004],
    ])
    expect(bars(3)).toEqual([['20260105', 100, 106, 99, 105, 5010]])
    expect(bars(4).map(([date]) => Number(date))).toEqual(
      [280, 285, 290, 295].map((s) => seconds + s),
    )
    expect(bars(4).at(-1)![4]).toBe(105)
    expect(client.codes(5)).toEqual([321])
    expect(client.all('headTimestamp')).toEqual([[6, `${seconds}`]])
  })

  test('what is kept up to date grows with every five seconds', async () => {
    const client = await clientOf(await gatewayOf())
    asking(client, 1, '1 min', '1 D', true)
    client.ib.reqCurrentTime()
    await client.until(
      'historicalDataUpdate',
      ((_id: number, ...bar: number[]) => bar[5] === 1005) as never,
    )
    const updates = client.all('historicalDataUpdate')
    expect(updates).toHaveLength(12)
    const date = `${OPENING / 1000 + 300}`
    expect(updates.at(-1)!.slice(0, 7)).toEqual([1, date, 105, 107, 104, 106, 1005])
    client.ib.cancelHistoricalData(1)
    client.ib.cancelHistoricalData(1)
    await client.until('error')
    expect(client.codes(1)).toEqual([366])
  })
})

test('orders, executions, commissions and positions, told as TWS tells them', async () => {
  const client = await clientOf(await gatewayOf())
  const { ib } = client
  ib.reqPositions()
  ib.placeOrder(1, SPY, market('BUY', 10, { orderRef: 'run-1' }))
  ib.placeOrder(2, SPY, limit('SELL', 10, 108, { orderRef: 'run-2' }))
  ib.placeOrder(3, SPY, stop('SELL', 5, 90, { orderRef: 'run-3' }))
  ib.reqOpenOrders()
  await client.until('openOrderEnd')
  follow(client)
  await client.until(
    'commissionReport',
    (({ realizedPNL }: { realizedPNL?: number }) => realizedPNL !== undefined) as never,
  )
  const told = client.heard
    .filter(({ name, args }) =>
      name === 'openOrder' || name === 'orderStatus' ? args[0] === 1 : name !== 'realtimeBar',
    )
    .map(({ name, args }) => {
      if (name === 'openOrder') return `${name} ${(args[3] as { status: string }).status}`
      return name === 'orderStatus' ? `${name} ${args[1]}` : name
    })
  const placed = told.indexOf('openOrder PreSubmitted')
  expect(told.slice(placed, placed + 2)).toEqual([
    'openOrder PreSubmitted',
    'orderStatus PreSubmitted',
  ])
  const filled = told.indexOf('execDetails')
  expect(told.slice(filled, filled + 6)).toEqual([
    ...['execDetails', 'openOrder Filled', 'orderStatus Filled'],
    ...['openOrder Filled', 'orderStatus Filled', 'commissionReport'],
  ])
  const [bought, sold] = client.all('execDetails').map(([, , execution]) => execution)
  expect(bought).toMatchObject({
    ...{
      orderRef: 'run-1',
      side: 'BOT',
      shares: 10,
      price: 105,
      clientId: 7,
      acctNumber: 'DU1234567',
    },
    time: '20260105 09:35:00 US/Eastern',
  })
  // Bar 6 reaches 108 and bar 7 goes through it.
  expect(sold).toMatchObject({ orderRef: 'run-2', side: 'SLD', price: 108, cumQty: 10 })
  expect(client.all('commissionReport').map(([report]) => report)).toMatchObject([
    { commission: 1, currency: 'USD' },
    // FINRA takes $0.000166 a share sold.
    { commission: 1.00166, realizedPNL: expect.closeTo(28 - 0.00166, 9) },
  ])
  expect(client.all('position').map((args) => args.slice(2))).toEqual([
    [10, 105.1],
    [0, 0],
  ])
  expect(client.codes()).toEqual([])
})

test('what was done is there to be asked for, in another session too', async () => {
  const gateway = await gatewayOf()
  const first = await clientOf(gateway)
  first.ib.placeOrder(1, SPY, market('BUY', 10, { orderRef: 'run-1' }))
  first.ib.placeOrder(2, SPY, limit('SELL', 10, 200, { orderRef: 'run-2' }))
  first.ib.placeOrder(3, SPY, limit('SELL', 10, 300, { orderRef: 'run-3' }))
  first.ib.cancelOrder(3)
  follow(first)
  await first.until('commissionReport')
  first.ib.disconnect()
  const again = await clientOf(gateway, 7)
  const other = await clientOf(gateway, 8)
  expect(again.all('nextValidId')).toEqual([[4]])
  expect(other.all('nextValidId')).toEqual([[1]])
  again.ib.reqOpenOrders()
  other.ib.reqOpenOrders()
  other.ib.reqAllOpenOrders()
  other.ib.reqExecutions(1, {})
  other.ib.reqExecutions(2, { clientId: '9' })
  other.ib.reqExecutions(3, { time: '20260105-14:36:00' })
  other.ib.reqExecutions(4, { time: '20260105 09:35:00 US/Eastern', side: 'BUY' })
  other.ib.reqCompletedOrders(false)
  other.ib.reqPositions()
  await Promise.all([again.until('openOrderEnd'), other.until('positionEnd')])
  expect(again.all('openOrder').map(([id]) => id)).toEqual([2])
  expect(other.all('openOrderEnd')).toHaveLength(2)
  expect(other.all('openOrder')).toMatchObject([[2, {}, { clientId: 7, orderRef: 'run-2' }, {}]])
  expect(other.all('execDetails').map(([id]) => id)).toEqual([1, 4])
  expect(other.all('execDetailsEnd').map(([id]) => id)).toEqual([1, 2, 3, 4])
  expect(other.all('completedOrder')).toMatchObject([
    [{}, { orderRef: 'run-1', filledQuantity: 10 }, { status: 'Filled' }],
    [{}, { orderRef: 'run-3' }, { status: 'Cancelled' }],
  ])
  expect(other.all('position').map((args) => args[2])).toEqual([10])
  expect([...again.codes(), ...other.codes()]).toEqual([])
})

test('account values, a summary of them, and profit', async () => {
  const client = await clientOf(await gatewayOf())
  const { ib } = client
  ib.placeOrder(1, SPY, market('BUY', 10))
  ib.reqPnL(5, 'DU1234567', '')
  ib.reqPnLSingle(6, 'DU1234567', '', 0)
  follow(client)
  await client.until(
    'realtimeBar',
    ((_id: number, time: number) => time === OPENING / 1000 + 355) as never,
  )
  await client.until('pnl', ((_id: number, daily: number) => daily > 8) as never)
  ib.reqAccountUpdates(true, '')
  ib.reqAccountSummary(9, 'All', 'NetLiquidation,TotalCashValue')
  ib.reqAccountUpdates(true, 'DU7')
  await client.until('accountSummaryEnd')
  await client.until('info', ((_text: string, code: number) => code === 321) as never)
  const values = new Map(client.all('updateAccountValue').map(([key, value]) => [key, value]))
  expect(values.get('AccountReady')).toBe('true')
  expect(client.all('accountDownloadEnd')).toEqual([['DU1234567']])
  expect(client.all('updatePortfolio')[0]!.slice(0, 2)).toMatchObject([{ symbol: 'SPY' }, 10])
  expect(client.all('accountSummary').map((args) => args[2])).toEqual([
    'NetLiquidation',
    'TotalCashValue',
  ])
  expect(client.all('accountSummary')[1]![3]).toBe('998949.00')
  expect(client.all('pnlSingle')[0]![1]).toBe(0)
  expect(client.codes()).toEqual([])
})
