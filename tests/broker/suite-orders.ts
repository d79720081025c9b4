/** Cases of the broker suite about orders, before any fills. */
import { expect } from 'vitest'
import { market, order } from './stage.ts'
import type { Case } from './suite-case.ts'
import { connected } from './suite-case.ts'

const EXITS = { group: 'r-0x', onFill: 'reduce' } as const

export const ORDER_CASES: readonly Case[] = [
  {
    number: 'B10',
    capability: 'orders',
    claim: 'each kind of order is acknowledged and stands in the sweep as it was asked for',
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      const asked = [
        order('r-1'),
        order('r-2', { type: 'stop', side: 'sell', price: 90.05, ...EXITS }),
        order('r-3', { timeInForce: 'day', quantity: 1, price: 49.5 }),
        market('r-4'),
      ]
      asked.forEach(broker.place)
      await until('acked', 4)
      const { open } = await broker.sweep()
      expect(open.map((found) => found.order)).toEqual(asked)
      expect(open.map(({ ref, permId }) => [ref, permId])).toEqual(
        all('acked').map(({ ref, permId }) => [ref, permId]),
      )
      expect(open.every(({ filled }) => filled === 0)).toBe(true)
    },
  },
  {
    number: 'B11',
    capability: 'orders',
    claim: 'placing an order again replaces its price and quantity: one order, not two',
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      broker.place(order('r-1'))
      await until('acked')
      const changed = order('r-1', { price: 51.25, quantity: 7 })
      broker.place(changed)
      const { open } = await broker.sweep()
      expect(open).toEqual([
        { ref: 'r-1', permId: all('acked')[0]!.permId, filled: 0, order: changed },
      ])
    },
  },
  {
    number: 'B12',
    capability: 'orders',
    claim: 'placing an order twice at once is one order, as it was last asked for',
    run: async (ground) => {
      const { broker } = await connected(ground)
      broker.place(order('r-1'))
      broker.place(order('r-1', { price: 52 }))
      const { open } = await broker.sweep()
      expect(open.map((found) => found.order)).toEqual([order('r-1', { price: 52 })])
    },
  },
  {
    number: 'B13',
    capability: 'orders',
    claim: 'a cancelled order is told so, is not open, and is remembered as ended',
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      broker.place(order('r-1'))
      await until('acked')
      broker.cancel('r-1')
      await until('cancelled')
      expect(all('cancelled')[0]).toMatchObject({ ref: 'r-1' })
      const { open, ended } = await broker.sweep()
      expect(open).toEqual([])
      expect(ended).toMatchObject([{ kind: 'cancelled', ref: 'r-1' }])
    },
  },
  {
    number: 'B14',
    capability: 'orders',
    claim: 'cancelling at once what was just placed leaves nothing, and its end is told',
    run: async (ground) => {
      const { broker, until } = await connected(ground)
      broker.place(order('r-1'))
      broker.cancel('r-1')
      await until('cancelled')
      expect((await broker.sweep()).open).toEqual([])
    },
  },
  {
    number: 'B15',
    capability: 'orders',
    claim: "a refused order is told with the broker's number and words",
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      ground.refuseNext()
      broker.place(order('r-1'))
      await until('refused')
      expect(all('refused')).toMatchObject([{ ref: 'r-1', code: 201 }])
      expect(all('refused')[0]!.reason).toMatch(/refused on purpose/)
      expect((await broker.sweep()).open).toEqual([])
    },
  },
  {
    number: 'B16',
    capability: 'orders',
    claim: 'an order that makes no sense is refused without being sent',
    run: async (ground) => {
      const { broker, all } = await connected(ground)
      broker.place(order('r-1', { price: Number.NaN }))
      broker.place(order('r-2', { price: 50.005 }))
      broker.place(order('r-3', { quantity: 0 }))
      broker.place(order('r 4'))
      expect(all('refused').map(({ ref, code }) => [ref, code])).toEqual([
        ...[['r-1', 0] as const, ['r-2', 0] as const, ['r-3', 0] as const, ['r 4', 0] as const],
      ])
      expect((await broker.sweep()).open).toEqual([])
    },
  },
  {
    number: 'B17',
    capability: 'orders',
    claim: 'a change that is refused leaves the order as it was, and does not end it',
    run: async (ground) => {
      const { broker, until, all } = await connected(ground)
      broker.place(order('r-1'))
      await until('acked')
      broker.place(order('r-1', { price: Number.NaN }))
      broker.place(order('r-1', { side: 'sell' }))
      const { open } = await broker.sweep()
      expect(open.map((found) => found.order)).toEqual([order('r-1')])
      expect(all('refused')).toEqual([])
    },
  },
  {
    number: 'B18',
    capability: 'orders',
    claim: 'cancelling everything leaves nothing open',
    run: async (ground) => {
      const { broker, until } = await connected(ground)
      for (let k = 0; k < 5; k++) broker.place(order(`r-${k}`))
      await until('acked', 5)
      broker.place(order('r-9'))
      broker.cancelAll()
      expect((await broker.sweep()).open).toEqual([])
    },
  },
  {
    number: 'B19',
    capability: 'orders',
    claim: 'orders of every kind and time in force stand in the sweep as they were asked for',
    run: async (ground) => {
      const { broker, until } = await connected(ground)
      const asked = [
        order('r-1', { type: 'stop-limit', price: 150, limit: 150.05 }),
        order('r-2', { type: 'stop-limit', side: 'sell', price: 90, limit: 89.5, ...EXITS }),
        order('r-3', { type: 'touch' }),
        market('r-4', { type: 'close' }),
        order('r-5', { group: 'r-5o', onFill: 'cancel', opens: true }),
        order('r-6', { timeInForce: 'ioc' }),
        order('r-7', { timeInForce: 'fok' }),
        order('r-8', { group: 'r-8o', onFill: 'reduce', opens: true }),
        order('r-9', { group: 'r-8o', onFill: 'reduce-unblocked', opens: true }),
      ]
      asked.forEach(broker.place)
      await until('acked', 9)
      const changed = order('r-1', { type: 'stop-limit', price: 151, limit: 152 })
      broker.place(changed)
      const { open } = await broker.sweep()
      expect(open.map((found) => found.order)).toEqual([changed, ...asked.slice(1)])
    },
  },
]
