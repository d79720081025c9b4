/** A tour by a client of another hand, at the version that it speaks. */
import { Client, Contract, Order } from 'ib-tws-api'
import { expect, test, vi } from 'vitest'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import { connect, follow } from './client.ts'
import { MINUTE, OPENING, risingMinutes } from './prices.ts'

test('ib-tws-api: time, contract, history, orders, executions and positions', async () => {
  // The client prints the fields of what it has no handler for.
  const unhandled: string[][] = []
  const printed = vi.spyOn(console, 'log').mockImplementation((first: unknown) => {
    if (Array.isArray(first)) unhandled.push(first as string[])
  })
  const bars = risingMinutes(10)
  const startTime = OPENING + 5 * MINUTE
  const log: string[] = []
  const gateway = await startGateway({
    ...{ bars, symbol: 'SPY', timeframeMs: MINUTE, startTime, virtual: true },
    log: (line) => log.push(line),
  })
  const { port } = gateway
  const client = new Client({ host: '127.0.0.1', port, clientId: 3, timeoutMs: 5000 })
  expect(await client.getCurrentTime()).toBe(startTime / 1000)
  expect(log).toContain('client 3 speaks version 151')

  const contract = Contract.stock('SPY')
  const [details] = await client.getContractDetails(contract)
  expect(details).toMatchObject({ minTick: 0.01, contract: { symbol: 'SPY', currency: 'USD' } })

  const ask = { contract, whatToShow: 'TRADES', useRth: 0, formatDate: 2 }
  const { bars: history } = await client.getHistoricalData({
    ...{ ...ask, endDateTime: '', duration: '1 D', barSizeSetting: '1 min', keepUpToDate: false },
  })
  expect(history.map(({ close }) => close)).toEqual([101, 102, 103, 104, 105])
  expect(await client.getHeadTimeStamp(ask)).toBe(`${OPENING / 1000}`)

  const bought = await client.placeOrder({
    contract,
    order: Order.market({ action: 'BUY', totalQuantity: 10, orderRef: 'other-1' }),
  })
  const waiting = await client.placeOrder({
    contract,
    order: Order.limit({ action: 'SELL', totalQuantity: 10, lmtPrice: 500 }),
  })
  // It hands out every OPEN_ORDER it heard: two as they were placed, two asked for.
  const placed = (await client.getOpenOrders()).slice(-2)
  expect(placed.map(({ order }) => [order.orderId, order.orderType, order.lmtPrice])).toEqual([
    [bought, 'MKT', Number.NaN],
    [waiting, 'LMT', 500],
  ])
  expect((await client.cancelOrder(waiting)).code).toBe('202')

  // Another client takes bars, so that the clock goes on.
  const other = connect(port, 4)
  await other.until('nextValidId')
  follow(other)
  await gateway.finished
  const positions = Object.values(await client.getPositions())
  expect(positions).toMatchObject([{ position: 10, avgCost: 105.1 }])
  const execution = unhandled.find(([id]) => id === '11')!
  expect(execution.slice(0, 3)).toEqual(['11', '-1', `${bought}`])
  // All fields of version 151, which ends before the pending price revision.
  expect(execution).toHaveLength(31)
  expect(execution).toContain('other-1')
  expect(unhandled.find(([id]) => id === '59')).toHaveLength(8)

  other.ib.disconnect()
  await gateway.stop()
  printed.mockRestore()
})
