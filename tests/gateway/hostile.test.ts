/** Whatever a client sends, the gateway answers, complains or hangs up; it never falls over. */
import { connect } from 'node:net'
import type { BarSizeSetting, WhatToShow } from '@stoqey/ib'
import { EventName } from '@stoqey/ib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import type { Field } from '../../runtime/gateway/wire/frame.ts'
import { encodeFrame, frameReader, splitFields } from '../../runtime/gateway/wire/frame.ts'
import { cases } from '../draws.ts'
import { connect as connectClient, limit, market, SPY, stop } from './client.ts'
import { MINUTE, risingMinutes } from './prices.ts'

/** Messages that make sense, as a client of another hand writes them. */
async function sensibleMessages(): Promise<readonly (readonly Field[])[]> {
  const gateway = await startGateway(MARKET)
  const client = connectClient(gateway.port, 1)
  const sent: (readonly Field[])[] = []
  await client.until('nextValidId')
  const { ib } = client
  ib.on(EventName.sent, (tokens: readonly Field[]) => sent.push(tokens))
  ib.placeOrder(1, SPY, limit('BUY', 10, 90, { orderRef: 'ref' }))
  ib.placeOrder(2, SPY, stop('SELL', 10, 80, { parentId: 1, ocaGroup: 'g', ocaType: 1 }))
  ib.placeOrder(3, SPY, market('SELL', 10))
  ib.cancelOrder(1)
  ib.reqGlobalCancel()
  ib.reqContractDetails(5, SPY)
  const shown = 'TRADES' as WhatToShow
  ib.reqHistoricalData(6, SPY, '', '1 D', '1 min' as BarSizeSetting, shown, 0, 2, true)
  const end = '20260105 09:32:00 US/Eastern'
  ib.reqHistoricalData(7, SPY, end, '3 W', '5 secs' as BarSizeSetting, shown, 1, 1, false)
  ib.cancelHistoricalData(6)
  ib.reqHeadTimestamp(8, SPY, shown, false, 1)
  ib.reqRealTimeBars(9, SPY, 5, shown, false)
  ib.cancelRealTimeBars(9)
  ib.reqExecutions(10, { time: '20260105-14:30:00', side: 'BUY' })
  ib.reqAccountSummary(11, 'All', 'NetLiquidation,TotalCashValue')
  ib.reqAccountUpdates(true, '')
  ib.reqPnL(12, 'DU1234567', '')
  ib.reqPnLSingle(13, 'DU1234567', '', 5)
  ib.reqMatchingSymbols(14, 'S')
  ib.reqMarketRule(26)
  ib.reqPositions()
  ib.reqAllOpenOrders()
  ib.reqCompletedOrders(false)
  await client.until('completedOrdersEnd')
  ib.disconnect()
  await gateway.stop()
  return sent
}

const MARKET = { bars: risingMinutes(40), symbol: 'SPY', timeframeMs: MINUTE, virtual: true }

const anyField: fc.Arbitrary<Field> = fc.oneof(
  fc.constantFrom('', '0', '1', '-1', 'x', '\0', '1e308', '-1e308', 'Infinity', 'NaN', '1e-320'),
  fc.constantFrom('2147483647', '9007199254740993', '99999999999 Y', '0 D', 'BAG', 'PEG BEST'),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.string({ maxLength: 12 }),
)

const anyMessage = (sensible: readonly (readonly Field[])[]): fc.Arbitrary<Field[]> =>
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom(...sensible),
        fc.array(fc.tuple(fc.nat(), anyField), { maxLength: 4 }),
        fc.oneof({ arbitrary: fc.constant(null), weight: 6 }, fc.nat()),
      )
      .map(([message, changes, cut]) => {
        const changed = [...message]
        for (const [at, field] of changes) changed[1 + (at % (changed.length - 1))] = field
        return cut === null ? changed : changed.slice(0, 1 + (cut % changed.length))
      }),
    fc
      .tuple(fc.nat(110), fc.array(anyField, { maxLength: 30 }))
      .map(([id, fields]) => [id, ...fields]),
  )

test('messages of every kind, bent and broken', async () => {
  const sensible = await sensibleMessages()
  expect(sensible.length).toBeGreaterThan(20)
  const gateway = await startGateway(MARKET)
  const socket = connect(gateway.port, '127.0.0.1')
  const reader = frameReader()
  let heard: (readonly string[])[] = []
  let wake = () => {}
  socket.on('data', (chunk) => {
    reader.push(chunk)
    for (let one = reader.frame(); one !== undefined; one = reader.frame())
      heard.push(splitFields(one))
    wake()
  })
  const alive = async (): Promise<void> => {
    socket.write(encodeFrame([49, 1]))
    while (!heard.some(([id]) => id === '49'))
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    heard = []
  }
  const offer = 'v100..193'
  const hello = Buffer.alloc(8)
  hello.write('API\0')
  hello.writeUInt32BE(offer.length, 4)
  socket.write(Buffer.concat([hello, Buffer.from(offer), encodeFrame([71, 2, 1, ''])]))
  await alive()
  let accepted = 0
  let fresh = 0
  const property = fc.asyncProperty(
    fc.array(anyMessage(sensible), { minLength: 5, maxLength: 30, size: 'max' }),
    async (messages) => {
      // Orders have numbers of their own: a huge one would leave none for those after it.
      for (const message of messages) if (message[0] === 3) message[1] = ++fresh
      socket.write(Buffer.concat(messages.map(encodeFrame)))
      await alive()
      accepted = gateway.report().orders.length
    },
  )
  await fc.assert(property, { numRuns: cases(150) })
  expect(accepted).toBeGreaterThan(20)
  socket.destroy()
  await gateway.stop()
})
