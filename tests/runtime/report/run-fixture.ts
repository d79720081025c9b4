import { CONVENTIONS } from '../../../runtime/core/metrics/conventions.ts'
import type { Figure } from '../../../runtime/core/metrics/summary.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { RunOptions, RunResult, Trade } from '../../../runtime/core/result.ts'
import type { RunReport } from '../../../runtime/report/run-report.ts'
import { type Bars, emptyBars } from '../../../stdlib/bars.ts'
import type { ModuleMeta } from '../../../stdlib/module.ts'

const DAY = 86_400_000

/** A market that looks like one: the same `length` gives the same bars. */
export function walkBars(length: number, step = DAY, start = Date.UTC(2015, 0, 1)): Bars {
  const bars = emptyBars(length)
  let seed = 20_240_328
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
  let price = 100
  for (let bar = 0; bar < length; bar++) {
    const open = price * (1 + (random() - 0.5) * 0.004)
    const close = open * (1 + (random() - 0.488) * 0.025)
    bars.time[bar] = start + bar * step
    bars.open[bar] = cents(open)
    bars.close[bar] = cents(close)
    bars.high[bar] = cents(Math.max(open, close) * (1 + random() * 0.006) + 0.01)
    bars.low[bar] = cents(Math.min(open, close) * (1 - random() * 0.006) - 0.01)
    bars.volume[bar] = Math.floor(1e6 * (0.5 + random()))
    price = close
  }
  bars.length = length
  return bars
}

/** What a run of two moving averages over these bars could have come to, reckoned roughly. */
export function crossoverReport(bars: Bars, title = 'SMA crossover'): RunReport {
  const fast = average(bars, 10)
  const slow = average(bars, 30)
  const meta: ModuleMeta = {
    title,
    timeframe: '1d',
    parameters: [
      { name: 'fast', doc: '', value: 10, min: 5, max: 50, integer: true, unit: 'number' },
      { name: 'slow', doc: '', value: 30, min: 20, max: 200, integer: true, unit: 'number' },
    ],
    rules: [
      rule(0, 'enter', 'fast_ma crosses above slow_ma'),
      rule(1, 'exit', 'fast_ma < slow_ma'),
    ],
    plots: [{ label: 'fast_ma' }, { label: 'slow_ma' }, { label: 'spread', pane: 'Spread' }],
    everyBar: false,
    sourceHash: '9f2c4e1ab07d55c3e6f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7',
  }
  const options: RunOptions = {
    cash: 100_000,
    policy: POLICIES.next_open,
    costs: {
      commission: { kind: 'ibkr-fixed' },
      slippage: { kind: 'fraction', fraction: 0.0002 },
    },
    instrument: { symbol: 'WALK', tick: 0.01, lot: 1, multiplier: 1, currency: 'USD' },
  }
  const result = crossoverRun(bars, fast, slow, options.cash)
  return {
    meta,
    parameters: Float64Array.of(10, 30),
    options,
    bars,
    result,
    figures: figuresOf(result, options.cash),
    metrics: CONVENTIONS.lockstep,
    signals: [],
    plots: [fast, slow, fast.map((value, bar) => value - slow[bar]!)],
    data: 'prices/walk.csv',
    timezone: 'UTC',
    interval: '1d',
    notes: [],
    dataNotes: [],
  }
}

function crossoverRun(bars: Bars, fast: Float64Array, slow: Float64Array, cash: number): RunResult {
  const equity = new Float64Array(bars.length).fill(cash)
  const trades: Trade[] = []
  const open: Trade[] = []
  let balance = cash
  let entry = -1
  let quantity = 0
  for (let bar = 1; bar < bars.length; bar++) {
    const above = fast[bar - 1]! > slow[bar - 1]!
    if (entry < 0 && above) {
      entry = bar
      quantity = Math.floor((balance * 0.95) / bars.open[bar]!)
    } else if (entry >= 0 && !above) {
      const trade = tradeOf(bars, entry, bar, quantity, bars.open[bar]!, 'exit')
      trades.push(trade)
      balance += trade.profit
      entry = -1
    }
    equity[bar] = balance + (entry < 0 ? 0 : quantity * (bars.close[bar]! - bars.open[entry]!))
  }
  const last = bars.length - 1
  if (entry >= 0) open.push(tradeOf(bars, entry, last, quantity, bars.close[last]!, 'end'))
  return {
    equity,
    decisions: [],
    orders: [],
    fills: [],
    trades,
    open,
    borrow: 0,
    refusals: [],
    ambiguous: 2,
    settled: 5,
    barsInMarket: trades.reduce((sum, trade) => sum + trade.exitBar - trade.entryBar, 0),
    commission: trades.length * 2,
    cash: balance,
  }
}

function tradeOf(
  bars: Bars,
  entryBar: number,
  exitBar: number,
  quantity: number,
  exitPrice: number,
  exit: 'exit' | 'end',
): Trade {
  const entryPrice = bars.open[entryBar]!
  const profit = cents(quantity * (exitPrice - entryPrice) - 2)
  return {
    side: 'long',
    quantity,
    rule: 0,
    entryOrder: 0,
    exitOrder: 1,
    entryBar,
    exitBar,
    entryTime: bars.time[entryBar]!,
    exitTime: bars.time[exitBar]!,
    entryPrice,
    exitPrice,
    profit,
    commission: 2,
    borrow: 0,
    returnRatio: profit / (entryPrice * quantity),
    risk: entryPrice * 0.05,
    exit,
    exitRule: exit === 'exit' ? 1 : -1,
    adverse: 0,
    favourable: 0,
    ambiguous: false,
  }
}

function figuresOf({ equity, trades }: RunResult, cash: number): Figure[] {
  const end = equity[equity.length - 1]!
  const winners = trades.filter(({ profit }) => profit > 0).length
  return [
    { key: 'finalEquity', label: 'Final equity', value: end, format: 'money' },
    { key: 'totalReturn', label: 'Total return', value: end / cash - 1, format: 'ratio' },
    { key: 'annualReturn', label: 'Annual return', value: -0.0271, format: 'ratio' },
    { key: 'maxDrawdown', label: 'Max drawdown', value: 0.1834, format: 'ratio' },
    { key: 'sharpe', label: 'Sharpe ratio', value: 0.8312, format: 'number' },
    { key: 'profitFactor', label: 'Profit factor', value: Number.NaN, format: 'number' },
    { key: 'winRate', label: 'Win rate', value: winners / trades.length, format: 'ratio' },
    { key: 'trades', label: 'Trades', value: trades.length, format: 'count' },
    { key: 'drawdownDuration', label: 'Longest drawdown', value: 400 * DAY, format: 'duration' },
  ]
}

function rule(index: number, kind: 'enter' | 'exit', text: string): ModuleMeta['rules'][number] {
  return {
    index,
    kind,
    side: 'long',
    order: 'market',
    hasStop: kind === 'enter',
    trails: false,
    waitsToTrail: false,
    hasTarget: false,
    frozenSlots: 2,
    text,
    line: 10 + index,
  }
}

function average({ close, length }: Bars, window: number): Float64Array {
  return Float64Array.from({ length }, (_, bar) => {
    if (bar < window - 1) return Number.NaN
    let sum = 0
    for (let back = 0; back < window; back++) sum += close[bar - back]!
    return sum / window
  })
}

function cents(value: number): number {
  return Math.round(value * 100) / 100
}
