import { describe, expect, test } from 'vitest'
import type { MarginSpec } from '../../../runtime/core/margin.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { RunOptions } from '../../../runtime/core/result.ts'
import { barsOf, FREE, run, type ScriptRule, STOCK } from './script.ts'

type Row = readonly [open: number, high: number, low: number, close: number]

const { ib } = POLICIES
const FUTURE: MarginSpec = {
  kind: 'per-contract',
  initial: 1000,
  maintenance: { long: 800, short: 800 },
}

function flat(price: number): Row {
  return [price, price, price, price]
}

const enter = (rule: Partial<ScriptRule>): ScriptRule => ({
  kind: 'enter',
  side: 'long',
  on: [0],
  ...rule,
})

describe('what an entry may cost', () => {
  const bought = (rule: Partial<ScriptRule>, options: Partial<RunOptions>) =>
    run([enter(rule)], barsOf([flat(100), flat(100)]), options).fills[0]?.quantity

  test('in full on a cash account, half on margin', () => {
    const twice = { size: 'equity', value: 3 } as const
    expect(bought(twice, {})).toBe(100)
    expect(bought(twice, { policy: ib })).toBe(200)
    expect(bought(twice, { policy: ib, costs: { commission: { kind: 'ibkr-fixed' } } })).toBe(199)
  })

  test('money a contract, whatever its price', () => {
    const options = { margin: FUTURE, instrument: { ...STOCK, multiplier: 50 } }
    expect(bought({ size: 'shares', value: 12 }, options)).toBe(10)
  })

  test('what is held counts', () => {
    const rules = [enter({ size: 'shares', value: 6, on: [0, 1], entries: 2 })]
    const { fills } = run(rules, barsOf([flat(100), flat(100), flat(100)]), { margin: FUTURE })
    expect(fills.map(({ quantity }) => quantity)).toEqual([6, 4])
  })
})

/** Twice the equity at 100: 10,000 of one's own and 10,000 borrowed. */
describe('what a position must keep', () => {
  const held = (
    side: 'long' | 'short',
    prices: readonly Row[],
    options: Partial<RunOptions> = {},
  ) =>
    run([enter({ side, size: 'shares', value: 200 })], barsOf([flat(100), flat(100), ...prices]), {
      policy: ib,
      ...options,
    })

  test.each([
    // 200 shares at 66.67 are worth 13,333, of which a quarter is 3,333, and so is the equity.
    ['long', 66.67, 0],
    ['long', 66.66, 1],
    // At 115.38 they cost 23,076, of which 30 % is 6,923 and the equity 6,924.
    ['short', 115.38, 0],
    ['short', 115.39, 1],
  ] as const)('%s at a close of %d: %d liquidated', (side, close, trades) => {
    for (const driver of ['skip', 'visit'] as const) {
      const result = held(side, [flat(100), flat(close), flat(100)], { driver })
      expect(
        result.trades.map(({ exit, exitBar, exitPrice }) => [exit, exitBar, exitPrice]),
      ).toEqual(trades === 0 ? [] : [['liquidation', 4, 100]])
    }
  })

  test('what a bar only touches liquidates nothing', () => {
    expect(held('long', [[100, 100, 50, 100], flat(100)]).trades).toEqual([])
  })

  test('money a contract', () => {
    const options = { margin: FUTURE, instrument: { ...STOCK, multiplier: 10 } }
    const rule = enter({ size: 'shares', value: 10 })
    const at = (close: number) =>
      run([rule], barsOf([flat(100), flat(100), flat(close), flat(close)]), options).trades.length
    expect([at(80), at(79.99)]).toEqual([0, 1])
  })

  test('a stop and a rule that already close the position do so alone', () => {
    const rules = [
      enter({ size: 'shares', value: 200, stop: () => 60 }),
      { kind: 'exit', side: 'long', on: [1] } as const,
    ]
    const bars = barsOf([flat(100), flat(100), flat(50), flat(50)])
    const { trades } = run(rules, bars, { ...FREE, policy: ib })
    expect(trades.map(({ exit, exitBar }) => [exit, exitBar])).toEqual([['exit', 2]])
  })

  test('a cash account is left alone to its ruin', () => {
    const result = held('short', [flat(300), flat(300)], { policy: POLICIES.next_open })
    expect(result.trades).toEqual([])
  })
})
