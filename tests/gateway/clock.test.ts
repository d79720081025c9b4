/** The market's time: it waits for clients, stands still when told to, and runs at a speed. */
import { afterEach, describe, expect, test } from 'vitest'
import type { RunningGateway } from '../../runtime/gateway/gateway.ts'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import { GatewayRefusal } from '../../runtime/gateway/loopback.ts'
import type { GatewayOptions } from '../../runtime/gateway/options.ts'
import type { Client } from './client.ts'
import { connect, follow, limit, market, SPY } from './client.ts'
import { MINUTE, OPENING, risingMinutes } from './prices.ts'

const open: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function gatewayOf(options: Partial<GatewayOptions>): Promise<RunningGateway> {
  const base = { bars: risingMinutes(10), symbol: 'SPY', timeframeMs: MINUTE }
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

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

function takeBars(client: Client): void {
  client.ib.reqRealTimeBars(1, SPY, 5, 'TRADES' as never, false)
}

describe('virtual time', () => {
  test('stands without a client that takes bars, and until it has asked for the time', async () => {
    const gateway = await gatewayOf({ virtual: true })
    const client = await clientOf(gateway)
    client.ib.reqCurrentTime()
    await pause(30)
    expect(gateway.report()).toMatchObject({ bar: 0, time: OPENING })
    takeBars(client)
    await pause(30)
    expect(gateway.report()).toMatchObject({ bar: 0, time: OPENING })
    client.ib.reqCurrentTime()
    await client.until(
      'realtimeBar',
      ((_id: number, time: number) => time === OPENING / 1000 + 55) as never,
    )
    await pause(30)
    // One bar, and not a moment more before the next question.
    expect(gateway.report()).toMatchObject({ bar: 1, time: OPENING + MINUTE })
    expect(client.all('realtimeBar')).toHaveLength(12)
    client.ib.disconnect()
    await pause(30)
    expect(gateway.report()).toMatchObject({ bar: 1, clients: [] })
  })

  test('waits after each fill for the one whose fill it is', async () => {
    const gateway = await gatewayOf({ virtual: true })
    const client = await clientOf(gateway)
    client.ib.placeOrder(1, SPY, market('BUY', 1))
    client.ib.placeOrder(2, SPY, limit('BUY', 1, 99.5))
    takeBars(client)
    client.ib.reqCurrentTime()
    await client.until('execDetails')
    await pause(20)
    expect(gateway.report()).toMatchObject({ time: OPENING })
    expect(client.all('execDetails')).toHaveLength(1)
    client.ib.reqCurrentTime()
    await client.until('execDetails', () => client.all('execDetails').length === 2)
    expect(gateway.report()).toMatchObject({ time: OPENING + MINUTE - 5000, bar: 0 })
    expect(client.all('realtimeBar')).toHaveLength(11)
  })

  test('waits for all who take bars, but not for ever', async () => {
    const gateway = await gatewayOf({ virtual: true, deadlineMs: 60 })
    const quick = await clientOf(gateway, 1)
    const silent = await clientOf(gateway, 2)
    takeBars(silent)
    follow(quick)
    await pause(30)
    expect(gateway.report().bar).toBe(0)
    // Once it has missed the deadline, the silent one is not waited for again.
    const began = performance.now()
    await gateway.finished
    expect(performance.now() - began).toBeLessThan(400)
    await silent.until(
      'realtimeBar',
      ((_id: number, time: number) => time === OPENING / 1000 + 595) as never,
    )
    expect(silent.all('realtimeBar')).toEqual(
      quick.all('realtimeBar').map(([, ...bar]) => [1, ...bar]),
    )
  })

  test('is frozen and goes on', async () => {
    const gateway = await gatewayOf({ virtual: true })
    const client = await clientOf(gateway)
    gateway.freeze()
    follow(client)
    await pause(30)
    expect(gateway.report()).toMatchObject({ bar: 0, frozen: true })
    gateway.resume()
    await gateway.finished
    expect(gateway.report()).toMatchObject({ bar: 10, frozen: false })
  })

  test('leaves history to those who come in the middle of a bar', async () => {
    const gateway = await gatewayOf({ virtual: true })
    const first = await clientOf(gateway)
    first.ib.placeOrder(1, SPY, limit('BUY', 1, 99.5))
    takeBars(first)
    first.ib.reqCurrentTime()
    await first.until('execDetails')
    first.ib.disconnect()
    const again = await clientOf(gateway, 8)
    again.ib.reqHistoricalData(
      ...[2, SPY, '', '1 D', '5 secs' as never, 'TRADES' as never, 0, 2, false],
    )
    takeBars(again)
    again.ib.reqCurrentTime()
    await again.until('realtimeBar')
    const dates = again.all('historicalData').map(([, date]) => Number(date) - OPENING / 1000)
    expect(dates.slice(0, -1)).toEqual(Array.from({ length: 11 }, (_, k) => 5 * k))
    expect(again.all('realtimeBar')[0]![1]).toBe(OPENING / 1000 + 55)
  })
})

describe('real time', () => {
  test('begins with the first client, runs at its speed and skips the night', async () => {
    const bars = risingMinutes(4)
    for (let k = 2; k < 4; k++) bars.time[k]! += 86_400_000
    const gateway = await gatewayOf({ bars, speed: 600 })
    await pause(50)
    expect(gateway.report()).toMatchObject({ time: OPENING, bar: 0 })
    const began = performance.now()
    const client = await clientOf(gateway)
    takeBars(client)
    client.ib.placeOrder(1, SPY, market('BUY', 10))
    await gateway.finished
    const took = performance.now() - began
    expect(took).toBeGreaterThan(350)
    expect(took).toBeLessThan(1500)
    await client.until(
      'realtimeBar',
      ((_id: number, time: number) => time * 1000 === bars.time[3]! + 55_000) as never,
    )
    // It arrived within a five-second bar and met the next one's open, near the day's first.
    expect(gateway.report().executions).toMatchObject([{ quantity: 10 }])
    expect(gateway.report().executions[0]!.time).toBeLessThan(OPENING + 60_000)
  })

  test('stops while it is frozen', async () => {
    const gateway = await gatewayOf({ speed: 600 })
    const client = await clientOf(gateway)
    takeBars(client)
    await client.until('realtimeBar')
    gateway.freeze()
    const { time } = gateway.report()
    await pause(50)
    expect(gateway.report().time).toBe(time)
    gateway.resume()
    await pause(50)
    expect(gateway.report().time).toBeGreaterThan(time)
  })
})

test('what cannot be started is refused with the reason', async () => {
  const bars = risingMinutes(3)
  const base = { bars, symbol: 'SPY', timeframeMs: MINUTE }
  const refusal = (options: Partial<GatewayOptions>) =>
    expect(startGateway({ ...base, ...options })).rejects
  await refusal({ bars: { ...bars, length: 0 } }).toThrow('there are no bars')
  await refusal({ timeframeMs: 2 * MINUTE }).toThrow('overlaps')
  await refusal({ startTime: OPENING + 3 * MINUTE }).toThrow('no bar starts')
  await refusal({ instrument: { timeZone: 'Middle/Earth' } }).toThrow('unknown time zone')
  const gateway = await gatewayOf({})
  await refusal({ port: gateway.port }).toThrow(GatewayRefusal)
  await refusal({ controlPort: gateway.port }).toThrow(`port ${gateway.port} cannot be opened`)
})
