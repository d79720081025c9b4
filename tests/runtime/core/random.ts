import fc from 'fast-check'
import type { FinerBars } from '../../../runtime/core/finer.ts'
import { LOT_METHODS } from '../../../runtime/core/lot-methods.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { RunOptions } from '../../../runtime/core/result.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import { barsOf, DAY, HOUR, inSessions, type ScriptRule, STOCK } from './script.ts'

/** Prices on a coarse grid, so that levels are often touched, gapped and reached together. */
export const anyBars: fc.Arbitrary<Bars> = fc
  .tuple(
    fc.array(fc.tuple(step(), step(), fc.nat(3), fc.nat(3), anyVolume()), {
      minLength: 1,
      maxLength: 60,
      size: '+1',
    }),
    fc.integer({ min: 1, max: 6 }),
  )
  .map(([steps, session]) => {
    let price = 100
    const bars = barsOf(
      steps.map(([gap, move, up, down]) => {
        const open = Math.max(5, price + gap)
        const close = Math.max(5, open + move)
        price = close
        return [open, Math.max(open, close) + up, Math.min(open, close) - down, close] as const
      }),
    )
    steps.forEach(([, , , , volume], i) => {
      bars.volume[i] = volume
    })
    return inSessions(bars, session)
  })

/** Bars, and finer ones that they are made of: of some of them, and of some they are one. */
export interface Prices {
  readonly bars: Bars
  readonly finer: FinerBars
}

export const anyPrices: fc.Arbitrary<Prices> = fc
  .tuple(anyBars, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), fc.infiniteStream(fc.nat(3)))
  .map(([finer, lengths, holes]) => {
    const rows: [number, number, number, number][] = []
    const from: number[] = []
    const to: number[] = []
    for (let k = 0; k < finer.length; ) {
      const end = Math.min(finer.length, k + lengths.next().value!)
      const high = finer.high.slice(k, end)
      const low = finer.low.slice(k, end)
      rows.push([finer.open[k]!, Math.max(...high), Math.min(...low), finer.close[end - 1]!])
      from.push(k)
      to.push(holes.next().value === 0 ? k : end)
      k = end
    }
    const placed = { bars: finer, from: Int32Array.from(from), to: Int32Array.from(to) }
    return { bars: inSessions(barsOf(rows), 1 + (finer.length % 5)), finer: placed }
  })

/** Rates for at most 60 bars, or none. */
export const anyRates: fc.Arbitrary<Float64Array | undefined> = fc.option(
  fc
    .array(fc.integer({ min: 80, max: 130 }), { minLength: 60 })
    .map((rates) => Float64Array.from(rates, (rate) => rate / 100)),
  { freq: 2, nil: undefined },
)

/** Bars in the account's currency, or in another. */
export const anyConvertedBars: fc.Arbitrary<Bars> = fc
  .tuple(anyBars, anyRates)
  .map(([bars, rates]) => withRates(bars, rates))

export function withRates(bars: Bars, rates: Float64Array | undefined): Bars {
  return rates === undefined ? bars : { ...bars, rates }
}

const ORDER_TYPES = ['market', 'limit', 'stop', 'stop-limit', 'touch', 'close'] as const

/** Now and then next to nothing, or nothing that is known. */
function anyVolume(): fc.Arbitrary<number> {
  return fc.constantFrom(1000, 1000, 1000, 700, 90, 0)
}

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
      order: fc.constantFrom(...ORDER_TYPES),
      beyond: fc.integer({ min: -2, max: 3 }),
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
      trails: fc.constantFrom(undefined, 'from the entry', 'from the price'),
      after: fc.option(fc.integer({ min: 0, max: 3 })),
      immediacy: fc.constantFrom(undefined, undefined, 'ioc', 'fok'),
      session: anySession(),
      till: anyDate(),
      oca: fc.constantFrom(undefined, undefined, 0, 1),
    })
    .map((shape): ScriptRule => {
      const { side, order, size, entries, stop, target } = shape
      const sign = side === 'long' ? 1 : -1
      return {
        kind: 'enter',
        side,
        tag: `${side} ${order}`,
        on: (bar) => (bar + shape.phase) % shape.every === 0,
        order: orderOf(order, shape.session),
        price: (bar, bars) => bars.close[bar]! + shape.offset,
        limit: (bar, bars) => bars.close[bar]! + shape.offset + sign * shape.beyond,
        ...(shape.session === undefined ? {} : { bySession: true as const }),
        ...(shape.immediacy === undefined ? goodTill(order, shape.till) : {}),
        size: size[0],
        value: size[1],
        entries,
        ...(shape.expire === null ? {} : { expire: shape.expire }),
        ...(stop === null ? {} : stopOf(sign, stop, shape.trails, shape.after)),
        ...(shape.immediacy === undefined ? {} : { immediacy: shape.immediacy, expire: 1 }),
        ...(shape.oca === undefined ? {} : { oca: shape.oca }),
        ...(shape.oca !== undefined && shape.oca > 0 && { onFill: 'reduce' as const }),
        ...(target === null ? {} : { target: (entry: number) => entry + sign * target }),
        ...(shape.watchful
          ? { also: (account) => account.drawdown < 0.05 && account.trades_today === 0 }
          : {}),
      }
    })
}

/** So far from the entry; or from a price that wanders with the bars, or from the last close. */
function stopOf(
  sign: number,
  distance: number,
  trails: 'from the entry' | 'from the price' | undefined,
  after: number | null,
): Partial<ScriptRule> {
  if (trails === undefined) return { stop: (entry) => entry - sign * distance }
  const wander = (bar: number) => (bar % 5) - (bar % 3) + bar / 10
  return {
    trails: true,
    ...(after === null ? {} : { after: (r: number) => (after * r) / 2 }),
    ...(trails === 'from the entry'
      ? { stop: (entry, bar) => entry + sign * (wander(bar) - distance - 2) }
      : { level: (bar, bars) => levelBehind(bars.close[bar]!, sign * distance, bar) }),
  }
}

/** Behind a close, on no tick, and unknown at times. */
function levelBehind(close: number, distance: number, bar: number): number {
  return bar % 7 === 6 ? Number.NaN : close - distance * (0.7 + (bar % 3) / 7)
}

function anyExit(): fc.Arbitrary<ScriptRule> {
  return fc
    .record({
      kind: fc.constantFrom('exit', 'exit', 'cancel'),
      order: fc.constantFrom('market', 'market', ...ORDER_TYPES),
      offset: fc.integer({ min: -5, max: 5 }),
      beyond: fc.integer({ min: -2, max: 3 }),
      expire: fc.option(fc.integer({ min: 1, max: 4 })),
      session: anySession(),
      till: anyDate(),
      side: anySide(),
      every: fc.integer({ min: 1, max: 4 }),
      tag: fc.option(fc.constantFrom(...ORDER_TYPES), { freq: 1 }),
      patience: fc.option(fc.nat(4), { freq: 1 }),
      portion: fc.constantFrom(1, 1, 0.5, 1 / 3, 0.01),
    })
    .map(
      ({ kind, side, every, tag, patience, order, portion, ...shape }): ScriptRule => ({
        kind,
        price: (bar, bars) => bars.close[bar]! + shape.offset,
        limit: (bar, bars) => bars.close[bar]! + shape.offset + shape.beyond,
        ...(shape.expire === null ? {} : { expire: shape.expire }),
        side,
        on: (bar) => bar % every === 0,
        order: orderOf(order, shape.session),
        ...(shape.session === undefined ? {} : { bySession: true as const }),
        ...(kind === 'exit' ? goodTill(order, shape.till) : {}),
        ...(kind === 'exit' ? { portion } : {}),
        ...(tag === null ? {} : { tag: `${side} ${tag}` }),
        ...(patience === null ? {} : { also: (account) => account.bars_in_trade >= patience }),
      }),
    )
}

/** Orders of one session; those at the market wait for its open. */
function anySession(): fc.Arbitrary<'day' | undefined> {
  return fc.constantFrom(undefined, undefined, 'day')
}

/** A day, a time of day within a bar or at its end, or both. */
function anyDate(): fc.Arbitrary<ScriptRule['goodTill']> {
  const day = fc.integer({ min: 0, max: 12 }).map((days) => days * DAY)
  const time = fc.constantFrom(10, 10.5, 11, 11.2, 12).map((hours) => hours * HOUR)
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    fc.record({ day }),
    fc.record({ time }),
    fc.record({ day, time }),
  )
}

/** As the checker has it: for orders with a price, and a time alone is of a session. */
function goodTill(
  order: OrderKind,
  till: ScriptRule['goodTill'],
): Pick<ScriptRule, 'goodTill' | 'bySession'> {
  if (till === undefined || order === 'market' || order === 'close') return {}
  return { goodTill: till, ...(till.day === undefined && { bySession: true }) }
}

type OrderKind = Exclude<ScriptRule['order'], undefined>

function orderOf(order: OrderKind, session: 'day' | undefined): OrderKind {
  return order === 'market' && session !== undefined ? 'open' : order
}

function anySide(): fc.Arbitrary<'long' | 'short'> {
  return fc.constantFrom('long', 'short')
}

/** Policies, costs, lots and multipliers. */
export const anyOptions: fc.Arbitrary<Partial<RunOptions>> = fc
  .record({
    options: plainOptions(),
    maxVolume: fc.constantFrom(undefined, undefined, 0.004, 0.02, 0.06),
    margin: fc.option(
      fc.constantFrom(
        { kind: 'fraction', initial: 0.1, maintenance: { long: 0.05, short: 0.08 } } as const,
        {
          kind: 'fraction',
          initial: 0.2,
          maintenance: { long: 0, short: 0 },
          steps: [
            { from: 5 * 86_400_000, initial: 0.3, maintenance: { long: 0.2, short: 0.25 } },
            { from: 9.5 * 86_400_000, initial: 0.9, maintenance: { long: 0.8, short: 0.8 } },
          ],
        } as const,
        { kind: 'per-contract', initial: 90, maintenance: { long: 80, short: 80 } } as const,
      ),
    ),
  })
  .map(({ options, margin, maxVolume }) => ({
    ...options,
    costs: { ...options.costs, ...(maxVolume === undefined ? {} : { maxVolume }) },
    ...(margin === null ? {} : { margin }),
  }))

function plainOptions(): fc.Arbitrary<Partial<RunOptions>> {
  return fc.record({
    policy: fc.constantFrom(...Object.values(POLICIES)),
    cash: fc.constantFrom(500, 10_000),
    costs: fc.constantFrom(
      {},
      { commission: { kind: 'ibkr-fixed' } as const },
      { commission: { kind: 'ibkr-tiered' } as const },
      {
        commission: { kind: 'per-share', amount: 0.01 } as const,
        slippage: { kind: 'volume-share', impact: 0.1, shape: 'quadratic' } as const,
        borrow: { kind: 'ibkr', rate: 0.30117 } as const,
      },
      {
        slippage: { kind: 'volatility', fraction: 0.1 } as const,
        borrow: { kind: 'value', rate: 0.05013 } as const,
      },
      { slippage: { kind: 'spread', of: 'ticks', amount: 3 } as const },
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
    lots: fc.constantFrom('specific', 'specific', ...LOT_METHODS),
  })
}
