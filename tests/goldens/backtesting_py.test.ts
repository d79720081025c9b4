/**
 * Results of backtesting.py itself, reproduced by strategies in the language under the
 * `backtesting_py` policy. The figures live outside the project; without them the tests are
 * skipped, visibly. A size left out is there all free equity but for 1e-16: `100% of equity` here.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { backtest } from '../../runtime/core/backtest.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { RunResult, Trade } from '../../runtime/core/result.ts'
import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import { subjectOf } from '../parity/subject.ts'

const DATA = new URL('../../../shared/data/', import.meta.url)

interface Golden {
  readonly data: string
  readonly options: { readonly cash?: number; readonly finalize_trades?: boolean }
  readonly trades: readonly GoldenTrade[]
  readonly equity: readonly number[]
  readonly stats: { readonly 'Equity Final [$]': number }
}

interface GoldenTrade {
  /** Signed: short trades are negative. */
  readonly size: number
  readonly entryTime: string
  readonly exitTime: string
  readonly entryPrice: number
  readonly exitPrice: number
  readonly pnl: number
}

const NAMES = [
  'btpy.readme_sma_10_20',
  'btpy.sma_10_20_commission_both_sides',
  'btpy.test_compute_stats_sma_10_30',
]

describe.skipIf(!existsSync(DATA))('backtesting.py goldens', () => {
  describe.each(NAMES)('%s', (name) => {
    const golden = () => JSON.parse(read(`goldens/backtests/${name}.json`)) as Golden
    const run = () => runOf(name, golden())

    test('the same trades: time, side, size, price, profit', () => {
      const { trades } = run()
      const expected = golden().trades
      expect(trades.map(keyOf)).toEqual(expected.map(goldenKeyOf))
      for (const [k, { entryPrice, exitPrice, pnl }] of expected.entries()) {
        expect(Math.abs(trades[k]!.entryPrice / entryPrice - 1)).toBeLessThan(1e-12)
        expect(Math.abs(trades[k]!.exitPrice / exitPrice - 1)).toBeLessThan(1e-12)
        expect(trades[k]!.profit).toBeCloseTo(pnl, 2)
      }
    })

    test('the same equity on every bar, to the cent', () => {
      const { equity } = run()
      const expected = golden()
      expect(equity.length).toBe(expected.equity.length)
      const off = Array.from(equity, (value, i) => Math.abs(value - expected.equity[i]!))
      expect(Math.max(...off)).toBeLessThan(0.005)
      expect(equity.at(-1)).toBeCloseTo(expected.stats['Equity Final [$]'], 2)
    })
  })
})

function runOf(name: string, golden: Golden): RunResult {
  const path = new URL(`strategies/${name}.strat`, import.meta.url)
  const { compiled } = subjectOf(readFileSync(path, 'utf8'))
  return backtest({
    module: compiled,
    parameters: new Float64Array(),
    bars: barsOf(read(golden.data)),
    options: {
      cash: golden.options.cash ?? 10_000,
      policy: POLICIES.backtesting_py,
      costs: compiled.meta.costs ?? {},
      instrument: { symbol: 'GOOG', tick: 0, lot: 1, multiplier: 1, currency: 'USD' },
      endOfRun: golden.options.finalize_trades === true ? 'close' : 'mark',
    },
  })
}

const keyOf = (trade: Trade) =>
  `${dayOf(trade.entryTime)} ${trade.side} ${trade.quantity} ${dayOf(trade.exitTime)}`

const goldenKeyOf = ({ size, entryTime, exitTime }: GoldenTrade) =>
  `${entryTime.slice(0, 10)} ${size > 0 ? 'long' : 'short'} ${Math.abs(size)} ${exitTime.slice(0, 10)}`

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

function read(path: string): string {
  const bytes = readFileSync(new URL(path, DATA))
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** Rows of date, open, high, low, close, volume below one of heads. */
function barsOf(csv: string): Bars {
  const rows = csv.trim().split('\n').slice(1)
  const bars = emptyBars(rows.length)
  bars.length = rows.length
  for (const [i, row] of rows.entries()) {
    const [date, ...values] = row.split(',')
    bars.time[i] = Date.parse(`${date}T00:00:00Z`)
    ;[bars.open[i], bars.high[i], bars.low[i], bars.close[i], bars.volume[i]] = values.map(
      Number,
    ) as [number, number, number, number, number]
  }
  return bars
}
