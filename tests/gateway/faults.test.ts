/** What goes wrong on purpose, from the options and over the control line. */
import { request } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { RunningGateway } from '../../runtime/gateway/gateway.ts'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import type { GatewayOptions } from '../../runtime/gateway/options.ts'
import type { Client } from './client.ts'
import { connect, follow, limit, market, SPY } from './client.ts'
import { MINUTE, OPENING, risingMinutes } from './prices.ts'

const open: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function gatewayOf(options: Partial<GatewayOptions> = {}): Promise<RunningGateway> {
  const base = { bars: risingMinutes(6), symbol: 'SPY', timeframeMs: MINUTE, virtual: true }
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

describe('faults', () => {
  test('drop: every connection is reset after a bar, and what was done remains', async () => {
    const gateway = await gatewayOf({ faults: [{ kind: 'drop', bar: 2 }] })
    const client = await clientOf(gateway)
    client.ib.placeOrder(1, SPY, market('BUY', 10))
    client.ib.placeOrder(2, SPY, limit('SELL', 10, 500))
    follow(client)
    await client.until('disconnected')
    expect(gateway.report()).toMatchObject({ bar: 2, clients: [], position: 10 })
    const again = await clientOf(gateway)
    again.ib.reqOpenOrders()
    await again.until('openOrderEnd')
    expect(again.all('openOrder').map(([id]) => id)).toEqual([2])
    follow(again)
    await gateway.finished
    expect(gateway.report()).toMatchObject({ bar: 6, position: 10 })
  })

  test('chance: the same seed drops at the same bars', async () => {
    const drops = async (seed: number): Promise<readonly number[]> => {
      const gateway = await gatewayOf({
        ...{ bars: risingMinutes(20), seed, faults: [{ kind: 'drop', chance: 0.3 }] },
      })
      const bars: number[] = []
      while (gateway.report().bar < 20) {
        const client = await clientOf(gateway)
        follow(client)
        await Promise.race([client.until('disconnected'), gateway.finished])
        bars.push(gateway.report().bar)
        client.ib.disconnect()
      }
      return bars
    }
    const first = await drops(3)
    expect(first.length).toBeGreaterThan(2)
    expect(await drops(3)).toEqual(first)
    expect(await drops(4)).not.toEqual(first)
  })

  test('refuse-connections and refuse-orders, so many of them', async () => {
    const gateway = await gatewayOf({
      faults: [
        { kind: 'refuse-connections', count: 1 },
        { kind: 'refuse-orders', count: 1, reason: 'margin' },
      ],
    })
    const refused = connect(gateway.port, 7)
    await refused.until('disconnected')
    expect(refused.all('server')).toEqual([])
    const client = await clientOf(gateway)
    client.ib.placeOrder(1, SPY, limit('BUY', 1, 90))
    client.ib.placeOrder(1, SPY, limit('BUY', 1, 90))
    client.ib.placeOrder(2, SPY, limit('BUY', 1, 90))
    await client.until('openOrder')
    expect(
      client.all('error').map(([failure, code, id]) => [(failure as Error).message, code, id]),
    ).toEqual([
      ['Order rejected - reason:margin', 201, 1],
      ['Duplicate order id', 103, 1],
    ])
    expect(gateway.report().orders.map(({ orderId }) => orderId)).toEqual([2])
  })

  test('split-fills, repeat-executions, late-commissions', async () => {
    const gateway = await gatewayOf({
      faults: [
        { kind: 'split-fills', parts: 3 },
        { kind: 'repeat-executions' },
        { kind: 'late-commissions' },
      ],
    })
    const client = await clientOf(gateway)
    client.ib.placeOrder(1, SPY, market('BUY', 10))
    follow(client)
    await client.until('commissionReport')
    const executions = client
      .all('execDetails')
      .map((args) => args[2] as { execId: string; shares: number; cumQty: number })
    expect(executions.map(({ shares, cumQty }) => [shares, cumQty])).toEqual([
      ...[
        [3, 3],
        [3, 6],
        [4, 10],
      ],
      ...[
        [3, 3],
        [3, 6],
        [4, 10],
      ],
    ])
    expect(new Set(executions.map(({ execId }) => execId)).size).toBe(3)
    const names = client.heard.map(({ name }) => name)
    expect(names.indexOf('commissionReport')).toBeGreaterThan(names.indexOf('realtimeBar'))
    await gateway.finished
    const { commissions, executions: held } = gateway.report()
    expect(commissions).toBe(1)
    expect(held.map(({ commission }) => commission)).toEqual([
      0.3333,
      0.3333,
      expect.closeTo(0.3334, 12),
    ])
  })

  test('mute: nothing comes, the connection stays', async () => {
    const gateway = await gatewayOf()
    const client = await clientOf(gateway)
    gateway.fault({ kind: 'mute' })
    client.ib.reqCurrentTime()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(client.all('currentTime')).toEqual([])
    gateway.fault({ kind: 'mute', off: true })
    client.ib.reqCurrentTime()
    await client.until('currentTime')
    expect(client.all('disconnected')).toEqual([])
  })

  test('delay: later, and in the same order', async () => {
    const gateway = await gatewayOf({ faults: [{ kind: 'delay', ms: 20 }] })
    const client = await clientOf(gateway)
    for (let k = 1; k <= 20; k++) {
      client.ib.reqContractDetails(k, SPY)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await client.until('contractDetailsEnd', ((id: number) => id === 20) as never)
    expect(client.all('contractDetailsEnd').map(([id]) => id)).toEqual(
      Array.from({ length: 20 }, (_, k) => k + 1),
    )
  })

  test('lower-ids: the next id is one that was used', async () => {
    const gateway = await gatewayOf()
    const first = await clientOf(gateway)
    first.ib.placeOrder(5, SPY, limit('BUY', 1, 90))
    await first.until('openOrder')
    first.ib.disconnect()
    gateway.fault({ kind: 'lower-ids', by: 3 })
    const again = await clientOf(gateway)
    expect(again.all('nextValidId')).toEqual([[3]])
    again.ib.reqIds()
    await again.until('nextValidId', ((id: number) => id === 6) as never)
  })

  test('link: notices, no bars and no orders until it is back', async () => {
    const gateway = await gatewayOf()
    const client = await clientOf(gateway)
    gateway.fault({ kind: 'link', code: 1100 })
    client.ib.placeOrder(1, SPY, market('BUY', 1))
    await client.until('error')
    expect(client.codes(1)).toEqual([1100])
    gateway.fault({ kind: 'link', code: 1102 })
    client.ib.placeOrder(2, SPY, market('BUY', 1))
    follow(client)
    await client.until('execDetails')
    const codes = client.all('info').map(([, code]) => code)
    expect(codes.filter((code) => (code as number) < 2000)).toEqual([1100, 1102])
  })
})

describe('the control line', () => {
  interface Answer {
    readonly status: number
    readonly body: Readonly<Record<string, unknown>>
  }

  function ask(
    gateway: RunningGateway,
    method: string,
    path: string,
    more: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Answer> {
    const headers = { authorization: `Bearer ${gateway.token}`, ...more.headers }
    const { controlPort: port } = gateway
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += String(chunk)
        })
        response.on('end', () => resolve({ status: response.statusCode!, body: JSON.parse(text) }))
      })
      sent.on('error', reject)
      sent.end(more.body)
    })
  }

  test('tells the state, freezes, resumes and breaks things', async () => {
    const gateway = await gatewayOf()
    const client = await clientOf(gateway)
    expect(await ask(gateway, 'GET', '/state')).toMatchObject({
      status: 200,
      body: { account: 'DU1234567', clients: [7], bar: 0, bars: 6, time: OPENING, cash: 1e6 },
    })
    expect((await ask(gateway, 'POST', '/freeze')).body).toEqual({ frozen: true })
    expect(gateway.report().frozen).toBe(true)
    expect((await ask(gateway, 'POST', '/resume')).body).toEqual({ frozen: false })
    expect(gateway.report().frozen).toBe(false)
    expect((await ask(gateway, 'POST', '/fault', { body: '{"kind":"drop"}' })).status).toBe(200)
    await client.until('disconnected')
  })

  test('is for those who know the token, on this machine, and not for pages', async () => {
    const gateway = await gatewayOf()
    const status = async (headers: Record<string, string>) =>
      (await ask(gateway, 'GET', '/state', { headers })).status
    expect(await status({ authorization: '' })).toBe(401)
    expect(await status({ authorization: `Bearer ${gateway.token.replace(/.$/, 'x')}` })).toBe(401)
    expect(await status({ host: 'gateway.example:80' })).toBe(403)
    expect(await status({ origin: 'http://127.0.0.1' })).toBe(403)
    expect(await status({ host: 'localhost' })).toBe(200)
    expect((await ask(gateway, 'GET', '/else')).status).toBe(404)
  })

  test('says what is wrong with a fault', async () => {
    const gateway = await gatewayOf()
    const error = async (body: string) =>
      (await ask(gateway, 'POST', '/fault', { body })).body.error
    expect(await error('{')).toBe('the body is no JSON')
    expect(await error('7')).toBe('a fault is an object with a kind')
    expect(await error('{"kind":"fire"}')).toContain('unknown kind of fault; there are drop,')
    expect(await error('{"kind":"toString"}')).toContain('unknown kind')
    expect(await error('{"kind":"delay"}')).toBe(
      "a fault of kind delay needs 'ms': a number of milliseconds",
    )
    expect(await error('{"kind":"link","code":5}')).toContain('1100, 1101 or 1102')
    expect(await error('{"kind":"split-fills","parts":0}')).toContain("'parts'")
  })
})
