import type { Signal } from '../core/message.ts'
import { buyAndHold } from '../core/metrics/buy-and-hold.ts'
import type { OrderRecord, Trade } from '../core/result.ts'
import {
  type Column,
  drawn,
  firstOf,
  lastOf,
  maximumOf,
  minimumOf,
  type Stretch,
  sumOf,
} from './drawn.ts'
import { decimalsOf, isIntraday } from './format.ts'
import type { Packed } from './packed.ts'
import type { RunReport } from './run-report.ts'
import { drawdownOf } from './sparkline.ts'
import { exitText, riskMultiple, ruleLabel } from './words.ts'

/** What a chart and a trade list show of a run. In JSON, null is unknown; else NaN may be. */
export interface PageData {
  readonly intraday: boolean
  readonly timezone: string
  readonly symbol: string
  readonly cash: number
  readonly priceDecimals: number
  /** Bars of the run in one bar of these columns; 1: each is there. */
  readonly barsPerDrawn: number
  /** Seconds since 1970. */
  readonly time: ArrayLike<number>
  readonly open: ArrayLike<number>
  readonly high: ArrayLike<number>
  readonly low: ArrayLike<number>
  readonly close: ArrayLike<number>
  readonly volume: ArrayLike<number>
  readonly equity: Column
  /** Equity of holding the instrument all along. */
  readonly benchmark: Column
  /** Fraction below the peak, 0 to 1: the deepest within the drawn bar. */
  readonly drawdown: ArrayLike<number>
  readonly plots: readonly PagePlot[]
  /** Areas between two columns, over the price. */
  readonly fills: readonly { readonly from: Column; readonly to: Column }[]
  /** What alerts and marks said. */
  readonly signals: readonly Signal[]
  readonly rules: readonly PageRule[]
  readonly trades: readonly PageTrade[]
}

/** A rule as the reasons of a trade name it. */
export interface PageRule {
  readonly label: string
  /** The condition as written. */
  readonly text: string
  /** Of the strategy's text, from 1. */
  readonly line: number
}

export interface PagePlot {
  readonly label: string
  /** Absent: over the price. */
  readonly pane?: string
  readonly values: Column
}

export interface PageTrade {
  readonly side: 'long' | 'short'
  /** Bars of the columns. */
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
  /** What ended it, and the rules behind entry and exit; -1: none. */
  readonly exitBy: Trade['exit']
  readonly rule: number
  readonly exitRule: number
  readonly commission: number
  readonly borrow: number
  /** Its bars could not tell which of two orders filled first. */
  readonly ambiguous: boolean
  /** Where the stop was at first and at last, and the target; null without one, or unknown. */
  readonly firstStop: number | null
  readonly lastStop: number | null
  readonly target: number | null
  /** Worst and best open profit in all, money. */
  readonly worst: number
  readonly best: number
}

/** More bars than this are written several in one: the file stays small, and the page must open. */
export const MOST_DRAWN_BARS = 20_000

/** The same as it is written into the page. */
export type WrittenPageData = Omit<PageData, 'trades'> & { readonly trades: Packed }

/** The data of a run's page, to be written as JSON: at most 20,000 bars, rounded to what is seen. */
export function pageData(report: RunReport): PageData {
  const { bars, result } = report
  const size = Math.max(1, Math.ceil(bars.length / MOST_DRAWN_BARS))
  const all: Stretch = { from: 0, to: bars.length, size }
  const exact = exactData(report)
  const last = (column: Column) => drawn(column, all, lastOf)
  return {
    ...exact,
    barsPerDrawn: size,
    time: drawn(exact.time, all, firstOf),
    open: drawn(bars.open, all, firstOf),
    high: drawn(bars.high, all, maximumOf),
    low: drawn(bars.low, all, minimumOf),
    close: last(bars.close),
    volume: drawn(bars.volume, all, sumOf),
    equity: rounded(last(result.equity), 100),
    benchmark: rounded(last(exact.benchmark), 100),
    drawdown: drawn(exact.drawdown, all, maximumOf).map((depth) => Math.round(depth * 1e5) / 1e5),
    plots: exact.plots.map((plot) => {
      const values = last(plot.values)
      return { ...plot, values: rounded(values, scaleOf(values)) }
    }),
    fills: exact.fills.map(({ from, to }) => {
      const [first, second] = [last(from), last(to)]
      const scale = scaleOf(first)
      return { from: rounded(first, scale), to: rounded(second, scale) }
    }),
    signals: exact.signals.map((one) => ({ ...one, bar: Math.floor(one.bar / size) })),
    trades: exact.trades.map((trade) => ({
      ...trade,
      from: Math.floor(trade.from / size),
      to: Math.floor(trade.to / size),
      returnRatio: shortened(trade.returnRatio),
      r: shortened(trade.r),
      firstStop: shortened(trade.firstStop),
      worst: Math.round(trade.worst * 100) / 100,
      best: Math.round(trade.best * 100) / 100,
    })),
  }
}

/** What a chart and a list of trades need of a run. */
export type ChartedRun = Omit<RunReport, 'result'> & {
  readonly result: Pick<RunReport['result'], 'equity' | 'trades' | 'open'> &
    Partial<Pick<RunReport['result'], 'orders'>>
}

/** The same of every bar, the columns as they are: NaN is unknown. */
export function exactData(report: ChartedRun): PageData {
  const { bars, result, options, meta } = report
  const { open, high, low, close, volume } = bars
  const levels = protectiveLevels(result.orders ?? [])
  return {
    intraday: isIntraday(report.interval),
    timezone: report.timezone,
    symbol: options.instrument.symbol,
    cash: options.cash,
    priceDecimals: decimalsOf(close.subarray(0, bars.length)),
    barsPerDrawn: 1,
    time: bars.time.subarray(0, bars.length).map((instant) => instant / 1_000),
    open,
    high,
    low,
    close,
    volume,
    equity: result.equity,
    benchmark: buyAndHold(bars, options.cash, options.tradeFrom),
    drawdown: drawdownOf(result.equity),
    plots: meta.plots.flatMap((plot, index) =>
      plot.hidden ? [] : [{ ...plot, values: report.plots[index]! }],
    ),
    fills: (meta.fills ?? []).map(({ from, to }) => ({
      from: report.plots[from]!,
      to: report.plots[to]!,
    })),
    signals: report.signals,
    rules: meta.rules.map((rule) => ({
      label: ruleLabel(rule),
      text: rule.text,
      line: rule.line,
    })),
    trades: [
      ...result.trades.map((one) => pageTrade(one, false, report, levels)),
      ...result.open.map((one) => pageTrade(one, true, report, levels)),
    ],
  }
}

function pageTrade(trade: Trade, open: boolean, report: ChartedRun, levels: Levels): PageTrade {
  const { options, meta } = report
  const { multiplier } = options.instrument
  const sign = trade.side === 'long' ? 1 : -1
  const size = trade.quantity * multiplier
  return {
    side: trade.side,
    from: trade.entryBar,
    to: trade.exitBar,
    entryTime: trade.entryTime,
    exitTime: trade.exitTime,
    entryPrice: trade.entryPrice,
    exitPrice: trade.exitPrice,
    bars: trade.exitBar - trade.entryBar,
    quantity: trade.quantity,
    profit: trade.profit,
    returnRatio: knownOrNull(trade.returnRatio),
    r: knownOrNull(riskMultiple(trade, multiplier)),
    exit: open ? 'still open' : exitText(trade, meta),
    open,
    exitBy: trade.exit,
    rule: trade.rule,
    exitRule: trade.exitRule,
    commission: trade.commission,
    borrow: trade.borrow,
    ambiguous: trade.ambiguous,
    firstStop: knownOrNull(trade.entryPrice - sign * trade.risk),
    lastStop: levels(trade, open, 'stop'),
    target: levels(trade, open, 'target'),
    worst: trade.adverse * size,
    best: trade.favourable * size,
  }
}

/** Where a trade's stop or target was when the trade ended; null where orders do not tell. */
type Levels = (trade: Trade, open: boolean, purpose: 'stop' | 'target') => number | null

/** Orders name no trade: a trade's own have its rule and its quantity, and end when it ends. */
function protectiveLevels(orders: readonly OrderRecord[]): Levels {
  const key = (purpose: string, rule: number, bar: number, quantity: number) =>
    `${purpose} ${rule} ${bar} ${quantity}`
  const prices = new Map<string, number>()
  for (const { purpose, rule, outcomeBar, quantity, price } of orders) {
    if (purpose === 'stop' || purpose === 'target') {
      prices.set(key(purpose, rule, outcomeBar, quantity), price)
    }
  }
  return ({ rule, exitBar, quantity }, open, purpose) =>
    prices.get(key(purpose, rule, open ? -1 : exitBar, quantity)) ?? null
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

/** To more digits than are shown. */
function shortened(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(9))
}

function knownOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
