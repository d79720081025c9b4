import type { Figure } from '../core/metrics/summary.ts'
import type { Trade } from '../core/result.ts'
import { breakdownOf } from './breakdown.ts'
import type { RunReport } from './run-report.ts'
import { drawdownOf } from './sparkline.ts'
import { exitText, riskMultiple, ruleText } from './words.ts'

/** Raised when a field changes its meaning or goes; new fields do not raise it. */
const FORMAT_VERSION = 1

/**
 * A run as JSON for programs: money in units of the currency, ratios as fractions, times as ISO
 * 8601 in UTC, figures without a value as null. The same run gives the same bytes.
 */
export function jsonReport(report: RunReport): string {
  return `${JSON.stringify(reportDocument(report), null, 2)}\n`
}

export type ReportDocument = ReturnType<typeof reportDocument>

/** The same before it is a text; every table of it but the curve, which has a row a bar. */
export function reportDocument(report: RunReport) {
  const { meta, options, result, bars } = report
  const { years, days, dayFigures, trades, costs } = breakdownOf(report)
  const { equity } = result
  return {
    format: FORMAT_VERSION,
    strategy: { title: meta.title, timeframe: meta.timeframe, sourceHash: meta.sourceHash },
    parameters: Object.fromEntries(
      meta.parameters.map((parameter, index) => [parameter.name, report.parameters[index]!]),
    ),
    data: {
      source: report.data,
      interval: report.interval,
      bars: bars.length,
      first: bars.length > 0 ? isoTime(bars.time[0]!) : null,
      last: bars.length > 0 ? isoTime(bars.time[bars.length - 1]!) : null,
    },
    options: {
      cash: options.cash,
      policy: options.policy.name,
      endOfRun: options.endOfRun ?? options.policy.endOfRun,
      lots: options.lots ?? 'specific',
      costs: options.costs,
      instrument: options.instrument,
      ...(options.currency && { currency: options.currency }),
    },
    metrics: { ...report.metrics },
    figures: figureRecord(report.figures),
    equity: {
      start: options.cash,
      end: known(equity[equity.length - 1] ?? options.cash),
      high: known(equity.reduce((a, b) => Math.max(a, b), options.cash)),
      low: known(equity.reduce((a, b) => Math.min(a, b), options.cash)),
      maxDrawdown: known(drawdownOf(equity).reduce((a, b) => Math.max(a, b), 0)),
      commission: result.commission,
      barsInMarket: result.barsInMarket,
      ambiguousBars: result.ambiguous,
      settledBars: result.settled,
    },
    equityByDay: dailyEquity(report),
    monthly: years.map(({ year, months, total }) => ({
      ...{ year, total },
      months: months.map(known),
    })),
    days: { figures: figureRecord(dayFigures), bins: days },
    tradeReturns: trades,
    costs: { ...costs, share: known(costs.share) },
    trades: result.trades.map((trade) => tradeRecord(trade, report)),
    openTrades: result.open.map((trade) => tradeRecord(trade, report)),
    alerts: alertRecords(report),
    notes: [...report.notes, ...report.dataNotes],
  }
}

/** What alerts said, with the start of their bar. */
function alertRecords({ signals, bars }: RunReport): { time: string; text: string }[] {
  return signals
    .filter(({ kind }) => kind === 'alert')
    .map(({ bar, text }) => ({ time: isoTime(bars.time[bar]!), text }))
}

/** Equity at the last close of each day (UTC), the day as YYYY-MM-DD. */
function dailyEquity({ bars, result }: RunReport): (readonly [day: string, equity: number])[] {
  const { equity } = result
  const days = new Map<string, number>()
  for (let bar = 0; bar < equity.length; bar++)
    days.set(isoTime(bars.time[bar]!).slice(0, 10), equity[bar]!)
  return [...days]
}

function figureRecord(figures: readonly Figure[]): Record<string, number | null> {
  return Object.fromEntries(figures.map(({ key, value }) => [key, known(value)]))
}

function tradeRecord(trade: Trade, { meta, options }: RunReport) {
  return {
    side: trade.side,
    quantity: trade.quantity,
    entry: { time: isoTime(trade.entryTime), bar: trade.entryBar, price: trade.entryPrice },
    exit: { time: isoTime(trade.exitTime), bar: trade.exitBar, price: trade.exitPrice },
    rule: meta.rules[trade.rule]?.tag ?? trade.rule,
    exitBy: trade.exit,
    exitRule: trade.exitRule < 0 ? null : exitText(trade, meta),
    entryCondition: ruleText(meta, trade.rule),
    exitCondition: ruleText(meta, trade.exitRule),
    profit: trade.profit,
    commission: trade.commission,
    borrow: trade.borrow,
    returnRatio: known(trade.returnRatio),
    risk: known(trade.risk),
    adverse: known(trade.adverse),
    favourable: known(trade.favourable),
    riskMultiple: known(riskMultiple(trade, options.instrument.multiplier)),
    ambiguous: trade.ambiguous,
    ...(trade.conversion && { conversion: trade.conversion }),
  }
}

/** JSON knows no NaN and no infinity. */
function known(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString()
}
