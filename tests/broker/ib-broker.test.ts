/** The adapter for Interactive Brokers on the simulated gateway: sessions, and what ends them. */
import { expect, test } from 'vitest'
import { brokerOn, follow, market, order, stage } from './stage.ts'

test('smoke', async () => {
  const gateway = await stage()
  const { broker, events, until } = brokerOn(gateway.port)
  const truth = await broker.connect()
  expect(truth).toEqual({})
  broker.place(market('r-1'))
  broker.place(
    order('r-2', { side: 'sell', type: 'stop', price: 99, parent: 'r-1', group: 'r-1x' }),
  )
  const bars = follow(broker)
  await until('execution')
  console.log(events, bars, gateway.report().orders)
})
