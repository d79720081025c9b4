/**
 * Results of backtesting.py itself. A size left out is there all free equity but for 1e-16:
 * `100% of equity` in the strategies here.
 */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { MarginSpec } from '../../runtime/core/margin.ts'
import { CONVENTIONS } from '../../runtime/core/metrics/conventions.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import {
  barsFrom,
  DATA,
  expectEquity,
  expectTrades,
  figuresOf,
  goldenOf,
  read,
  rowsOf,
  runOf,
} from './golden.ts'

interface Golden {
  readonly data: string
  readonly options: {
    readonly cash?: number
    readonly finalize_trades?: boolean
    readonly trade_on_close?: boolean
    readonly margin?: number
  }
  readonly trades: readonly {
    /** Signed: short trades are negative. */
    readonly size: number
    readonly entryTime: string
    readonly exitTime: string
    readonly entryPrice: number
    readonly exitPrice: number
    readonly pnl: number
  }[]
  readonly equity: readonly number[]
  /** null where it is not defined. */
  readonly stats: Readonly<Record<string, number | null>>
}

/** Ours, its name there, and what one of ours is there. */
const STATS = [
  ['totalReturn', 'Return [%]', 100],
  ['annualReturn', 'Return (Ann.) [%]', 100],
  ['volatility', 'Volatility (Ann.) [%]', 100],
  ['sharpe', 'Sharpe Ratio', 1],
  ['sortino', 'Sortino Ratio', 1],
  ['calmar', 'Calmar Ratio', 1],
  ['maxDrawdown', 'Max. Drawdown [%]', -100],
  ['trades', '# Trades', 1],
  ['winRate', 'Win Rate [%]', 100],
  ['bestTrade', 'Best Trade [%]', 100],
  ['worstTrade', 'Worst Trade [%]', 100],
  ['profitFactor', 'Profit Factor', 1],
  ['expectancy', 'Expectancy [%]', 100],
  ['sqn', 'SQN', 1],
  ['kelly', 'Kelly Criterion', 1],
] as const

const IDS = [
  'btpy.buy_hold',
  'btpy.ema_atr_trailing',
  'btpy.fx_margin_spread',
  'btpy.macd_trade_on_close',
  'btpy.readme_sma_10_20',
  'btpy.rsi_bracket',
  'btpy.sma_10_20_commission_both_sides',
  'btpy.sma_long_only_no_comm',
  'btpy.spread_only',
  'btpy.test_compute_stats_sma_10_30',
]

describe.skipIf(!existsSync(DATA))('backtesting.py', () => {
  test.each(IDS)('%s', (id) => {
    const golden = goldenOf<Golden>(id)
    const { cash = 10_000, finalize_trades, trade_on_close, margin } = golden.options
    const bars = barsOf(read(golden.data))
    const result = runOf(id, bars, {
      cash,
      policy: trade_on_close === true ? POLICIES.backtesting_py_close : POLICIES.backtesting_py,
      endOfRun: finalize_trades === true ? 'close' : 'mark',
      ...(margin === undefined ? {} : { margin: levered(margin) }),
    })
    expectTrades(
      { ...result, open: [] },
      golden.trades.map(({ size, entryTime, exitTime, entryPrice, exitPrice }) => ({
        side: size > 0 ? 'long' : 'short',
        quantity: Math.abs(size),
        entryTime: timeOf(entryTime),
        entryPrice,
        exitTime: timeOf(exitTime),
        exitPrice,
      })),
    )
    for (const [k, { pnl }] of golden.trades.entries())
      expect(result.trades[k]!.profit).toBeCloseTo(pnl, 2)
    expectEquity(result.equity, golden.equity)
    expect(result.equity.at(-1)).toBeCloseTo(golden.stats['Equity Final [$]']!, 2)
    const figures = figuresOf(result, bars, { cash, conventions: CONVENTIONS.backtesting_py })
    for (const [key, name, unit] of STATS) {
      const told = golden.stats[name]
      if (told === null) expect(figures.get(key), key).toBeNaN()
      else expect(figures.get(key), key).toBeCloseTo(told! / unit, 9)
    }
  })
})

function levered(initial: number): MarginSpec {
  return { kind: 'fraction', initial, maintenance: { long: 0, short: 0 } }
}

function barsOf(csv: string) {
  return barsFrom(
    rowsOf(csv).map(({ '': time, Open, High, Low, Close, Volume }) => [
      timeOf(time!),
      Number(Open),
      Number(High),
      Number(Low),
      Number(Close),
      Number(Volume),
    ]),
  )
}

/** A day, or a day and a time of it; taken as UTC. */
function timeOf(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}${text.includes(':') ? 'Z' : 'T00:00:00Z'}`)
}
