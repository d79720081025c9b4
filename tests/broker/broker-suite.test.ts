/** The numbered cases on the adapter for Interactive Brokers, over TCP to the simulated gateway. */
import { expect, test } from 'vitest'
import { brokerOn, stage } from './stage.ts'
import { BROKER_CASES } from './suite.ts'

test('numbers are given once, in order', () => {
  const numbers = BROKER_CASES.map(({ number }) => number)
  expect(numbers).toEqual([...new Set(numbers)].sort())
})

test.each(BROKER_CASES)('$number $capability: $claim', async ({ run }) => {
  const gateway = await stage()
  await run({
    open: () => brokerOn(gateway.port),
    breakLink: () => gateway.fault({ kind: 'drop' }),
    refuseNext: () => gateway.fault({ kind: 'refuse-orders', count: 1 }),
  })
})
