import { expect, test } from 'vitest'
import type { AccountView } from '../../../stdlib/module.ts'
import { barsOf, run, type ScriptRule } from './script.ts'

/** An account in dollars, an instrument in euros: dollars a euro, as known at each close. */
const EUROS = {
  ...barsOf([
    [100, 100, 100, 100],
    [100, 110, 100, 110],
    [110, 120, 110, 120],
    [120, 120, 115, 115],
    [115, 115, 115, 115],
  ]),
  rates: Float64Array.of(1.1, 1.2, 1.25, 1, 1.05),
}

const enter = (rule: Partial<ScriptRule>): ScriptRule => ({
  kind: 'enter',
  side: 'long',
  on: [0],
  size: 'shares',
  ...rule,
})
const LEAVE: ScriptRule = { kind: 'exit', side: 'long', on: [2] }

test('fills are converted at the rate known at the close before, marks at that of their own', () => {
  const result = run([enter({ value: 10 }), LEAVE], EUROS, { cash: 10_000 })
  // Bought at 100 and 1.1, sold at 120 and 1.25.
  expect([...result.equity]).toEqual([10_000, 10_220, 10_400, 10_400, 10_400])
  expect(result.fills.map(({ rate }) => rate)).toEqual([1.1, 1.25])
  const [trade] = result.trades
  expect(trade).toMatchObject({ profit: 400, entryPrice: 100, exitPrice: 120 })
  expect(trade!.returnRatio).toBeCloseTo(400 / 1100, 12)
  // The price made 200 euros at 1.25, the rate 0.15 on 1,000 euros.
  expect(trade!.conversion).toMatchObject({ entryRate: 1.1, exitRate: 1.25 })
  expect(trade!.conversion!.profit).toBeCloseTo(150, 9)
})

test('sizes are of the money of the account, costs of the money of the instrument', () => {
  const costs = { commission: { kind: 'per-trade', amount: 2 } } as const
  const quantityOf = (rule: Partial<ScriptRule>) =>
    run([enter(rule)], EUROS, { cash: 10_000, costs }).fills[0]
  expect(quantityOf({ size: 'money', value: 1100 })).toMatchObject({
    quantity: 10,
    commission: 2.2,
  })
  expect(quantityOf({ size: 'equity', value: 0.5 })!.quantity).toBe(45)
  expect(quantityOf({ size: 'risk', value: 0.01, stop: () => 95 })!.quantity).toBe(18)
})

test('rules see money of the account: R is what was risked at the rate of the entry', () => {
  const seen: AccountView[] = []
  const look: ScriptRule = {
    kind: 'exit',
    side: 'long',
    on: () => true,
    also: (account) => {
      const { open_profit, R, R_in_money } = account
      seen.push({ open_profit, R, R_in_money } as AccountView)
      return false
    },
  }
  run([enter({ value: 10, stop: () => 95 }), look], EUROS, { cash: 10_000 })
  // At the close of the second bar 10 euros a share at 1.2, and 0.1 on what was paid.
  expect(seen[1]!.open_profit).toBeCloseTo(220, 9)
  expect(seen[1]!.R).toBe(5)
  expect(seen[1]!.R_in_money).toBeCloseTo(55, 9)
})
