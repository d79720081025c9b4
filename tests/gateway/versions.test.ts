/** Every server version, read by the decoder that forgives nothing. */
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer, connect as dial } from 'node:net'
import type { BarSizeSetting, WhatToShow } from '@stoqey/ib'
import { expect, test } from 'vitest'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import { NEWEST_VERSION, OLDEST_VERSION } from '../../runtime/gateway/wire/versions.ts'
import { connect, follow, limit, market, SPY, stop } from './client.ts'
import { MINUTE, OPENING, risingMinutes } from './prices.ts'

const VERSIONS = Array.from(
  { length: NEWEST_VERSION - OLDEST_VERSION + 1 },
  (_, k) => OLDEST_VERSION + k,
)

test('every message of every version leaves no field unread and lacks none', async () => {
  const unread: string[] = []
  for (const version of VERSIONS) {
    const gateway = await startGateway({
      ...{ bars: risingMinutes(4), symbol: 'SPY', timeframeMs: MINUTE, virtual: true },
      startTime: OPENING + 2 * MINUTE,
    })
    const middle = await between(gateway.port, version)
    const client = connect((middle.address() as AddressInfo).port, 1)
    await client.until('nextValidId')
    const { ib } = client
    ib.reqContractDetails(1, SPY)
    const size = '1 min' as BarSizeSetting
    ib.reqHistoricalData(2, SPY, '', '1 D', size, 'TRADES' as WhatToShow, 0, 2, false)
    ib.reqMatchingSymbols(3, 'S')
    ib.reqPnL(4, '', '')
    ib.reqAccountUpdates(true, '')
    ib.placeOrder(1, SPY, market('BUY', 10, { orderRef: 'all' }))
    ib.placeOrder(2, SPY, stop('SELL', 10, 90, { parentId: 1, ocaGroup: 'g', ocaType: 1 }))
    ib.placeOrder(3, SPY, limit('SELL', 10, 500, { parentId: 1, ocaGroup: 'g', ocaType: 1 }))
    ib.placeOrder(4, SPY, limit('SELL', 10, 500))
    ib.cancelOrder(4)
    ib.reqPositions()
    follow(client)
    await gateway.finished
    ib.reqExecutions(5, {})
    ib.reqAllOpenOrders()
    ib.reqGlobalCancel()
    ib.reqCompletedOrders(false)
    ib.reqAccountSummary(6, 'All', 'NetLiquidation')
    await client.until('accountSummaryEnd')
    const problems = client
      .all('error')
      .filter(([, code]) => code !== 202)
      .map(([failure]) => String(failure))
    unread.push(...problems.map((problem) => `${version}: ${problem}`))
    expect(client.all('server')[0]![0]).toBe(version)
    expect(gateway.report().orders.map(({ ref, status }) => `${ref} ${status}`)).toEqual([
      'all Filled',
      ...Array(3).fill(' Cancelled'),
    ])
    expect(client.all('completedOrder')).toHaveLength(4)
    ib.disconnect()
    middle.close()
    await gateway.stop()
  }
  expect(unread).toEqual([])
})

/** Somebody in the middle, who makes the client offer no more than a version. */
function between(port: number, version: number): Promise<Server> {
  const server = createServer((near: Socket) => {
    const far = dial(port, '127.0.0.1')
    near.once('data', (hello) => {
      far.write(hello.toString('latin1').replace(`..${NEWEST_VERSION}`, `..${version}`), 'latin1')
      near.pipe(far)
    })
    far.pipe(near)
    for (const socket of [near, far]) socket.on('error', () => {})
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}
