import type { Trade } from '../core/result.ts'
import type { RunReport } from './run-report.ts'
import { drawdownOf } from './sparkline.ts'
import { exitText } from './words.ts'

/** Raised when a field changes its meaning or goes; new fields do not raise it. */
const FORMAT_VERSION = 1

/**
 * A run as JSON for programs: money in units of the currency, ratios as fractions, times as ISO
 * 8601 in UTC, figures without a value as null. The same run gives the same bytes.
 */
export function jsonReport(report: RunReport): string {
  const { meta, options, result, bars } = report
  const { equity } = result
  const document = {
    format: FORMAT_VERSION,
    strategy: { title: meta.title, timeframe: meta.timeframe, sourceHash: meta.sourceHash },
    parameters: Object.fromEntries(
      meta.parameters.map((parameter, index) => [parameter.name, report.parameters[index]]),
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
      costs: options.costs,
      instrument: options.instrument,
    },
    figures: Object.fromEntries(report.figures.map(({ key, value }) => [key, known(value)])),
    equity: {
      start: options.cash,
      end: known(equity[equity.length - 1] ?? options.cash),
      high: known(equity.reduce((a, b) => Math.max(a, b), options.cash)),
      low: known(equity.reduce((a, b) => Math.min(a, b), options.cash)),
      maxDrawdown: known(drawdownOf(equity).reduce((a, b) => Math.max(a, b), 0)),
      commission: result.commission,
      barsInMarket: result.barsInMarket,
      ambiguousBars: result.ambiguous,
    },
    trades: result.trades.map((trade) => tradeRecord(trade, report)),
    openTrades: result.open.map((trade) => tradeRecord(trade, report)),
    notes: report.notes,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function tradeRecord(trade: Trade, { meta }: RunReport): object {
  return {
    side: trade.side,
    quantity: trade.quantity,
    entry: { time: isoTime(trade.entryTime), bar: trade.entryBar, price: trade.entryPrice },
    exit: { time: isoTime(trade.exitTime), bar: trade.exitBar, price: trade.exitPrice },
    rule: meta.rules[trade.rule]?.tag ?? trade.rule,
    exitBy: trade.exit,
    exitRule: trade.exitRule < 0 ? null : exitText(trade, meta),
    profit: trade.profit,
    commission: trade.commission,
    returnRatio: known(trade.returnRatio),
    risk: known(trade.risk),
    adverse: known(trade.adverse),
    favourable: known(trade.favourable),
  }
}

/** JSON knows no NaN and no infinity. */
function known(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString()
}
