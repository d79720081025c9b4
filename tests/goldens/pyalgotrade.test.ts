/** Results of PyAlgoTrade: runs of its engine, and a log that its tutorial publishes. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CONVENTIONS } from '../../runtime/core/metrics/conventions.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { Fill } from '../../runtime/core/result.ts'
import { barsFrom, DATA, expectEquity, figuresOf, goldenOf, read, rowsOf, runOf } from './golden.ts'

interface Golden {
  readonly data: { readonly refs: readonly string[] }
  readonly orders: readonly {
    readonly action: 'BUY' | 'SELL'
    readonly qty: number
    readonly event: string
    readonly price?: number
    readonly at?: string
  }[]
  readonly equity: readonly (readonly [string, number])[]
  readonly trades: { readonly pnl: readonly number[] }
  readonly cumReturn: number
  readonly sharpe_rf005: number
  readonly maxDrawdown: number
}

const CASES = [
  { id: 'pyalgotrade.run_bbands_yhoo', adjusted: false },
  { id: 'pyalgotrade.run_sma20_orcl2000', adjusted: true },
  { id: 'pyalgotrade.run_sma_crossover_aapl', adjusted: true },
]

describe.skipIf(!existsSync(DATA))('PyAlgoTrade', () => {
  test.each(CASES)('$id', ({ id, adjusted }) => {
    const golden = goldenOf<Golden>(id)
    const bars = barsOf(golden.data.refs, adjusted)
    const result = runOf(id, bars, {
      cash: 1_000_000,
      policy: POLICIES.pyalgotrade,
    })
    const entries = result.orders.filter(({ purpose }) => purpose === 'entry')
    expect(entries.map(({ quantity, outcome }) => [quantity, outcome])).toEqual(
      golden.orders
        .filter(({ action }) => action === 'BUY')
        .map(({ qty, event }) => [qty, event === 'FILLED' ? 'filled' : 'refused']),
    )
    expect(result.fills.map(fillOf)).toEqual(
      golden.orders
        .filter(({ event }) => event === 'FILLED')
        .map(({ action, qty, at, price }) => `${at} ${action} ${qty} ${price!.toFixed(9)}`),
    )
    for (const [k, pnl] of golden.trades.pnl.entries())
      expect(result.trades[k]!.profit).toBeCloseTo(pnl, 2)
    expectEquity(
      result.equity,
      golden.equity.map(([, value]) => value),
    )
    const terms = { cash: 1_000_000, conventions: CONVENTIONS.pyalgotrade }
    const figures = figuresOf(result, bars, terms)
    expect(figures.get('sharpe')).toBeCloseTo(golden.sharpe_rf005, 9)
    expect(figures.get('maxDrawdown')).toBeCloseTo(golden.maxDrawdown, 9)
    expect(figures.get('totalReturn')).toBeCloseTo(golden.cumReturn, 9)
  })

  test('pyalgotrade.tutorial4_sma15_orcl', () => {
    const id = 'pyalgotrade.tutorial4_sma15_orcl'
    const golden = goldenOf<{ data: Golden['data']; expectedLog: readonly string[] }>(id)
    const result = runOf(id, barsOf(golden.data.refs, true), {
      cash: 1000,
      policy: POLICIES.pyalgotrade,
    })
    const ours = result.fills.map(
      ({ time, side, price }) =>
        `${dayOf(time)} 00:00:00 strategy [INFO] ${side.toUpperCase()} at $${price.toFixed(2)}`,
    )
    expect([...ours, `Final portfolio value: $${result.equity.at(-1)!.toFixed(2)}`]).toEqual(
      golden.expectedLog,
    )
  })
})

function fillOf({ time, side, quantity, price }: Fill): string {
  return `${dayOf(time)} ${side.toUpperCase()} ${quantity} ${price.toFixed(9)}`
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** Oldest first; adjusted as it does it: each price times the adjusted close over the close. */
function barsOf(refs: readonly string[], adjusted: boolean) {
  const rows = refs.flatMap((ref) => rowsOf(read(ref)))
  return barsFrom(
    rows
      .toSorted((a, b) => a.Date!.localeCompare(b.Date!))
      .map((row) => {
        const close = Number(row.Close)
        const adjustedClose = Number(row['Adj Close'] ?? row['Adj. Close'])
        const price = (text?: string) =>
          adjusted ? (Number(text) * adjustedClose) / close : Number(text)
        return [
          Date.parse(`${row.Date}T00:00:00Z`),
          price(row.Open),
          price(row.High),
          price(row.Low),
          adjusted ? adjustedClose : close,
          Number(row.Volume),
        ]
      }),
  )
}
