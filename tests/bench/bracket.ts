/**
 * Prints, as JSON, what a whole strategy with a trailing stop, a target, tiered commission and
 * slippage by volume takes a bar, from the loaded module to the record of its run, in nanoseconds:
 * the least of many passes over all bars at once, and over ten parts of them, of each its least,
 * for what is over in two milliseconds is left alone by whatever else runs. STRATEGY.
 */
import { readFileSync } from 'node:fs'
import { backtest } from '../../runtime/core/backtest.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { RunOptions, RunResult } from '../../runtime/core/result.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import { barsWithin, prices } from './prices.ts'
import { moduleOf } from './strategy.ts'

export interface BracketSpeed {
  readonly bars: number
  readonly trades: number
  readonly orders: number
  /** Nanoseconds a bar. */
  readonly whole: number
  readonly inParts: number
  /** Of the parts, kernels alone. */
  readonly kernels: number
}

const BARS = 500_000
const PARTS = 10
const PASSES = 60

const module = moduleOf(readFileSync(process.argv[2]!, 'utf8'))
const bars = prices(BARS)
const parameters = new Float64Array()
const options: RunOptions = {
  cash: 100_000,
  policy: POLICIES.next_open,
  costs: module.meta.costs ?? {},
  instrument: { symbol: 'BENCH', tick: 0.01, lot: 1, multiplier: 1, currency: 'USD' },
}
const run = (over: Bars, driver: 'skip' | 'visit' = 'skip') =>
  backtest({ module, parameters, bars: over, options: { ...options, driver } })

const result = run(bars)
if (said(result) !== said(run(bars, 'visit'))) throw new Error('the drivers do not agree')

/** All that is decided, filled and booked. */
function said({ equity, orders, trades, fills, cash, commission }: RunResult): string {
  return JSON.stringify([Array.from(equity), orders, trades, fills, cash, commission])
}

function kernels(over: Bars): void {
  const bound = module.bind(parameters, over, MATH)
  bound.reserve(over.length)
  for (let from = 0; from < over.length; from += 4096)
    bound.advance(from, Math.min(over.length, from + 4096))
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

const part = BARS / PARTS
const parts = Array.from({ length: PARTS }, (_, k) => barsWithin(bars, k * part, part))
/** Nanoseconds a bar of the quickest passes, those over the parts added up. */
function least(work: (over: Bars) => void, over: readonly Bars[]): number {
  const best = over.map(() => Infinity)
  for (let pass = 0; pass < PASSES; pass++) {
    over.forEach((one, k) => {
      best[k] = Math.min(
        best[k]!,
        timed(() => work(one)),
      )
    })
  }
  return (best.reduce((sum, one) => sum + one, 0) * 1e6) / BARS
}

const speed: BracketSpeed = {
  bars: BARS,
  trades: result.trades.length,
  orders: result.orders.length,
  whole: least((over) => run(over), [bars]),
  inParts: least((over) => run(over), parts),
  kernels: least(kernels, parts),
}
console.log(JSON.stringify(speed))
