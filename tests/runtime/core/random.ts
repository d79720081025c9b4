import fc from 'fast-check'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { RunOptions } from '../../../runtime/core/result.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import { barsOf, type ScriptRule, STOCK } from './script.ts'

/** Prices on a coarse grid, so that levels are often touched, gapped and reached together. */
export const anyBars: fc.Arbitrary<Bars> = fc
  .array(fc.tuple(step(), step(), fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 60 })
  .map((steps) => {
    let price = 100
    return barsOf(
      steps.map(([gap, move, up, down]) => {
        const open = Math.max(5, price + gap)
        const close = Math.max(5, open + move)
        price = close
        return [open, Math.max(open, close) + up, Math.min(open, close) - down, close] as const
      }),
    )
  })

function step(): fc.Arbitrary<number> {
  return fc.integer({ min: -4, max: 4 })
}

/** Rules of every kind, sense or nonsense. */
export const anyScript: fc.Arbitrary<readonly ScriptRule[]> = fc.array(
  fc.oneof(anyEntry(), anyExit()),
  { minLength: 1, maxLength: 5 },
)

function anyEntry(): fc.Arbitrary<ScriptRule> {
  const distance = fc.option(fc.integer({ min: 1, max: 6 }))
  return fc
    .record({
      side: anySide(),
      every: fc.integer({ min: 1, max: 9 }),
      phase: fc.nat(8),
      order: fc.constantFrom('market', 'limit', 'stop'),
      offset: fc.integer({ min: -5, max: 5 }),
      size: fc.constantFrom(
        ['shares', 10],
        ['equity', 0.4],
        ['equity', 1.5],
        ['money', 3000],
        ['risk', 0.02],
        ['shares', Number.NaN],
      ) as fc.Arbitrary<[NonNullable<ScriptRule['size']>, number]>,
      stop: distance,
      target: distance,
      entries: fc.integer({ min: 1, max: 3 }),
      expire: fc.option(fc.integer({ min: 1, max: 4 })),
      watchful: fc.boolean(),
    })
    .map((shape): ScriptRule => {
      const { side, order, size, entries, stop, target } = shape
      const sign = side === 'long' ? 1 : -1
      return {
        kind: 'enter',
        side,
        tag: `${side} ${order}`,
        on: (bar) => (bar + shape.phase) % shape.every === 0,
        order,
        price: (bar, bars) => bars.close[bar]! + shape.offset,
        size: size[0],
        value: size[1],
        entries,
        ...(shape.expire === null ? {} : { expire: shape.expire }),
        ...(stop === null ? {} : { stop: (entry: number) => entry - sign * stop }),
        ...(target === null ? {} : { target: (entry: number) => entry + sign * target }),
        ...(shape.watchful
          ? { also: (account) => account.drawdown < 0.05 && account.trades_today === 0 }
          : {}),
      }
    })
}

function anyExit(): fc.Arbitrary<ScriptRule> {
  return fc
    .record({
      side: anySide(),
      every: fc.integer({ min: 1, max: 9 }),
      tag: fc.option(fc.constantFrom('market', 'limit', 'stop')),
      patience: fc.option(fc.nat(4)),
    })
    .map(
      ({ side, every, tag, patience }): ScriptRule => ({
        kind: 'exit',
        side,
        on: (bar) => bar % every === 0,
        ...(tag === null ? {} : { tag: `${side} ${tag}` }),
        ...(patience === null ? {} : { also: (account) => account.bars_in_trade >= patience }),
      }),
    )
}

function anySide(): fc.Arbitrary<'long' | 'short'> {
  return fc.constantFrom('long', 'short')
}

/** Policies, costs, lots and multipliers. */
export const anyOptions: fc.Arbitrary<Partial<RunOptions>> = fc.record({
  policy: fc.constantFrom(...Object.values(POLICIES)),
  cash: fc.constantFrom(500, 10_000),
  costs: fc.constantFrom(
    {},
    { commission: { kind: 'ibkr-fixed' } as const },
    {
      commission: { kind: 'fraction', fraction: 0.001 } as const,
      slippage: { kind: 'ticks', ticks: 2 } as const,
    },
    {
      commission: { kind: 'per-trade', amount: 7 } as const,
      slippage: { kind: 'fraction', fraction: 0.0007 } as const,
    },
  ),
  instrument: fc.constantFrom(STOCK, { ...STOCK, tick: 0.25, lot: 0.1, multiplier: 5 }),
  endOfRun: fc.constantFrom('mark', 'close'),
})
