/**
 * The other contestant of market_orders.c: Lockstep over the same bars, one instrument after the
 * other. Started by bench.ts in a process of its own: BARS RUNS WARMUP LENGTH STRATEGY.
 */
import { readFileSync } from 'node:fs'
import { backtest } from '../../runtime/core/backtest.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { RunOptions } from '../../runtime/core/result.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { barsOf, median, readTask } from './contestant.ts'
import { barsWithin } from './prices.ts'
import { moduleOf } from './strategy.ts'

/** What both print as one line of JSON, summed over the instruments; times in milliseconds. */
export interface OrderScore {
  readonly ms: number
  readonly leastMs: number
  readonly orders: number
  readonly trades: number
  readonly finalEquity: number
  readonly commission: number
}

const args = process.argv.slice(2)
const task = readTask(args)
const length = Number(args[3])
const module = moduleOf(readFileSync(args[4]!, 'utf8'))
const all = barsOf(task)
const instruments = Array.from({ length: all.length / length }, (_, k) =>
  barsWithin(all, k * length, length),
)
const parameters = new Float64Array()
const options: RunOptions = {
  cash: 100_000,
  policy: POLICIES.next_open,
  costs: module.meta.costs ?? {},
  instrument: { symbol: 'BENCH', tick: 0, lot: 1, multiplier: 1, currency: 'USD' },
}

const run = (bars: Bars) => backtest({ module, parameters, bars, options })

const times: number[] = []
for (let k = 0; k < task.runs; k++) {
  const start = performance.now()
  for (const bars of instruments) run(bars)
  times.push(performance.now() - start)
}
const counted = times.slice(task.warmup)
const results = instruments.map(run)
const sum = (of: (result: ReturnType<typeof run>) => number) =>
  results.reduce((total, result) => total + of(result), 0)
const score: OrderScore = {
  ms: median(counted),
  leastMs: Math.min(...counted),
  orders: sum(({ orders }) => orders.length),
  trades: sum(({ trades }) => trades.length),
  finalEquity: sum(({ equity }) => equity[equity.length - 1]!),
  commission: sum(({ commission }) => commission),
}
console.log(JSON.stringify(score))
