import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cases } from '../../draws.ts'
import { audit } from './auditor.ts'
import { anyOptions, anyPrices, anyRates, anyScript, withRates } from './random.ts'
import { barsOf, FREE, run, type ScriptRule } from './script.ts'

const RUNS = cases(2000)

test('a second bookkeeper finds nothing', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(anyScript, anyPrices, anyOptions, anyRates, fc.boolean(), (...drawn) => {
      const [script, prices, some, rates, walks] = drawn
      const { finer } = prices
      const bars = withRates(prices.bars, rates)
      const options = { ...FREE, ...some }
      const result = run(script, bars, options, walks ? finer : undefined)
      for (const { purpose } of result.fills) seen.add(purpose)
      expect(audit({ script, bars, options, result })).toEqual([])
    }),
    { numRuns: RUNS },
  )
  // What was looked at was worth it.
  expect([...seen].sort()).toEqual(
    ['end', 'entry', 'exit', 'liquidation', 'reverse', 'stop', 'target'].sort(),
  )
}, 600_000)

test('and he does find what is wrong', () => {
  const script: readonly ScriptRule[] = [
    { kind: 'enter', side: 'long', on: [0], value: 10, order: 'limit', price: 98 },
    { kind: 'exit', side: 'long', on: [2] },
  ]
  const bars = barsOf([
    [100, 101, 99, 100],
    [100, 101, 97, 99],
    [99, 103, 98, 102],
    [102, 103, 101, 102],
  ])
  const result = run(script, bars)
  const { cash, commission, equity, decisions, orders, fills, trades, open } = result
  const copy = { cash, commission, equity, decisions, orders, fills, trades, open }
  const found = (wrong: Partial<typeof copy>) =>
    audit({ script, bars, options: FREE, result: { ...result, ...copy, ...wrong } })
  expect(found({})).toEqual([])
  expect(found({ cash: cash + 0.000001 })).toHaveLength(2)
  expect(found({ fills: fills.slice(1) })).not.toEqual([])
  expect(found({ fills: fills.map((fill) => ({ ...fill, price: fill.price + 1 })) })).not.toEqual(
    [],
  )
  expect(found({ trades: [] })).not.toEqual([])
  expect(found({ equity: equity.map((value) => value + 0.01) })).toHaveLength(5)
})
