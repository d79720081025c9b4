/** The adapter for Interactive Brokers: the hazards of the line, the library and the gateway. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { MINUTE, OPENING, risingMinutes } from '../gateway/prices.ts'
import { brokerOn, eventually, follow, kinds, market, order, QUICK, stage } from './stage.ts'
import type { Line } from './wire.ts'
import { CANCEL, GLOBAL_CANCEL, HISTORY, LIFE, lineTo, onLine, PLACE, TIME } from './wire.ts'

const START = OPENING + 10 * MINUTE
describe('the line', () => {
  test('bytes that come a few at a time change nothing', async () => {
    const gateway = await stage()
    const line = await lineTo(gateway.port)
    line.chop()
    const { broker, until, all } = brokerOn(line.port)
    await broker.connect()
    broker.place(market('r-1'))
    follow(broker)
    await until('commission')
    expect(all('execution')[0]).toMatchObject({ ref: 'r-1', price: 110 })
    expect((await broker.sweep()).positions.get('SPY')).toBe(10)
  })

  test('a gateway that is there and says nothing is left, and found again', async () => {
    const { line, broker, until, all } = await onLine()
    line.goSilent()
    await until('lost')
    expect(all('lost')[0]!.reason).toMatch(/has not answered for 0.25 s/)
    line.recover()
    await until('ready')
    expect((await broker.sweep()).time).toBe(START)
  })

  test('a question that is not answered rejects, and ends the session', async () => {
    const timing = { ...QUICK, answerMs: 300, heartbeatMs: 5000 }
    const { line, broker, until } = await onLine({ timing })
    line.goSilent()
    await expect(broker.sweep()).rejects.toThrow(/Nothing is known, which is not nothing/)
    await until('lost')
    line.recover()
    await until('ready')
    await expect(broker.time()).resolves.toBe(START)
  })

  test('a gateway that is down for a while is tried until it is back; one loss, one return', async () => {
    const gateway = await stage()
    const watched = brokerOn(gateway.port)
    await watched.broker.connect()
    gateway.fault({ kind: 'refuse-connections', count: 3 })
    gateway.fault({ kind: 'drop' })
    await watched.until('ready')
    expect(kinds(watched)).toEqual(['lost', 'ready'])
    expect(watched.all('notice').filter(({ text }) => /ended at once/.test(text)).length).toBe(3)
  })

  test('a sign of life is asked for without letting virtual time go on', async () => {
    const { gateway, line, broker } = await onLine()
    broker.streamBars(() => {})
    await eventually(() => line.ofKind(LIFE).length >= 2, 'two signs of life')
    expect(gateway.report().time).toBe(START)
    expect(line.ofKind(TIME).length).toBe(1)
  })
})

describe('what is sent', () => {
  test('a cancel and an order overtake 200 requests for data', async () => {
    const { line, broker, until } = await onLine({ paced: true })
    broker.place(order('r-1'))
    await until('acked')
    const asked = Array.from({ length: 200 }, () => broker.history(60, START - MINUTE, START))
    const ended = Promise.allSettled(asked)
    await eventually(() => line.ofKind(HISTORY).length >= 10, 'requests are on their way')
    const before = line.ofKind(HISTORY).length
    const began = performance.now()
    broker.cancel('r-1')
    broker.place(order('r-2'))
    await until('cancelled')
    await until('acked', 2)
    broker.cancelAll()
    await until('cancelled', 4)
    expect(performance.now() - began).toBeLessThan(2000)
    expect(before).toBeLessThan(40)
    const since = line.sent.slice(line.sent.findIndex(([kind]) => kind === CANCEL))
    const kindsSince = since.map(([kind]) => kind).filter((kind) => kind !== HISTORY)
    expect(kindsSince).toEqual([CANCEL, PLACE, GLOBAL_CANCEL])
    await broker.close()
    const outcomes = await ended
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true)
  })

  test('TCP is told to keep no small message back for the one before it', async () => {
    const told: unknown[] = []
    const watchSocket = (message: unknown): void => {
      const { socket } = message as { readonly socket: Socket }
      const { setNoDelay } = socket
      socket.setNoDelay = (value) => {
        told.push(value)
        return setNoDelay.call(socket, value)
      }
    }
    subscribe('net.client.socket', watchSocket)
    try {
      const gateway = await stage()
      await brokerOn(gateway.port).broker.connect()
    } finally {
      unsubscribe('net.client.socket', watchSocket)
    }
    expect(told).toEqual([true])
  })

  test('a family goes out together: the last of it lets all of it go', async () => {
    const { line, broker, until } = await onLine()
    const exit = { side: 'sell', parent: 'r-1', group: 'r-1x' } as const
    broker.place(order('r-1'))
    broker.place(order('r-2', { ...exit, type: 'stop', price: 45 }))
    broker.place(order('r-3', { ...exit, price: 60 }))
    broker.place(order('r-4'))
    await until('acked', 4)
    const sent = line.ofKind(PLACE).map((fields) => ({
      id: fields[1],
      ref: fields[26],
      transmit: fields[27],
      parent: fields[28],
      group: fields[22],
    }))
    const entry = sent[0]!.id
    expect(sent.map(({ id: _, ...rest }) => rest)).toEqual([
      { ref: 'r-1', transmit: '0', parent: '0', group: '' },
      { ref: 'r-2', transmit: '0', parent: entry, group: 'r-1x' },
      { ref: 'r-3', transmit: '1', parent: entry, group: 'r-1x' },
      { ref: 'r-4', transmit: '1', parent: '0', group: '' },
    ])
  })

  test('an entry that is taken back before it is sent takes its stop back too', async () => {
    const { line, broker, all } = await onLine()
    broker.place(order('r-1'))
    broker.place(order('r-2', { side: 'sell', type: 'stop', price: 45, parent: 'r-1' }))
    broker.cancel('r-1')
    await broker.sweep()
    expect(all('cancelled').map(({ ref }) => ref)).toEqual(['r-1', 'r-2'])
    expect(line.ofKind(PLACE)).toEqual([])
    expect(line.ofKind(CANCEL)).toEqual([])
  })

  test('with the kill switch on no order is written, and cancels are', async () => {
    let isKilled = false
    const { line, broker, until, all } = await onLine({ mayWrite: () => !isKilled })
    broker.place(order('r-1'))
    await until('acked')
    isKilled = true
    broker.place(order('r-2'))
    broker.place(order('r-1', { price: 51 }))
    broker.cancel('r-1')
    await until('cancelled')
    expect(all('refused')).toMatchObject([{ ref: 'r-2', code: 0 }])
    expect(all('refused')[0]!.reason).toMatch(/kill switch/)
    expect(line.ofKind(PLACE).length).toBe(1)
  })

  test('what waits to be sent when the link breaks is never sent', async () => {
    const { gateway, broker, until } = await onLine({ paced: true })
    for (let k = 0; k < 120; k++) broker.place(order(`r-${k}`))
    await until('acked', 10)
    gateway.fault({ kind: 'drop' })
    await until('ready')
    await sleep(1100)
    const { open } = await broker.sweep()
    expect(open.length).toBeGreaterThanOrEqual(10)
    expect(open.length).toBeLessThanOrEqual(45)
  })
})

describe('numbers', () => {
  test('an order that was lost on the way is sent again under a number that cannot double it', async () => {
    const { gateway, line, broker, until } = await onLine()
    line.goSilent()
    broker.place(order('r-1'))
    await until('lost')
    line.recover()
    await until('ready')
    expect((await broker.sweep()).open).toEqual([])
    broker.place(order('r-1'))
    broker.place(order('r-1', { price: 51 }))
    expect((await broker.sweep()).open.map((found) => found.order.price)).toEqual([51])
    expect(gateway.report().orders.length).toBe(1)
  })

  test('numbers that the gateway has forgotten and uses again are left far behind', async () => {
    const gateway = await stage()
    const first = brokerOn(gateway.port)
    await first.broker.connect()
    for (let k = 0; k < 30; k++) first.broker.place(order(`a-${k}`))
    await first.until('acked', 30)
    first.broker.cancelAll()
    await first.until('cancelled', 30)
    await first.broker.close()
    gateway.fault({ kind: 'lower-ids', by: 1000 })
    const watched = brokerOn(gateway.port)
    await watched.broker.connect()
    watched.broker.place(order('r-1'))
    await watched.until('ready')
    expect(watched.all('lost')[0]!.reason).toMatch(/numbers begin anew/)
    expect(watched.all('refused')).toEqual([])
    watched.broker.place(order('r-1'))
    expect((await watched.broker.sweep()).open.map(({ ref }) => ref)).toEqual(['r-1'])
  })

  test('what was placed by another client is told, and cannot be touched', async () => {
    const gateway = await stage()
    const other = brokerOn(gateway.port, { clientId: 8 })
    await other.broker.connect()
    other.broker.place(order('x-1'))
    await other.until('acked')
    const { broker, all } = brokerOn(gateway.port)
    const { open } = await broker.connect()
    expect(open.map(({ ref }) => ref)).toEqual(['x-1'])
    broker.cancel('x-1')
    broker.place(order('x-1', { price: 1 }))
    expect((await broker.sweep()).open[0]!.order.price).toBe(50)
    expect(all('refused')).toEqual([])
    expect(all('notice').filter(({ text }) => /client 8/.test(text)).length).toBe(2)
  })
})

describe('what is told', () => {
  test('a listener that throws takes nothing from the others, and is not swallowed', async () => {
    const faults: unknown[] = []
    const gateway = await stage()
    const { broker, until } = brokerOn(gateway.port, { onFault: (failure) => faults.push(failure) })
    const failure = new Error('a listener failed')
    broker.listen(({ kind }) => {
      if (kind === 'execution') throw failure
    })
    const late: string[] = []
    broker.listen(({ kind }) => late.push(kind))
    await broker.connect()
    broker.place(market('r-1'))
    follow(broker)
    await until('commission')
    expect(faults).toEqual([failure])
    expect(late).toContain('execution')
  })

  test('a listener of bars that throws takes no bar from the others', async () => {
    const faults: unknown[] = []
    const gateway = await stage()
    const { broker } = brokerOn(gateway.port, { onFault: (failure) => faults.push(failure) })
    await broker.connect()
    broker.streamBars(() => {
      throw new Error('a listener failed')
    })
    const bars = follow(broker)
    await eventually(() => bars.length >= 24, '24 bars')
    expect(faults.length).toBeGreaterThanOrEqual(24)
  })

  test('executions that come twice and commissions that come late are told as they come', async () => {
    const gateway = await stage()
    gateway.fault({ kind: 'repeat-executions' })
    gateway.fault({ kind: 'late-commissions' })
    const { broker, until, all } = brokerOn(gateway.port)
    await broker.connect()
    broker.place(market('r-1'))
    follow(broker)
    await until('commission')
    expect(new Set(all('execution').map(({ execId }) => execId)).size).toBe(1)
    expect(all('execution').length).toBe(2)
    expect(all('commission')[0]!.execId).toBe(all('execution')[0]!.execId)
  })

  test('a fill in several parts is several executions of one order', async () => {
    const gateway = await stage()
    gateway.fault({ kind: 'split-fills', parts: 3 })
    const { broker, until, all } = brokerOn(gateway.port)
    await broker.connect()
    broker.place(market('r-1', { quantity: 90 }))
    follow(broker)
    await until('execution', 3)
    expect(all('execution').map(({ quantity }) => quantity)).toEqual([30, 30, 30])
    const { executions } = await broker.sweep()
    expect(executions.length).toBe(3)
  })

  test('what filled while the link was broken is told before it is ready', async () => {
    const gateway = await stage()
    const other = brokerOn(gateway.port, { clientId: 8 })
    await other.broker.connect()
    const line = await lineTo(gateway.port)
    const watched = brokerOn(line.port)
    await watched.broker.connect()
    watched.broker.place(market('r-1'))
    await watched.until('acked')
    line.goSilent()
    await watched.until('lost')
    follow(other.broker)
    await eventually(() => gateway.report().executions.length === 1, 'it fills')
    line.recover()
    await watched.until('ready')
    expect(kinds(watched)).toEqual(['acked', 'lost', 'execution', 'commission', 'ready'])
  })

  test('sweeps that are asked for at once follow one another', async () => {
    const { broker, until } = await onLine()
    broker.place(order('r-1'))
    await until('acked')
    const truths = await Promise.all([broker.sweep(), broker.sweep(), broker.sweep()])
    expect(truths.map(({ open }) => open.length)).toEqual([1, 1, 1])
  })

  test('long history comes in pieces of at most 2,000 bars', async () => {
    const bars = risingMinutes(5000)
    const gateway = await stage({ bars, startTime: OPENING + 4990 * MINUTE })
    const line: Line = await lineTo(gateway.port)
    const { broker } = brokerOn(line.port, { timing: { ...QUICK, heartbeatMs: 5000 } })
    await broker.connect()
    const told = await broker.history(60, OPENING, OPENING + 4990 * MINUTE)
    expect(told.map(({ start }) => start)).toEqual(
      Array.from({ length: 4990 }, (_, k) => OPENING + k * MINUTE),
    )
    const pieces = line.ofKind(HISTORY)
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.every(([...fields]) => /^(1 D|\d{1,5} S)$/.test(fields[17]!))).toBe(true)
  })
})
