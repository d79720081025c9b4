/** Several instruments over one line: whose bars are whose, and what a gateway does not have. */
import { expect, test } from 'vitest'
import { MINUTE, minutes, OPENING } from '../gateway/prices.ts'
import { brokerOn, eventually, follow, market, refusalOf, stage } from './stage.ts'

const FALLING = minutes(
  Array.from({ length: 60 }, (_, k) => [900 - k, 901 - k, 898 - k, 899 - k] as const),
)

const OTHERS = [{ symbol: 'QQQ', bars: FALLING, timeframeMs: MINUTE }]

test('each instrument has its own history and stream, the others first at one instant', async () => {
  const gateway = await stage({ others: OTHERS })
  const { broker } = brokerOn(gateway.port, { others: [{ symbol: 'QQQ' }] })
  await broker.connect()
  const before = await broker.history(60, OPENING, OPENING + 10 * MINUTE, 'QQQ')
  expect(before.map(({ close }) => close)).toEqual([...FALLING.close.slice(0, 10)])
  const told: string[] = []
  const other: number[] = []
  broker.streamBars((bar) => {
    told.push(`QQQ ${bar.start}`)
    other.push(bar.close)
  }, 'QQQ')
  const own = follow(broker, (bar) => told.push(`SPY ${bar.start}`))
  await gateway.finished
  await eventually(() => own.length === 600 && other.length === 600, 'all five-second bars')
  expect(own.at(-1)!.close).toBe(160)
  expect(other.at(-1)).toBe(840)
  expect(told.slice(0, 2)).toEqual([`QQQ ${OPENING + 10 * MINUTE}`, `SPY ${OPENING + 10 * MINUTE}`])
})

test('an order goes to the traded instrument alone', async () => {
  const gateway = await stage({ others: OTHERS })
  const { broker, until } = brokerOn(gateway.port, { others: [{ symbol: 'QQQ' }] })
  await broker.connect()
  follow(broker)
  broker.place(market('a'))
  await until('execution')
  expect(gateway.report().executions[0]).toMatchObject({ ref: 'a', price: 110 })
})

test('an instrument that the gateway has not is refused by its name', async () => {
  const gateway = await stage({ others: OTHERS })
  const { broker } = brokerOn(gateway.port, { others: [{ symbol: 'QQQ' }, { symbol: 'IWM' }] })
  const refusal = await refusalOf(broker.connect())
  expect(refusal.code).toBe('contract-unknown')
  expect(refusal.message).toContain('IWM')
})
