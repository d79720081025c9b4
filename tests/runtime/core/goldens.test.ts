import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CONVENTIONS } from '../../../runtime/core/metrics/conventions.ts'
import { summarize } from '../../../runtime/core/metrics/summary.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import type { CostSpec } from '../../../stdlib/module.ts'
import { run, type ScriptRule, STOCK } from './script.ts'
import { DATA, readGoogle } from './shared-data.ts'

interface Golden {
  readonly trades: readonly {
    readonly size: number
    readonly entryBar: number
    readonly exitBar: number
    readonly entryPrice: number
    readonly exitPrice: number
    readonly pnl: number
    readonly ret: number
    readonly commission: number
  }[]
  readonly equity: readonly number[]
  readonly stats: Readonly<Record<string, number>> & { readonly 'Max. Drawdown Duration': string }
}

/** Figures defined as ours are. Its profit factor and average trade are of returns, not money. */
const STATS = [
  ['finalEquity', 'Equity Final [$]', 1],
  ['totalReturn', 'Return [%]', 100],
  ['maxDrawdown', 'Max. Drawdown [%]', -100],
  ['trades', '# Trades', 1],
  ['winRate', 'Win Rate [%]', 100],
  ['expectancy', 'Expectancy [%]', 100],
  ['bestTrade', 'Best Trade [%]', 100],
  ['worstTrade', 'Worst Trade [%]', 100],
  ['sqn', 'SQN', 1],
  ['kelly', 'Kelly Criterion', 1],
] as const

const CASES: readonly {
  readonly id: string
  readonly slow: number
  readonly costs: CostSpec
  readonly endOfRun: 'mark' | 'close'
}[] = [
  {
    id: 'btpy.readme_sma_10_20',
    slow: 20,
    costs: { slippage: { kind: 'fraction', fraction: 0.002 } },
    endOfRun: 'mark',
  },
  {
    id: 'btpy.spread_only',
    slow: 20,
    costs: { slippage: { kind: 'fraction', fraction: 0.001 } },
    endOfRun: 'close',
  },
  {
    id: 'btpy.sma_10_20_commission_both_sides',
    slow: 20,
    costs: { commission: { kind: 'fraction', fraction: 0.002 } },
    endOfRun: 'close',
  },
  { id: 'btpy.test_compute_stats_sma_10_30', slow: 30, costs: {}, endOfRun: 'close' },
]

const TERMS = { cash: 10_000, conventions: CONVENTIONS.lockstep, multiplier: 1, first: 0 }

describe.skipIf(!existsSync(DATA))('backtesting.py, its own results', () => {
  test.each(CASES)('$id', ({ id, slow, costs, endOfRun }) => {
    const golden: Golden = JSON.parse(readFileSync(`${DATA}goldens/backtests/${id}.json`, 'utf8'))
    const bars = readGoogle()
    const result = run(crossover(bars, 10, slow), bars, {
      policy: POLICIES.backtesting_py,
      costs,
      endOfRun,
      instrument: { ...STOCK, tick: 0 },
    })
    const trades = result.trades.map((trade) => ({
      size: trade.side === 'long' ? trade.quantity : -trade.quantity,
      entryBar: trade.entryBar,
      exitBar: trade.exitBar,
      entryPrice: close(trade.entryPrice),
      exitPrice: close(trade.exitPrice),
      pnl: close(trade.profit),
      commission: close(trade.commission),
    }))
    expect(trades).toEqual(
      golden.trades.map(({ size, entryBar, exitBar, entryPrice, exitPrice, pnl, commission }) => ({
        size,
        entryBar,
        exitBar,
        entryPrice: close(entryPrice),
        exitPrice: close(exitPrice),
        pnl: close(pnl),
        commission: close(commission),
      })),
    )
    const cents = (value: number) => Math.round(value * 100)
    expect(Array.from(result.equity, cents)).toEqual(golden.equity.map(cents))

    const figures = new Map(summarize(result, bars, TERMS).map((f) => [f.key, f.value]))
    for (const [key, name, unit] of STATS) {
      const expected = golden.stats[name]! / unit
      expect(figures.get(key)! / expected, key).toBeCloseTo(1, 6)
    }
    const days = figures.get('drawdownDuration')! / 86_400_000
    expect(`${days} days 00:00:00`).toBe(golden.stats['Max. Drawdown Duration'])
  })
})

/** Equal to 1e-5: the ledger rounds to millionths where the golden adds floats. */
function close(value: number): number {
  return Math.round(value * 1e5) / 1e5
}

function crossover(bars: Bars, fast: number, slow: number): ScriptRule[] {
  const spread = bars.close.map((_, i) => mean(bars.close, i, fast) - mean(bars.close, i, slow))
  const crossed = (i: number, sign: number) =>
    i >= slow && sign * spread[i]! > 0 && sign * spread[i - 1]! <= 0
  const size = { size: 'equity', value: 1 } as const
  return [
    { kind: 'enter', side: 'long', on: (i) => crossed(i, 1), ...size },
    { kind: 'enter', side: 'short', on: (i) => crossed(i, -1), ...size },
  ]
}

function mean(values: Float64Array, end: number, length: number): number {
  let sum = 0
  for (let i = Math.max(0, end - length + 1); i <= end; i++) sum += values[i]!
  return sum / length
}
