/** What the tests of a live run are set up with: strategies, a day of prices, and one run. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import type { Broker } from '../../runtime/broker/broker.ts'
import { backtest } from '../../runtime/core/backtest.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import { recordOf } from '../../runtime/core/record.ts'
import type { InstrumentSpec, RunResult } from '../../runtime/core/result.ts'
import { randomFrom } from '../../runtime/gateway/random.ts'
import type { JournalRecord } from '../../runtime/journal/record.ts'
import { runLive } from '../../runtime/live/live.ts'
import type { LiveOptions, LiveRun } from '../../runtime/live/options.ts'
import { rebuild } from '../../runtime/live/rebuild.ts'
import { RiskLimits } from '../../runtime/live/risk-limits.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { emptyBars } from '../../stdlib/bars.ts'
import type { CostSpec, StrategyModule } from '../../stdlib/module.ts'

export const MINUTE = 60_000
export const CASH = 100_000

export const INSTRUMENT: InstrumentSpec = {
  symbol: 'SPY',
  tick: 0.01,
  lot: 1,
  multiplier: 1,
  currency: 'USD',
}

/** Longs and shorts in brackets that turn each other around. */
const BRACKETS = `
strategy "Brackets"
timeframe 1m
let fast = ema(close, 5)
let slow = ema(close, 13)
enter long when fast crosses above slow
  size risk 0.5% of equity
  stop entry_price - 1.5 * atr(10)
  target entry_price + 2R
enter short when fast crosses below slow
  size risk 0.5% of equity
  stop entry_price + 1.5 * atr(10)
  target entry_price - 1.5 * atr(10)
exit long when bars_in_trade >= 12
exit short when bars_in_trade >= 7
costs { slippage 1 tick }
`

/** Limits that wait and expire, stops that break out, several lots of a side. */
const WAITING = `
strategy "Waiting orders"
timeframe 1m
enter long "dip" when close < lowest(low, 5)[1]
  at limit close - 0.3 * atr(10)
  size 20% of equity
  stop entry_price - 2 * atr(10)
  target entry_price + atr(10)
  up to 2 entries
  expire after 3 bars
enter short "break" when close > highest(high, 8)[1] and position >= 0
  at stop low - 0.1 * atr(10)
  size 30% of equity
  stop entry_price + 1.5 * atr(10)
  expire after 4 bars
exit long "dip" when close > sma(close, 20)
exit short "break" when bars_in_trade >= 9
costs {
  commission 0.005 per share
  slippage 1 bps
}
`

/** The strategies of a live test, by name. */
export const STRATEGIES: Readonly<Record<string, () => StrategyModule>> = {
  sma_crossover: () => minutely('sma_crossover'),
  rsi_reversion: () => minutely('rsi_reversion'),
  three_down_days: () => minutely('three_down_days'),
  brackets: () => compiled(BRACKETS),
  waiting_orders: () => compiled(WAITING),
}

function minutely(name: string): StrategyModule {
  const path = join(import.meta.dirname, '../../strategies', `${name}.strat`)
  const text = readFileSync(path, 'utf8').replace('timeframe 1d', 'timeframe 1m')
  // Within a day a market order fills at the next open without saying so.
  return compiled(text.replace('  at open\n', ''))
}

export function compiled(text: string): StrategyModule {
  const { module, diagnostics } = compileText(text)
  if (module === undefined) throw new Error(JSON.stringify(diagnostics))
  return module
}

/** A day of one-minute bars that starts at 14:30 UTC, and the evening before as its history. */
export function dayOfBars(count: number, history: number, seed = 7): Bars {
  const random = randomFrom(seed)
  const bars = emptyBars(count + history)
  bars.length = count + history
  const day = Date.UTC(2026, 2, 3, 14, 30)
  let price = 100
  let drift = 0
  const cents = (value: number): number => Math.round(value * 100) / 100
  for (let k = 0; k < bars.length; k++) {
    // History ends at the close of the day before.
    bars.time[k] = day + (k - history) * MINUTE - (k < history ? 17.5 * 60 * MINUTE : 0)
    if (random() < 0.05) drift = (random() - 0.5) * 0.12
    const gap = random() < 0.1 ? (random() - 0.5) * 0.8 : 0
    const open = cents(price + gap)
    const close = cents(open + drift + (random() - 0.5) * 0.5)
    bars.open[k] = open
    bars.close[k] = close
    bars.high[k] = cents(Math.max(open, close) + random() * 0.2)
    bars.low[k] = cents(Math.min(open, close) - random() * 0.2)
    bars.volume[k] = 100 * Math.floor(1 + random() * 50)
    price = close
  }
  return bars
}

export function costsOf(module: StrategyModule): CostSpec {
  return module.meta.costs ?? { commission: { kind: 'ibkr-fixed' } }
}

/** A folder that is there for as long as `work` runs. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-live-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Starts a run through a broker in virtual time; whatever is not said is usual. */
export function startRun(
  module: StrategyModule,
  broker: Broker,
  journal: string,
  changes: Partial<LiveOptions> = {},
): LiveRun {
  return runLive({
    module,
    parameters: Float64Array.from(module.meta.parameters, ({ value }) => value),
    broker,
    account: 'DU1',
    instrument: INSTRUMENT,
    cash: CASH,
    costs: costsOf(module),
    limits: RiskLimits.parse({ expectedAccount: 'DU1' }),
    journal,
    history: 260,
    run: 't',
    version: 'test',
    virtual: true,
    ...changes,
  })
}

/** What a journal's engine came to, as a result like a backtest's. */
export function liveResult(records: readonly JournalRecord[], module: StrategyModule): RunResult {
  const { session, difference, unanswered } = rebuild(records, module)
  if (difference !== undefined) throw new Error(JSON.stringify(difference))
  if (unanswered.length > 0) throw new Error(`${unanswered.length} commands without an answer`)
  const { state } = session
  return { ...recordOf(state, 0, 0), equity: state.equity.slice(0, state.bars.length) }
}

/** The backtest of the bars that the run saw, from the bar from which it traded. */
export function backtestOf(records: readonly JournalRecord[], module: StrategyModule): RunResult {
  const { session } = rebuild(records, module)
  const cuts = records.filter((record) => record.kind === 'cut')
  const firstLive = cuts.findIndex(({ entries }) => entries !== 'history')
  return backtest({
    module,
    parameters: Float64Array.from(session.segment.parameters),
    bars: session.state.bars,
    options: {
      policy: POLICIES.next_open,
      costs: session.segment.costs,
      instrument: INSTRUMENT,
      cash: CASH,
      tradeFrom: firstLive < 0 ? cuts.length : firstLive,
    },
  })
}

/** What must be the same in both, to the last bit. */
export function essence(result: RunResult): unknown {
  const { decisions, orders, fills, trades, open, cash, commission, equity } = result
  return { decisions, orders, fills, trades, open, cash, commission, equity: [...equity] }
}
