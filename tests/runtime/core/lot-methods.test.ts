/** What exits are booked against: trades differ, and nothing else does. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LOT_METHODS } from '../../../runtime/core/lot-methods.ts'
import { toMicros } from '../../../runtime/core/money.ts'
import { cases } from '../../draws.ts'
import { anyConvertedBars, anyOptions, anyScript } from './random.ts'
import { barsOf, enter, FREE, flat, run, type ScriptRule } from './script.ts'

/** Bought at 100, 110 and 120; half of the first trade leaves at 130, the second at 140. */
const SCRIPT: readonly ScriptRule[] = [
  enter(0, { tag: 'a', stop: (entry) => entry - 10 }),
  enter(1, { tag: 'b', stop: (entry) => entry - 20 }),
  enter(2, { tag: 'c', value: 20, stop: (entry) => entry - 30 }),
  { kind: 'exit', side: 'long', tag: 'a', on: [3], portion: 0.5 },
  { kind: 'exit', side: 'long', tag: 'b', on: [4] },
]
const BARS = barsOf([100, 100, 110, 120, 130, 140, 140].map(flat))

test.each([
  [
    'specific',
    [
      [5, 100, 130, 10],
      [10, 110, 140, 20],
    ],
    [
      [5, 100],
      [20, 120],
    ],
  ],
  [
    'fifo',
    [
      [5, 100, 130, 10],
      [5, 100, 140, 10],
      [5, 110, 140, 20],
    ],
    [
      [5, 110],
      [20, 120],
    ],
  ],
  [
    'lifo',
    [
      [5, 120, 130, 30],
      [10, 120, 140, 30],
    ],
    [
      [10, 100],
      [10, 110],
      [5, 120],
    ],
  ],
  [
    'average',
    [
      [5, 112.5, 130, 22.5],
      [10, 112.5, 140, 22.5],
    ],
    [[25, 112.5]],
  ],
] as const)('%s: shares, entry, exit and risk of each trade', (lots, closed, left) => {
  const costs = { commission: { kind: 'per-share', amount: 0.01 } } as const
  const { trades, open } = run(SCRIPT, BARS, { lots, costs })
  expect(trades.map((t) => [t.quantity, t.entryPrice, t.exitPrice, t.risk])).toEqual(closed)
  expect(open.map(({ quantity, entryPrice }) => [quantity, entryPrice])).toEqual(left)
  for (const { quantity, entryPrice, exitPrice, profit, favourable } of trades) {
    expect(profit).toBeCloseTo(quantity * (exitPrice - entryPrice - 0.02), 6)
    expect(favourable).toBe(exitPrice - entryPrice)
  }
})

test('decisions, fills, equity and the money in all are the same by every method', () => {
  const property = fc.property(anyScript, anyConvertedBars, anyOptions, (script, bars, some) => {
    const options = { ...FREE, ...some }
    const [first, ...others] = LOT_METHODS.map((lots) => run(script, bars, { ...options, lots }))
    const made = ({ trades, open }: typeof first & object) =>
      toMicros([...trades, ...open].reduce((sum, { profit }) => sum + profit, 0))
    for (const other of others) {
      expect(other.equity).toEqual(first!.equity)
      expect(other.fills).toEqual(first!.fills)
      expect(other.decisions).toEqual(first!.decisions)
      expect(Math.abs(made(other) - made(first!))).toBeLessThan(10 + 2 * other.fills.length)
    }
    const held = first!.open.length + first!.trades.length
    const alone = new Set([...first!.open, ...first!.trades].map(({ entryOrder }) => entryOrder))
    if (alone.size === 1 && held === 1)
      for (const { trades, open } of others)
        expect({ trades, open }).toEqual({ trades: first!.trades, open: first!.open })
  })
  fc.assert(property, { numRuns: cases(300) })
}, 120_000)
