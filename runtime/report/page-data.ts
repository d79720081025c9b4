import type { Bars } from '../../stdlib/bars.ts'
import type { Trade } from '../core/result.ts'
import { decimalsOf, isIntraday } from './format.ts'
import type { RunReport } from './run-report.ts'
import { drawdownOf } from './sparkline.ts'
import { exitText, riskMultiple } from './words.ts'

/** What the page's script gets of a run, as JSON; null is unknown. Columns are by drawn bar. */
export interface PageData {
  readonly intraday: boolean
  readonly timezone: string
  readonly symbol: string
  readonly cash: number
  readonly priceDecimals: number
  /** Bars of the run in one drawn bar; 1: each is drawn. */
  readonly barsPerDrawn: number
  /** Seconds since 1970. */
  readonly time: readonly number[]
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
  readonly volume: readonly number[]
  readonly equity: readonly (number | null)[]
  /** Fraction below the peak, 0 to 1: the deepest within the drawn bar. */
  readonly drawdown: readonly number[]
  readonly plots: readonly PagePlot[]
  readonly trades: readonly PageTrade[]
}

export interface PagePlot {
  readonly label: string
  /** Absent: over the price. */
  readonly pane?: string
  readonly values: readonly (number | null)[]
}

export interface PageTrade {
  readonly side: 'long' | 'short'
  /** Drawn bars. */
  readonly from: number
  readonly to: number
  /** Milliseconds since 1970. */
  readonly entryTime: number
  readonly exitTime: number
  readonly entryPrice: number
  readonly exitPrice: number
  readonly bars: number
  readonly quantity: number
  readonly profit: number
  readonly returnRatio: number | null
  /** Profit in units of the first risk. */
  readonly r: number | null
  readonly exit: string
  readonly open: boolean
}

/** More bars than this are drawn several in one: no screen shows them, and the page must open. */
export const MOST_DRAWN_BARS = 20_000

/** The data of a run's page. */
export function pageData(report: RunReport): PageData {
  const { bars, result, options, meta } = report
  const size = Math.max(1, Math.ceil(bars.length / MOST_DRAWN_BARS))
  const groups = Math.ceil(bars.length / size)
  const last = (column: Float64Array) => drawn(column, groups, size, bars.length, lastOf)
  const priceDecimals = decimalsOf(bars.close.subarray(0, bars.length))
  const drawdown = drawdownOf(result.equity)
  const trade = (one: Trade, open: boolean) => pageTrade(one, open, report, size)
  return {
    intraday: isIntraday(report.interval),
    timezone: report.timezone,
    symbol: options.instrument.symbol,
    cash: options.cash,
    priceDecimals,
    barsPerDrawn: size,
    time: drawn(bars.time, groups, size, bars.length, firstOf).map((instant) => instant / 1_000),
    ...drawnPrices(bars, groups, size),
    equity: rounded(last(result.equity), 100),
    drawdown: drawn(drawdown, groups, size, bars.length, maximumOf).map(
      (depth) => Math.round(depth * 1e5) / 1e5,
    ),
    plots: meta.plots.map(({ label, pane }, index) => {
      const values = last(report.plots[index]!)
      return {
        label,
        ...(pane === undefined ? {} : { pane }),
        values: rounded(values, scaleOf(values)),
      }
    }),
    trades: [
      ...result.trades.map((one) => trade(one, false)),
      ...result.open.map((one) => trade(one, true)),
    ],
  }
}

function drawnPrices(bars: Bars, groups: number, size: number) {
  const column = (values: Float64Array, pick: Pick) =>
    drawn(values, groups, size, bars.length, pick)
  return {
    open: column(bars.open, firstOf),
    high: column(bars.high, maximumOf),
    low: column(bars.low, minimumOf),
    close: column(bars.close, lastOf),
    volume: column(bars.volume, sumOf),
  }
}

function pageTrade(trade: Trade, open: boolean, report: RunReport, size: number): PageTrade {
  return {
    side: trade.side,
    from: Math.floor(trade.entryBar / size),
    to: Math.floor(trade.exitBar / size),
    entryTime: trade.entryTime,
    exitTime: trade.exitTime,
    entryPrice: trade.entryPrice,
    exitPrice: trade.exitPrice,
    bars: trade.exitBar - trade.entryBar,
    quantity: trade.quantity,
    profit: trade.profit,
    returnRatio: knownOrNull(trade.returnRatio),
    r: knownOrNull(riskMultiple(trade, report.options.instrument.multiplier)),
    exit: open ? 'still open' : exitText(trade, report.meta),
    open,
  }
}

/** What stands for the bars [from, to) of a column. */
type Pick = (column: Float64Array, from: number, to: number) => number

const firstOf: Pick = (column, from) => column[from]!
const lastOf: Pick = (column, _from, to) => column[to - 1]!
const sumOf: Pick = (column, from, to) => fold(column, from, to, (a, b) => a + b)
const maximumOf: Pick = (column, from, to) => fold(column, from, to, Math.max)
const minimumOf: Pick = (column, from, to) => fold(column, from, to, Math.min)

function fold(
  column: Float64Array,
  from: number,
  to: number,
  combine: (a: number, b: number) => number,
): number {
  let value = column[from]!
  for (let index = from + 1; index < to; index++) value = combine(value, column[index]!)
  return value
}

function drawn(
  column: Float64Array,
  groups: number,
  size: number,
  length: number,
  pick: Pick,
): number[] {
  if (size === 1) return Array.from(column.subarray(0, length))
  return Array.from({ length: groups }, (_, group) =>
    pick(column, group * size, Math.min(length, (group + 1) * size)),
  )
}

/** Steps of a unit that leave seven significant digits of the largest value. */
function scaleOf(values: readonly number[]): number {
  let largest = 0
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value)
  return 10 ** (6 - Math.floor(Math.log10(largest || 1)))
}

function rounded(values: readonly number[], scale: number): (number | null)[] {
  return values.map((value) => knownOrNull(Math.round(value * scale) / scale))
}

function knownOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
