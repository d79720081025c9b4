/** Regular hours and the exchange's days, as a client asks for them. */
import type { BarSizeSetting, WhatToShow } from '@stoqey/ib'
import { expect, onTestFinished, test } from 'vitest'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import { connect, follow, SPY } from './client.ts'
import { MINUTE, OPENING, risingMinutes } from './prices.ts'

const DAY = 86_400_000
/** Eight at night in New York, the next day in UTC. */
const EVENING = OPENING + 10.5 * 60 * MINUTE

/** Three minutes before the bell and three after it, two in the evening, three of the next day. */
const TIMES = [
  ...[-3, -2, -1, 0, 1, 2].map((k) => OPENING + k * MINUTE),
  ...[0, 1].map((k) => EVENING + k * MINUTE),
  ...[-1, 0, 1].map((k) => OPENING + DAY + k * MINUTE),
]
const BARS = { ...risingMinutes(TIMES.length), time: Float64Array.from(TIMES) }

async function clientOf(startTime: number, calendar?: string) {
  const gateway = await startGateway({
    ...{ bars: BARS, symbol: 'SPY', timeframeMs: MINUTE, startTime, virtual: true },
    ...(calendar !== undefined && { calendar }),
  })
  const client = connect(gateway.port, 7)
  onTestFinished(async () => {
    client.ib.disconnect()
    await gateway.stop()
  })
  await client.until('nextValidId')
  return client
}

/** Dates and volumes of the bars up to the last stored one. */
async function told(size: string, regular: boolean, calendar?: string) {
  const client = await clientOf(TIMES.at(-1)!, calendar)
  const shown = 'TRADES' as WhatToShow
  const request = [1, SPY, '', '5 D', size as BarSizeSetting, shown] as const
  client.ib.reqHistoricalData(...request, regular as never, 2, false)
  const isLast = ((_: number, date: string) => date.startsWith('finished')) as never
  await client.until('historicalData', isLast)
  return client
    .all('historicalData')
    .slice(0, -1)
    .map(([, date, , , , , volume]) => [String(date), volume])
}

const second = (instant: number) => String(instant / 1000)

test('in regular hours nothing outside is told, in all hours everything', async () => {
  const regular = [3, 4, 5, 9].map((k) => [second(TIMES[k]!), 1000 + k])
  expect(await told('1 min', true, 'XNYS')).toEqual(regular)
  const all = TIMES.slice(0, -1).map((time, k) => [second(time), 1000 + k])
  expect(await told('1 min', false, 'XNYS')).toEqual(all)
  expect(await told('1 min', true)).toEqual(all)
})

test('the first hour of a session begins at its open', async () => {
  expect(await told('1 hour', true, 'XNYS')).toEqual([
    [second(OPENING), 3012],
    [second(OPENING + DAY), 1009],
  ])
})

test('a day is the exchange’s: its session, or with all hours its date there', async () => {
  expect(await told('1 day', true, 'XNYS')).toEqual([
    ['20260105', 3012],
    ['20260106', 1009],
  ])
  expect(await told('1 day', false, 'XNYS')).toEqual([
    ['20260105', 8028],
    ['20260106', 2017],
  ])
  // Without an exchange the evening is of the next day, as UTC has it.
  expect(await told('1 day', false)).toEqual([
    ['20260105', 6015],
    ['20260106', 4030],
  ])
})

test('bars of five seconds are told in the hours that are asked for', async () => {
  const client = await clientOf(EVENING, 'XNYS')
  client.ib.reqRealTimeBars(2, SPY, 5, 'TRADES' as never, true)
  follow(client, 1)
  await client.until('realtimeBar', ((id: number) => id === 2) as never)
  const heard = (id: number) => client.all('realtimeBar').filter(([of]) => of === id)
  expect(Number(heard(2)[0]![1]) * 1000).toBe(OPENING + DAY)
  expect(Number(heard(1)[0]![1]) * 1000).toBe(EVENING)
})

test('an exchange that nobody knows is refused', async () => {
  const options = { bars: BARS, symbol: 'SPY', timeframeMs: MINUTE, calendar: 'MOON' }
  await expect(startGateway(options)).rejects.toThrow('no exchange MOON is known')
})
