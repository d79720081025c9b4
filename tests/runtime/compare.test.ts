/** Two runs side by side: trades, resampling. */
import { describe, expect, test } from 'vitest'
import { pairText } from '../../runtime/compare/compare-words.ts'
import type { ComparedRun, ComparedTrade } from '../../runtime/compare/compared-run.ts'
import { BOOTSTRAP, comparisonOf } from '../../runtime/compare/comparison.ts'
import { matchTrades } from '../../runtime/compare/match-trades.ts'
import { pairedBootstrap } from '../../runtime/core/metrics/paired-bootstrap.ts'
import { randomFrom } from '../../runtime/core/random.ts'

const day = (number: number) => new Date(Date.UTC(2024, 0, number)).toISOString()

function trade(from: number, to: number, change: Partial<ComparedTrade> = {}): ComparedTrade {
  return {
    side: 'long',
    quantity: 10,
    entry: { time: day(from), bar: from, price: 100 },
    exit: { time: day(to), bar: to, price: 110 },
    rule: 0,
    exitBy: 'exit',
    exitRule: 'time',
    entryCondition: null,
    exitCondition: null,
    profit: 100,
    commission: 1,
    borrow: 0,
    returnRatio: 0.1,
    risk: null,
    adverse: null,
    favourable: null,
    riskMultiple: null,
    ambiguous: false,
    ...change,
  }
}

function run(trades: readonly ComparedTrade[], equity: readonly number[] = []): ComparedRun {
  return {
    strategy: { title: 'X' },
    parameters: {},
    data: { source: 'x.csv' },
    options: { cash: 1000, policy: 'ib', costs: {}, instrument: { currency: 'USD' } },
    figures: { sharpe: null },
    trades,
    openTrades: [],
    equityByDay: equity.map((value, at) => [day(at + 1).slice(0, 10), value]),
  }
}

describe('trades', () => {
  const causesOf = (first: ComparedTrade[], second: ComparedTrade[]) =>
    matchTrades(run(first), run(second)).map(({ causes, profit }) => [causes, profit])

  test('equal ones, whatever their order', () => {
    const trades = [trade(1, 3), trade(4, 6), trade(4, 6, { side: 'short' })]
    expect(causesOf(trades, trades.toReversed())).toEqual([
      [[], 0],
      [[], 0],
      [[], 0],
    ])
  })

  test('each difference has its name, the earliest in a life first', () => {
    const exit = (price: number, to = 3) => ({ time: day(to), bar: to, price })
    const cases: readonly (readonly [Partial<ComparedTrade>, readonly string[]])[] = [
      [{ entry: { time: day(1), bar: 1, price: 101 } }, ['entry-price']],
      [{ quantity: 12, profit: 120 }, ['size']],
      [{ exitBy: 'stop', exit: exit(90, 2) }, ['exit-reason', 'exit-time', 'exit-price']],
      [{ exitRule: 'other' }, ['exit-reason']],
      [{ exit: exit(109) }, ['exit-price']],
      [{ commission: 2 }, ['costs']],
    ]
    for (const [change, causes] of cases)
      expect(causesOf([trade(1, 3)], [trade(1, 3, change)])[0]![0]).toEqual(causes)
  })

  test('open at the same time: entered at another time; else in one alone', () => {
    expect(causesOf([trade(1, 5)], [trade(3, 5)])).toEqual([[['entry-time'], 0]])
    expect(causesOf([trade(1, 3), trade(7, 9)], [trade(3, 5)])).toEqual([
      [['only-first'], -100],
      [['only-second'], 100],
      [['only-first'], -100],
    ])
    // Another side is another trade.
    expect(causesOf([trade(1, 5)], [trade(2, 5, { side: 'short' })])).toHaveLength(2)
  })

  test('one trade of the other run is the match of one alone', () => {
    const pairs = causesOf([trade(1, 9), trade(2, 9)], [trade(3, 9)])
    expect(pairs).toEqual([
      [['entry-time'], 0],
      [['only-first'], -100],
    ])
  })

  test('in words', () => {
    const [pair] = matchTrades(
      run([trade(1, 3)]),
      run([trade(1, 3, { quantity: 12, profit: 120 })]),
    )
    expect(pairText(pair!)).toBe('2024-01-01 long: another size (10, 12); +20.00')
    const [alone] = matchTrades(run([]), run([trade(2, 3)]))
    expect(pairText(alone!)).toBe('2024-01-02 long: entry only in B; +100.00')
  })

  test('what differs adds up to the difference of the profits', () => {
    const comparison = comparisonOf(
      run([trade(1, 3), trade(4, 6)]),
      run([trade(1, 3, { profit: 90, commission: 11 }), trade(8, 9, { profit: -5 })]),
      BOOTSTRAP,
    )
    expect(comparison.causes.map(({ cause, profit }) => [cause, profit])).toEqual([
      ['only-first', -100],
      ['only-second', -5],
      ['costs', -10],
    ])
    expect(comparison.bootstrap).toBeUndefined()
  })
})

describe('the paired bootstrap', () => {
  const random = randomFrom(5)
  const noise = (count: number) =>
    Float64Array.from({ length: count }, () => (random() + random() + random() - 1.5) / 50)
  const first = noise(1000)

  test('a run and itself', () => {
    const { annualMean, sharpe } = pairedBootstrap(first, first, 252, BOOTSTRAP)
    expect(annualMean).toEqual({ observed: 0, low: 0, high: 0, probability: 0.5 })
    expect(sharpe).toEqual(annualMean)
  })

  test('what every day has more is certain, for the pairs stay together', () => {
    const second = first.map((one) => one + 0.001)
    const { annualMean } = pairedBootstrap(first, second, 252, BOOTSTRAP)
    expect(annualMean.low).toBeCloseTo(0.252, 12)
    expect(annualMean.high).toBeCloseTo(0.252, 12)
    expect(annualMean.probability).toBe(1)
  })

  test('of independent days the interval is what theory has', () => {
    const second = noise(1000)
    const { annualMean, blockLength } = pairedBootstrap(first, second, 252, BOOTSTRAP)
    // Each of three uniform ones has a variance of 1/12.
    const error = Math.sqrt((2 * 3) / 12 / 50 / 50 / 1000) * 252
    const ratio = (annualMean.high - annualMean.low) / (2 * 1.96 * error)
    expect(ratio).toBeGreaterThan(0.85)
    expect(ratio).toBeLessThan(1.15)
    expect(annualMean.low).toBeLessThan(annualMean.observed)
    expect(annualMean.high).toBeGreaterThan(annualMean.observed)
    expect(blockLength).toBe(10)
  })

  test('days that go together widen it, where blocks are as long', () => {
    const runs = Float64Array.from({ length: 1000 }, (_, at) => first[at - (at % 20)]!)
    const flat = new Float64Array(1000)
    const width = (blockLength: number) => {
      const { annualMean } = pairedBootstrap(flat, runs, 252, { ...BOOTSTRAP, blockLength })
      return annualMean.high - annualMean.low
    }
    expect(width(40)).toBeGreaterThan(2 * width(1))
  })

  test('the same seed, the same figures; another one, others', () => {
    const second = noise(1000)
    const figures = (seed: number) => pairedBootstrap(first, second, 252, { ...BOOTSTRAP, seed })
    expect(figures(1)).toEqual(figures(1))
    expect(figures(2)).not.toEqual(figures(1))
  })
})
