/** Why a session does not come about: a stable code each, and a message that says what to do. */
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { risingMinutes } from '../gateway/prices.ts'
import { brokerOn, eventually, QUICK, refusalOf, stage } from './stage.ts'
import { play, polite } from './wire.ts'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('no gateway', async () => {
  const port = await freePort()
  const refusal = await refusalOf(brokerOn(port).broker.connect())
  expect(refusal.code).toBe('gateway-absent')
  expect(refusal.message).toContain(`127.0.0.1:${port}`)
  expect(refusal.message).toContain('strat gateway')
})

test('something that takes the connection and never answers', async () => {
  const silent = await play(() => {})
  const refusal = await refusalOf(brokerOn(silent.port).broker.connect())
  expect(refusal.code).toBe('gateway-silent')
  expect(refusal.message).toMatch(/did not start a session within 0.6 s/)
})

test('a gateway that goes silent behind its version', async () => {
  const { port } = await play((fields, send) => {
    if (fields === undefined) send(193, 'now')
  })
  expect((await refusalOf(brokerOn(port).broker.connect())).code).toBe('gateway-silent')
})

test('a gateway that hangs up', async () => {
  const { port } = await play((_fields, _send, socket) => socket.end())
  const refusal = await refusalOf(brokerOn(port).broker.connect())
  expect(refusal.code).toBe('gateway-closed')
  expect(refusal.message).toMatch(/trusted addresses/)
})

test.each([203, 150, 50])('a gateway of version %d', async (version) => {
  const { port } = await play((_fields, send) => send(version, 'now'))
  const refusal = await refusalOf(brokerOn(port).broker.connect())
  expect(refusal.code).toBe('version-unsupported')
  expect(refusal.message).toMatch(/from 176 to 193/)
})

test('a client id that another program holds, after some patience and never by another id', async () => {
  const gateway = await stage()
  await brokerOn(gateway.port).broker.connect()
  const refusal = await refusalOf(brokerOn(gateway.port).broker.connect())
  expect(refusal.code).toBe('client-id-taken')
  expect(refusal.message).toContain('client id 7')
  expect(gateway.report().clients).toEqual([7])
})

test('a client id that is about to be free is waited for', async () => {
  const gateway = await stage()
  const first = brokerOn(gateway.port)
  await first.broker.connect()
  const timing = { ...QUICK, clientIdPatienceMs: 2000 }
  const second = brokerOn(gateway.port, { timing }).broker.connect()
  await first.broker.close()
  expect((await second).open).toEqual([])
})

test('another account than the one asked for', async () => {
  const gateway = await stage()
  const refusal = await refusalOf(brokerOn(gateway.port, { account: 'DU9' }).broker.connect())
  expect(refusal.code).toBe('wrong-account')
  expect(refusal.message).toMatch(/logged in to DU1234567, not to DU9/)
  await eventually(() => gateway.report().clients.length === 0, 'the session ends')
})

test('what was refused can be tried again', async () => {
  const gateway = await stage()
  gateway.fault({ kind: 'refuse-connections', count: 1 })
  const { broker } = brokerOn(gateway.port)
  expect((await refusalOf(broker.connect())).code).toBe('gateway-closed')
  expect((await broker.connect()).open).toEqual([])
})

test('several accounts and none named', async () => {
  const { port } = await play((fields, send) => {
    if (fields === undefined) send(193, 'now')
    else if (fields[0] === '71') {
      send(15, 1, 'DU1,DU2')
      send(9, 1, 1)
    }
  })
  const refusal = await refusalOf(brokerOn(port).broker.connect())
  expect(refusal.code).toBe('wrong-account')
  expect(refusal.message).toContain('DU1, DU2')
})

test('an account with real money, unless it is allowed', async () => {
  const gateway = await stage({ account: 'U1234567' })
  const refusal = await refusalOf(brokerOn(gateway.port).broker.connect())
  expect(refusal.code).toBe('live-account')
  expect(refusal.message).toMatch(/U1234567 is an account with real money/)
  const allowed = brokerOn(gateway.port, { allowLive: true }).broker
  expect((await allowed.connect()).positions).toEqual(new Map())
})

test('a clock that is wrong by more than is allowed', async () => {
  const gateway = await stage()
  const refusal = await refusalOf(brokerOn(gateway.port, { maxClockSkewMs: 5000 }).broker.connect())
  expect(refusal.code).toBe('clock-skew')
  expect(refusal.message).toMatch(/ahead of|behind/)
  expect(refusal.message).toMatch(/5 s are allowed/)
})

test('a clock that is right enough', async () => {
  const now = Date.now() - (Date.now() % 60_000)
  const bars = risingMinutes(5)
  for (let k = 0; k < bars.length; k++) bars.time[k] = now + k * 60_000
  const skewed = { bars, startTime: now, virtual: false, speed: 1 }
  const gateway = await stage(skewed)
  const options = { maxClockSkewMs: 61_000, virtualTime: false }
  expect((await brokerOn(gateway.port, options).broker.connect()).open).toEqual([])
})

test('an instrument that the broker does not know', async () => {
  const gateway = await stage()
  const instrument = { symbol: 'NOPE' }
  const refusal = await refusalOf(brokerOn(gateway.port, { instrument }).broker.connect())
  expect(refusal.code).toBe('contract-unknown')
  expect(refusal.message).toContain('NOPE (STK, SMART, USD)')
})

test('an unknown answer is never an empty one: a sweep without an end is a refusal', async () => {
  const { port } = await play(
    polite((fields, send) => {
      if (fields[0] === '6') send(54, 1, fields[3]!)
      if (fields[0] !== '9') return
      const contract = ['SPY', 'STK', '', '', 0, '', 'SMART', 'USD', 'SPY', 'SPY', 'SPY', 756733]
      const hours = ['US/Eastern', '', '', '', 0, 0, 1, '', '', '26', '', 'ETF', 1, 1, 1, 0]
      const middle = [0.01, '', 'LMT', 'SMART', 1, 0, 'SPY', 'ARCA', '', '', '', '', ...hours]
      send(10, fields[2]!, ...contract, ...middle)
      send(52, 1, fields[2]!)
    }),
  )
  const refusal = await refusalOf(brokerOn(port).broker.connect())
  expect(refusal.code).toBe('not-connected')
  expect(refusal.message).toMatch(/no end of the open orders within 0.6 s/)
  expect(refusal.message).toMatch(/Nothing is known/)
})
