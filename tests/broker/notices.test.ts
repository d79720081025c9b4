/** What the gateway says of itself, its link and orders, and what that means to the adapter. */
import { describe, expect, test } from 'vitest'
import { MINUTE, OPENING } from '../gateway/prices.ts'
import { eventually, follow, kinds, market, order } from './stage.ts'
import { LIVE_BARS, onLine, PLACE, START_SESSION } from './wire.ts'

const START = OPENING + 10 * MINUTE

describe('notices of the gateway', () => {
  test('1100 ends trading without ending the session; 1102 brings it back after a sweep', async () => {
    const { gateway, line, broker, until, events } = await onLine()
    gateway.fault({ kind: 'link', code: 1100 })
    await until('lost')
    broker.place(order('r-1'))
    gateway.fault({ kind: 'link', code: 1102 })
    await until('ready')
    expect(kinds({ events })).toEqual(['lost', 'ready'])
    expect((await broker.sweep()).open).toEqual([])
    expect(line.ofKind(START_SESSION).length).toBe(1)
    expect(line.ofKind(PLACE)).toEqual([])
  })

  test('1102 without a loss before it is no loss', async () => {
    const { gateway, broker, until, all } = await onLine()
    gateway.fault({ kind: 'link', code: 1102 })
    await eventually(() => all('notice').some(({ code }) => code === 1102), 'it is told')
    expect(all('lost')).toEqual([])
    broker.place(order('r-1'))
    await until('acked')
  })

  test('1101 asks for the bars again, 1102 does not', async () => {
    const { gateway, line, broker, until } = await onLine()
    broker.streamBars(() => {})
    gateway.fault({ kind: 'link', code: 1100 })
    gateway.fault({ kind: 'link', code: 1102 })
    await until('ready')
    await broker.sweep()
    expect(line.ofKind(LIVE_BARS).length).toBe(1)
    gateway.fault({ kind: 'link', code: 1100 })
    gateway.fault({ kind: 'link', code: 1101 })
    await until('ready', 2)
    await broker.sweep()
    expect(line.ofKind(LIVE_BARS).length).toBe(2)
  })

  test('a data farm that broke and is back has its bars asked for again', async () => {
    const { line, broker } = await onLine()
    broker.streamBars(() => {})
    line.say(4, 2, -1, 2104, 'usfarm is OK', '')
    line.say(4, 2, -1, 2103, 'usfarm is broken', '')
    line.say(4, 2, -1, 2104, 'usfarm is OK', '')
    await eventually(() => line.ofKind(LIVE_BARS).length === 2, 'asked again')
    expect(line.ofKind('51').length).toBe(1)
  })

  test('a warning about an order does not end it, and a rejection afterwards does', async () => {
    const { line, broker, until, all } = await onLine()
    broker.place(order('r-1'))
    await until('acked')
    const id = line.ofKind(PLACE)[0]![1]!
    line.say(4, 2, id, 399, 'Your order will not be placed until the exchange opens', '')
    line.say(4, 2, id, 201, 'Order rejected', '')
    await until('refused')
    expect(all('notice').some(({ code, text }) => code === 399 && /r-1/.test(text))).toBe(true)
    expect(all('refused')).toMatchObject([{ ref: 'r-1', code: 201, reason: 'Order rejected' }])
  })

  test('a rejection whose details are no JSON is heard, and does not end the process', async () => {
    const { line, broker, until, all } = await onLine()
    line.goSilent()
    broker.place(order('r-1'))
    await broker.time().catch(() => {})
    line.recover()
    await until('ready')
    broker.place(order('r-2'))
    await until('acked')
    const id = line.ofKind(PLACE).at(-1)![1]!
    line.say(4, 2, id, 201, 'Order rejected', '{"broken')
    await until('refused')
    expect(all('refused')).toMatchObject([{ ref: 'r-2', code: 201, reason: 'Order rejected' }])
    await until('ready', 2)
    expect(all('lost').at(-1)!.reason).toMatch(/message 4 of the gateway cannot be read/)
  })

  test('nothing that the gateway sends is left unread', async () => {
    const { broker, until, all } = await onLine()
    const exit = { side: 'sell', parent: 'r-1', group: 'r-1x' } as const
    broker.place(market('r-1'))
    broker.place(order('r-2', { ...exit, price: 112 }))
    broker.place(order('r-3', { ...exit, type: 'stop', price: 100 }))
    follow(broker)
    await until('commission', 2)
    await broker.history(60, OPENING, START)
    await broker.sweep()
    expect(all('notice').filter(({ code }) => code >= 500 && code < 600)).toEqual([])
  })
})
