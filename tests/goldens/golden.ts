/** What all platforms' results have in common: where they are, what runs, what must be equal. */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { backtest } from '../../runtime/core/backtest.ts'
import { benchmarkFigures } from '../../runtime/core/metrics/benchmark-figures.ts'
import type { MetricConventions } from '../../runtime/core/metrics/conventions.ts'
import { summarize } from '../../runtime/core/metrics/summary.ts'
import type { RunOptions, RunResult, Trade } from '../../runtime/core/result.ts'
import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import { subjectOf } from '../parity/subject.ts'

/** Outside figures, beside the project; what needs them is skipped, visibly, where they are not. */
export const DATA = new URL('../../../shared/data/', import.meta.url)

/** A trade as another platform tells it. Still open: neither time nor price of an exit. */
export interface TradeTold {
  readonly side: 'long' | 'short'
  readonly quantity: number
  readonly entryTime: number
  readonly entryPrice: number
  readonly exitTime?: number
  readonly exitPrice?: number
}

/** A text of the shared data, packed or not. */
export function read(path: string): string {
  const packed = path.endsWith('.gz') ? path : `${path}.gz`
  const bytes = readFileSync(new URL(existsSync(new URL(packed, DATA)) ? packed : path, DATA))
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** The golden of this id, as its platform's family writes it. */
export function goldenOf<T>(id: string): T {
  return JSON.parse(read(`goldens/backtests/${id}.json`)) as T
}

/** Rows below one of heads, as records of what stands under each head. */
export function rowsOf(csv: string): Readonly<Record<string, string>>[] {
  const [heads, ...lines] = csv.trim().split('\n')
  const names = heads!.split(',')
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, k) => [names[k]!, cell])),
  )
}

/** Time in ms UTC, open, high, low, close, volume. */
export type BarRow = readonly [number, number, number, number, number, number]

export function barsFrom(rows: readonly BarRow[]): Bars {
  const bars = emptyBars(rows.length)
  bars.length = rows.length
  const columns = [bars.time, bars.open, bars.high, bars.low, bars.close, bars.volume]
  for (const [i, row] of rows.entries())
    for (const [k, column] of columns.entries()) column[i] = row[k]!
  return bars
}

/** Runs `strategies/<id>.strat`, on one unit of an instrument without a tick unless it is said. */
export function runOf(
  id: string,
  bars: Bars,
  {
    instrument,
    ...options
  }: Pick<RunOptions, 'policy' | 'cash'> &
    Partial<Omit<RunOptions, 'instrument'>> & {
      readonly instrument?: Partial<RunOptions['instrument']>
    },
): RunResult {
  const source = readFileSync(new URL(`strategies/${id}.strat`, import.meta.url), 'utf8')
  const { compiled } = subjectOf(source)
  return backtest({
    module: compiled,
    parameters: new Float64Array(),
    bars,
    options: {
      costs: compiled.meta.costs ?? {},
      instrument: {
        symbol: 'GOLD',
        tick: 0,
        lot: 1,
        multiplier: 1,
        currency: 'USD',
        ...instrument,
      },
      ...options,
    },
  })
}

/** Every figure of a run by a convention, by key, those beside buying and holding too. */
export function figuresOf(
  result: RunResult,
  bars: Bars,
  terms: { readonly cash: number; readonly conventions: MetricConventions },
): ReadonlyMap<string, number> {
  const figures = [
    ...summarize(result, bars, { ...terms, multiplier: 1, first: 0 }),
    ...benchmarkFigures(result, bars, terms),
  ]
  return new Map(figures.map(({ key, value }) => [key, value]))
}

/** The run's trades, by exit, the open ones last, are these: time, side, size and price. */
export function expectTrades({ trades, open }: RunResult, told: readonly TradeTold[]): void {
  const ours = [...trades.map(tradeOf), ...open.map((trade) => asOpen(tradeOf(trade)))]
  expect(ours.map(withoutPrices)).toEqual(told.map(withoutPrices))
  for (const [k, { entryPrice, exitPrice }] of told.entries()) {
    expect(Math.abs(ours[k]!.entryPrice / entryPrice - 1)).toBeLessThan(1e-12)
    if (exitPrice !== undefined)
      expect(Math.abs(ours[k]!.exitPrice! / exitPrice - 1)).toBeLessThan(1e-12)
  }
}

/** Equity at the close of each bar, to the cent. */
export function expectEquity(equity: Float64Array, told: readonly number[]): void {
  expect(equity.length).toBe(told.length)
  const off = Array.from(equity, (value, i) => Math.abs(value - told[i]!))
  expect(Math.max(...off)).toBeLessThan(0.005)
}

function tradeOf(trade: Trade): TradeTold {
  const { side, quantity, entryTime, entryPrice, exitTime, exitPrice } = trade
  return { side, quantity, entryTime, entryPrice, exitTime, exitPrice }
}

function asOpen({ side, quantity, entryTime, entryPrice }: TradeTold): TradeTold {
  return { side, quantity, entryTime, entryPrice }
}

function withoutPrices({ side, quantity, entryTime, exitTime }: TradeTold): string {
  const until = exitTime === undefined ? 'open' : timeText(exitTime)
  return `${side} ${quantity} from ${timeText(entryTime)} to ${until}`
}

function timeText(time: number): string {
  return new Date(time).toISOString().slice(0, 16)
}
