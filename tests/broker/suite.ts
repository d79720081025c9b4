/**
 * What the live runtime relies on in any broker, as a numbered table by capability. A number is
 * never used again. A ground is a market that rises by one a minute, from 110 at its open.
 */
import { expect } from 'vitest'
import { MINUTE, OPENING } from '../gateway/prices.ts'
import { eventually, follow, market, order } from './stage.ts'
import type { Case } from './suite-case.ts'
import { connected, START } from './suite-case.ts'
import { ORDER_CASES } from './suite-orders.ts'

export const BROKER_CASES: readonly Case[] = [
  {
    number: 'B01',
    capability: 'connect',
    claim: 'connecting to an account without a past tells an empty truth, whole',
    run: async (ground) => {
      const { truth } = await connected(ground)
      const money = { currency: 'USD', rates: new Map([['USD', 1]]) }
      const nothing = { open: [], executions: [], commissions: [], ended: [], positions: new Map() }
      expect(truth).toEqual({ time: START, ...money, ...nothing })
    },
  },
  {
    number: 'B02',
    capability: 'connect',
    claim: 'the time is an instant, and every question is answered',
    run: async (ground) => {
      const { broker } = await connected(ground)
      const times = await Promise.all([broker.time(), broker.time(), broker.time()])
      expect(times).toEqual([START, START, START])
    },
  },
  {
    number: 'B03',
    capability: 'connect',
    claim: 'before connecting and after closing, questions reject',
    run: async (ground) => {
      const { broker } = ground.open()
      for (const ask of [broker.time, broker.sweep, () => broker.history(60, 0, 1)]) {
        await expect(ask()).rejects.toMatchObject({ code: 'not-connected' })
      }
      await broker.connect()
      await broker.close()
      await expect(broker.sweep()).rejects.toMatchObject({ code: 'not-connected' })
    },
  },
  ...ORDER_CASES,
  {
    number: 'B20',
    capability: 'fills',
    claim: 'a market order fills at the open; execution, commission and position agree',
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      broker.place(market('r-1', { quantity: 300 }))
      follow(broker)
      await until('commission')
      const [execution] = all('execution')
      const sum = { ref: 'r-1', side: 'buy', quantity: 300, price: 110, time: START } as const
      expect(execution).toMatchObject(sum)
      const { execId } = execution!
      expect(all('commission')[0]).toMatchObject({ execId, amount: 1.5, currency: 'USD' })
      const truth = await broker.sweep()
      expect(truth.executions).toEqual([execution])
      expect(truth.commissions).toEqual([all('commission')[0]])
      expect([...truth.positions]).toEqual([['SPY', 300]])
      expect(truth.open).toEqual([])
      expect(truth.ended).toEqual([])
    },
  },
  {
    number: 'B21',
    capability: 'fills',
    claim: 'an attached stop works from the fill on, and of a group one fills and the rest end',
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      const exit = { side: 'sell', parent: 'r-1', group: 'r-1x' } as const
      broker.place(market('r-1'))
      broker.place(order('r-2', { ...exit, type: 'stop', price: 80 }))
      broker.place(order('r-3', { ...exit, price: 113.5 }))
      follow(broker)
      await until('execution', 2)
      await until('cancelled')
      expect(all('execution').map(({ ref, price }) => [ref, price])).toEqual([
        ...[['r-1', 110] as const, ['r-3', 113.5] as const],
      ])
      expect(all('cancelled')[0]!.ref).toBe('r-2')
      const { open, positions } = await broker.sweep()
      expect(open).toEqual([])
      expect(positions.get('SPY') ?? 0).toBe(0)
    },
  },
  {
    number: 'B22',
    capability: 'fills',
    claim: 'a stop that comes after its entry has filled still protects it',
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      broker.place(market('r-1'))
      let isProtected = false
      broker.listen(({ kind }) => {
        if (kind !== 'execution' || isProtected) return
        isProtected = true
        broker.place(order('r-2', { side: 'sell', type: 'stop', price: 109.5, parent: 'r-1' }))
      })
      follow(broker)
      await until('execution', 2)
      expect(all('execution')[1]).toMatchObject({ ref: 'r-2', side: 'sell', price: 109.5 })
    },
  },
  {
    number: 'B23',
    capability: 'fills',
    claim: 'a stop for an entry that ended without a fill is refused: it would open a trade',
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      broker.place(order('r-1'))
      await until('acked')
      broker.cancel('r-1')
      await until('cancelled')
      broker.place(order('r-2', { side: 'sell', type: 'stop', price: 49, parent: 'r-1' }))
      await until('refused')
      expect(all('refused')[0]).toMatchObject({ ref: 'r-2' })
    },
  },
  {
    number: 'B24',
    capability: 'fills',
    claim: 'a stop limit fills within its limit once its stop has traded, a touch at its price',
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      broker.place(order('r-1', { type: 'stop-limit', price: 111.2, limit: 113 }))
      broker.place(order('r-2', { type: 'touch', side: 'sell', price: 114.25 }))
      follow(broker)
      await until('execution', 2)
      const [first, second] = all('execution')
      expect(first).toMatchObject({ ref: 'r-1', side: 'buy' })
      expect(first!.price).toBeLessThanOrEqual(113)
      expect(first!.time).toBeGreaterThan(START)
      expect(second).toMatchObject({ ref: 'r-2', side: 'sell', price: 114.25 })
    },
  },
  {
    number: 'B25',
    capability: 'fills',
    claim: "an order for the close fills at the day's last price",
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      broker.place(market('r-1', { type: 'close' }))
      const bars = follow(broker)
      await until('execution')
      const [execution] = all('execution')
      expect(execution).toMatchObject({ ref: 'r-1', side: 'buy' })
      const { close } = bars.at(-1)!
      expect(execution!.price).toBeGreaterThanOrEqual(close)
    },
  },
  {
    number: 'B30',
    capability: 'market data',
    claim: 'five-second bars come complete, in order and without a gap',
    run: async (ground) => {
      const { broker } = await connected(ground)
      const bars = follow(broker)
      await eventually(() => bars.length >= 24, '24 bars')
      expect(bars.slice(0, 24).map(({ start }) => start)).toEqual(
        Array.from({ length: 24 }, (_, k) => START + k * 5000),
      )
      const minute = bars.slice(0, 12)
      expect([minute[0]!.open, minute[11]!.close]).toEqual([110, 111])
      expect(Math.max(...minute.map(({ high }) => high))).toBe(112)
      expect(Math.min(...minute.map(({ low }) => low))).toBe(109)
    },
  },
  {
    number: 'B31',
    capability: 'market data',
    claim: 'history is complete bars between two instants, oldest first, and empty where none are',
    run: async (ground) => {
      const { broker } = await connected(ground)
      const bars = await broker.history(60, OPENING + 2 * MINUTE, START)
      expect(bars.map(({ start, open }) => [(start - OPENING) / MINUTE, open])).toEqual(
        [2, 3, 4, 5, 6, 7, 8, 9].map((k) => [k, 100 + k]),
      )
      expect(bars[0]).toMatchObject({ high: 104, low: 101, close: 103, volume: 1002 })
      const half = await broker.history(60, OPENING, OPENING + 2.5 * MINUTE)
      expect(half.map(({ start }) => start)).toEqual([OPENING, OPENING + MINUTE])
      expect(await broker.history(60, OPENING - 60 * MINUTE, OPENING)).toEqual([])
    },
  },
  {
    number: 'B32',
    capability: 'market data',
    claim: 'history of a bar length that the broker does not keep rejects and says which it keeps',
    run: async (ground) => {
      const { broker } = await connected(ground)
      const refused = broker.history(7, OPENING, START)
      await expect(refused).rejects.toMatchObject({ code: 'history-refused' })
      await expect(refused).rejects.toThrow(/1 min/)
    },
  },
  {
    number: 'B40',
    capability: 'recovery',
    claim: 'a broken link is told, comes back by itself, and the orders are still there',
    run: async (ground) => {
      const { broker, until, events } = await connected(ground)
      broker.place(order('r-1'))
      await until('acked')
      ground.breakLink()
      await until('ready')
      const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'notice')
      expect(kinds).toEqual(['acked', 'lost', 'ready'])
      const { open } = await broker.sweep()
      expect(open.map(({ ref }) => ref)).toEqual(['r-1'])
      broker.place(order('r-1', { price: 48 }))
      expect((await broker.sweep()).open.map((found) => found.order.price)).toEqual([48])
    },
  },
  {
    number: 'B41',
    capability: 'recovery',
    claim: 'what is placed without a link is not sent, not even later; a cancel is',
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      broker.place(order('r-1'))
      await until('acked')
      ground.breakLink()
      await until('lost')
      broker.place(order('r-2'))
      broker.cancel('r-1')
      await until('ready')
      await until('cancelled')
      const { open, ended } = await broker.sweep()
      expect(open).toEqual([])
      expect(ended.map(({ ref }) => ref)).toEqual(['r-1'])
      expect(all('refused')).toEqual([])
    },
  },
  {
    number: 'B42',
    capability: 'recovery',
    claim: 'bars go on where they stopped once the link is back',
    run: async (ground) => {
      const { broker, until } = await connected(ground)
      let isBroken = false
      const bars = follow(broker, ({ start }) => {
        if (start !== START + MINUTE - 5000 || isBroken) return
        isBroken = true
        ground.breakLink()
      })
      await until('ready')
      await eventually(() => bars.length >= 24, '24 bars')
      expect(bars.slice(0, 24).map(({ start }) => start)).toEqual(
        Array.from({ length: 24 }, (_, k) => START + k * 5000),
      )
    },
  },
  {
    number: 'B43',
    capability: 'recovery',
    claim:
      'after a restart the truth has our orders by name, and they can be changed and cancelled',
    run: async (ground) => {
      const first = await connected(ground)
      const asked = [order('r-1'), order('r-2')]
      asked.forEach(first.broker.place)
      await first.until('acked', 2)
      await first.broker.close()
      const { broker, truth, until } = await connected(ground)
      expect(truth.open.map((found) => found.order)).toEqual(asked)
      broker.place(order('r-1', { price: 47 }))
      broker.cancel('r-2')
      await until('cancelled')
      const { open } = await broker.sweep()
      expect(open.map((found) => found.order)).toEqual([order('r-1', { price: 47 })])
    },
  },
  {
    number: 'B44',
    capability: 'recovery',
    claim: 'closing lets what was sent arrive',
    run: async (ground) => {
      const first = await connected(ground)
      for (let k = 0; k < 5; k++) first.broker.place(order(`r-${k}`))
      await first.broker.close()
      const { truth } = await connected(ground)
      expect(truth.open.length).toBe(5)
    },
  },
]
