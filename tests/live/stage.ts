/** What the tests of a live run are set up with: strategies, a day of prices, and one run. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { externText } from '../../editor/cli/extern-text.ts'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { strategyBars } from '../../editor/pipeline/strategy-bars.ts'
import { EXAMPLE_LIBRARIES } from '../../language/example.ts'
import type { Libraries } from '../../language/libraries.ts'
import type { Broker } from '../../runtime/broker/broker.ts'
import { calendarNamed } from '../../runtime/calendar/calendars.ts'
import { barPlaces } from '../../runtime/calendar/session-clock.ts'
import { slowerBars } from '../../runtime/calendar/slower-bars.ts'
import { timeframeNamed } from '../../runtime/calendar/timeframe.ts'
import { backtest } from '../../runtime/core/backtest.ts'
import { fromMicros, toMicros } from '../../runtime/core/money.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import { randomFrom } from '../../runtime/core/random.ts'
import { recordOf } from '../../runtime/core/record.ts'
import type { Fill, InstrumentSpec, RunResult, Trade } from '../../runtime/core/result.ts'
import type { PricedInstrument } from '../../runtime/gateway/options.ts'
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

/** A slower clock, the calendar, and what counts by its days. */
const CLOCKS = `strategy "Clocks"
timeframe 1m
session regular
instrument TEST stock on NYSE in USD
let trend = (close > sma(close, 4)) @ 15m
let early = time_of_day < session_open + 5h
enter long when trend and early and close crosses above sma(close, 10) and trades_today < 6
  size 40% of equity
  stop entry_price - 2 * atr(10)
exit long when not trend or minutes_to_close <= 10
`

/** Orders to a time of the day, for its close and for the next one's open; exits at a price. */
const AUCTIONS = `strategy "Auctions"
timeframe 1m
instrument TEST stock on NYSE in USD
enter long "dip" when close < lowest(low, 5)[1] and minutes_to_close > 60
  at limit close - 0.2 * atr(10)
  size 20% of equity
  stop entry_price - 3 * atr(10)
  expire gtd 14:45
enter long "late" when minutes_to_close == 15
  at close
  size 30 shares
enter long "tomorrow" when minutes_to_close == 30
  at open
  size 30 shares
exit "dip" when bars_in_trade == 2
  at limit entry_price + 0.5 * atr(10)
exit half of long when bars_in_trade == 6
  at stop close - 0.2 * atr(10)
  expire after 3 bars
exit "dip" when bars_in_trade == 25
  at close
`

/** A mode, limits of its own, and what it says. */
const GUARDED = `strategy "Guarded"
timeframe 1m
mode pace {
  from slow to fast when stdev(returns, 10) > 0.12% for 2 bars
  from fast to slow when stdev(returns, 10) < 0.1%
}
enter long when pace is slow and close crosses above sma(close, 5)
  size 60% of equity
  stop entry_price - 2 * atr(10)
exit long when pace is fast or close crosses below sma(close, 5)
risk {
  max position 30% of equity
  max orders 4 per hour
  cooldown 3 bars after 2 losses
  halt today when day_loss > 0.3%
}
alert "{symbol}: faster at {close}" when pace is fast and bars_in(pace) == 1
`

/** The same orders, with another instrument's bars, hours and days in what they wait for. */
const REFERENCES = WAITING.replace(
  'enter long "dip" when',
  `let spread = close / (close @ QQQ)
let calm = (stdev(close, 3) < 2) @ QQQ 15m
let before = prev((close > open) @ QQQ @ 1d, false) or close @ 1d > 0
enter long "dip" when (spread < sma(spread, 6) or age(close @ QQQ) == 1) and calm and before and`,
).replace('and position >= 0', 'and position >= 0 and (close < open) @ QQQ')

/** By functions of the package that comes with the language, and of a user's own. */
const EXTERNS = `
strategy "Externs"
timeframe 1m
import "technicalindicators"
import "momentum.ts"
let strength = ti.rsi(close, 5)
enter long when strength crosses above 50 and momentum.turn(close, 3) > -1
  size 10 shares
  stop entry_price - 2 * atr(10)
exit long when strength < 40
`
export const EXTERN_TEXTS: Libraries = new Map([
  ...EXAMPLE_LIBRARIES,
  ['technicalindicators', externText('technicalindicators', () => undefined, 'allow')!],
])

/** The strategies of a live test, by name. */
export const STRATEGIES: Readonly<Record<string, () => StrategyModule>> = {
  sma_crossover: () => minutely('sma_crossover'),
  rsi_reversion: () => minutely('rsi_reversion'),
  three_down_days: () => minutely('three_down_days'),
  brackets: () => compiled(BRACKETS),
  waiting_orders: () => compiled(WAITING),
  clocks: () => compiled(CLOCKS),
  guarded: () => compiled(GUARDED),
  auctions: () => compiled(AUCTIONS),
  references: () => compiled(REFERENCES),
  externs: () => compiled(EXTERNS, EXTERN_TEXTS),
}

function minutely(name: string): StrategyModule {
  const path = join(import.meta.dirname, '../../strategies', `${name}.strat`)
  const text = readFileSync(path, 'utf8').replace('timeframe 1d', 'timeframe 1m')
  // Within a day `at open` is the next one's.
  return compiled(text.replace('  at open\n', ''))
}

export function compiled(text: string, libraries?: Libraries): StrategyModule {
  const { module, diagnostics } = compileText(text, libraries)
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

/** An instrument that trades beside these bars, but not in every minute. */
export function quotedBeside({ time, length }: Bars): PricedInstrument {
  const bars = dayOfBars(length, 0, 29)
  let kept = 0
  for (let k = 0; k < length; k++) {
    if (k % 11 === 7) continue
    for (const name of ['open', 'high', 'low', 'close', 'volume'] as const)
      bars[name][kept] = bars[name][k]!
    bars.time[kept++] = time[k]!
  }
  return { symbol: 'QQQ', bars: { ...bars, length: kept }, timeframeMs: MINUTE }
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

/** What a euro comes to in dollars at the end of each bar, now and then another. */
export function dollarsByBar({ length }: Bars, seed = 3): Float64Array {
  const random = randomFrom(seed)
  let rate = 1.1
  return Float64Array.from({ length }, () => {
    if (random() < 0.2) rate += (random() - 0.5) * 0.01
    return rate
  })
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
  return {
    ...recordOf(state, { ambiguous: [], settled: 0 }, 0),
    equity: state.equity.slice(0, state.bars.length),
  }
}

/**
 * The backtest of the bars that the run saw, from the bar from which it traded. What it read beside
 * them is as the market has it stored: `stored` by symbol, the traded instrument without one.
 */
export function backtestOf(
  records: readonly JournalRecord[],
  module: StrategyModule,
  stored: readonly PricedInstrument[] = [],
): RunResult {
  const { session } = rebuild(records, module)
  const { clocks: _, sessions: __, ...seen } = session.state.bars
  const series = session.references.map((one) => {
    const bars = stored.find(({ symbol }) => symbol === (one.symbol ?? INSTRUMENT.symbol))!.bars
    return { ...one, bars: one.timeframe === '1d' ? daysOf(bars) : bars }
  })
  const { bars } = strategyBars(module.meta, seen, { calendar: 'XNYS', series })
  const cuts = records.filter((record) => record.kind === 'cut')
  const firstLive = cuts.findIndex(({ entries }) => entries !== 'history')
  return backtest({
    module,
    parameters: Float64Array.from(session.segment.parameters),
    // They are the run's own, and so are its rates.
    bars: { ...bars, ...(seen.rates && { rates: seen.rates }) },
    options: {
      policy: POLICIES.next_open,
      costs: session.segment.costs,
      instrument: session.segment.instrument,
      cash: session.segment.cash,
      tradeFrom: firstLive < 0 ? cuts.length : firstLive,
    },
  })
}

/** A vendor's days. */
function daysOf(bars: Bars): Bars {
  const calendar = calendarNamed('XNYS')!
  const days = slowerBars(calendar, timeframeNamed('1d'))
  const place = barPlaces(calendar, timeframeNamed('1m'))
  for (let k = 0; k < bars.length; k++) days.add(bars, k, place(bars.time[k]!))
  return days.bars
}

/** What must be the same in both, to the last bit. */
export function essence(result: RunResult): unknown {
  const { decisions, orders, fills, trades, open, cash, commission, equity } = result
  const whole = { fills: wholeFills(fills), cash, commission }
  // What stood over a trade that another order closed has what that one had left of it.
  const asked = orders.map((order) =>
    order.purpose === 'entry' || order.outcome !== 'cancelled' ? order : { ...order, quantity: 0 },
  )
  const same = { decisions, orders: asked, ...whole, equity: [...equity] }
  return { ...same, trades: trades.map(certain), open: open.map(certain) }
}

/** Of each order one fill: a broker tells in parts what filled at one price. */
function wholeFills(fills: readonly Fill[]): readonly Fill[] {
  const whole = new Map<string, Fill>()
  for (const fill of fills) {
    const key = `${fill.order} at ${fill.price} in ${fill.bar}`
    const { quantity = 0, commission = 0 } = whole.get(key) ?? {}
    const paid = fromMicros(toMicros(commission + fill.commission))
    whole.set(key, { ...fill, quantity: quantity + fill.quantity, commission: paid })
  }
  return [...whole.values()]
}

/** Live fills are never in doubt. */
export function certain({ ambiguous: _, ...trade }: Trade) {
  return trade
}
