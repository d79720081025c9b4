import type { HistogramBin } from '../core/metrics/histogram.ts'
import type { Figure } from '../core/metrics/summary.ts'
import type { Trade } from '../core/result.ts'
import type { Breakdown } from './breakdown.ts'
import type { RunReport } from './run-report.ts'
import { drawdownOf } from './sparkline.ts'
import { exitText, riskMultiple, ruleText } from './words.ts'

/** A number that is not finite, and what is absent, is an empty cell. */
export type Cell = string | number | null

/** One table of a report, for a spreadsheet or a program. */
export interface ReportTable {
  /** Also the file's name, without its ending. */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const

/** Every table of a run: money in units of the currency, ratios as fractions, times in UTC. */
export function reportTables(report: RunReport, breakdown: Breakdown): readonly ReportTable[] {
  const { days, dayFigures, trades, years, costs } = breakdown
  return [
    figureTable('figures', report.figures),
    equityTable(report, breakdown.benchmark),
    {
      name: 'monthly',
      columns: ['year', ...MONTHS.map((month) => month.toLowerCase()), 'total'],
      rows: years.map(({ year, months, total }) => [year, ...months, total]),
    },
    binTable('days', days),
    figureTable('day-figures', dayFigures),
    binTable('trade-returns', trades),
    tradeTable(report),
    { name: 'costs', columns: ['cost', 'value'], rows: Object.entries(costs) },
    {
      name: 'notes',
      columns: ['about', 'note'],
      rows: [
        ...report.notes.map((note) => ['run', note]),
        ...report.dataNotes.map((note) => ['data', note]),
      ],
    },
  ]
}

function figureTable(name: string, figures: readonly Figure[]): ReportTable {
  return {
    name,
    columns: ['key', 'label', 'value', 'format'],
    rows: figures.map(({ key, label, value, format }) => [key, label, value, format]),
  }
}

function binTable(name: string, bins: readonly HistogramBin[]): ReportTable {
  return {
    name,
    columns: ['from', 'to', 'count'],
    rows: bins.map(({ from, to, count }) => [from, to, count]),
  }
}

function equityTable({ bars, result }: RunReport, benchmark: Float64Array): ReportTable {
  const { equity } = result
  const drawdown = drawdownOf(equity)
  return {
    name: 'equity',
    columns: ['time', 'close', 'equity', 'drawdown', 'buy_and_hold'],
    rows: Array.from(equity, (value, bar) => [
      isoTime(bars.time[bar]!),
      bars.close[bar]!,
      value,
      drawdown[bar]!,
      benchmark[bar]!,
    ]),
  }
}

function tradeTable(report: RunReport): ReportTable {
  const { result, meta, options } = report
  const row = (trade: Trade, number: number, open: boolean): readonly Cell[] => [
    number,
    trade.side,
    trade.quantity,
    isoTime(trade.entryTime),
    trade.entryPrice,
    ruleText(meta, trade.rule),
    open ? null : isoTime(trade.exitTime),
    open ? null : trade.exitPrice,
    open ? 'open' : exitText(trade, meta),
    ruleText(meta, trade.exitRule),
    trade.exitBar - trade.entryBar,
    trade.profit,
    trade.returnRatio,
    riskMultiple(trade, options.instrument.multiplier),
    trade.commission,
    trade.borrow,
    trade.adverse,
    trade.favourable,
    trade.ambiguous ? 'yes' : 'no',
  ]
  const columns = [
    ...['number', 'side', 'quantity', 'entry_time', 'entry_price', 'entry_rule'],
    ...['exit_time', 'exit_price', 'exit_by', 'exit_rule', 'bars', 'profit', 'return'],
    ...['risk_multiple', 'commission', 'borrow', 'adverse', 'favourable', 'ambiguous'],
  ]
  const { trades, open } = result
  const rows = [
    ...trades.map((trade, index) => row(trade, index + 1, false)),
    ...open.map((trade, index) => row(trade, trades.length + index + 1, true)),
  ]
  return { name: 'trades', columns, rows }
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString()
}
