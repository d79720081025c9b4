/**
 * The third contestant: Lockstep itself, from loaded module to metrics. What reading and compiling
 * the strategy costs is timed elsewhere. Started by bench.ts in a process of its own, with the
 * strategy's path after what every contestant is given.
 */
import { readFileSync } from 'node:fs'
import { backtest } from '../../runtime/core/backtest.ts'
import { curveOf } from '../../runtime/core/metrics/curve.ts'
import { maxDrawdown } from '../../runtime/core/metrics/max-drawdown.ts'
import { sharpe } from '../../runtime/core/metrics/sharpe.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { RunOptions } from '../../runtime/core/result.ts'
import { barsOf, measure, type Outcome, readTask } from './contestant.ts'
import { moduleOf } from './strategy.ts'

const CASH = 100_000

const args = process.argv.slice(2)
const task = readTask(args)
const module = moduleOf(readFileSync(args[4]!, 'utf8'))
const bars = barsOf(task)
const parameters = new Float64Array()
const options: RunOptions = {
  cash: CASH,
  policy: POLICIES.next_open,
  costs: module.meta.costs ?? {},
  instrument: { symbol: 'BENCH', tick: 0, lot: 1, multiplier: 1, currency: 'USD' },
}

function run(): () => Outcome {
  const result = backtest({ module, parameters, bars, options })
  const curve = curveOf(result.equity, CASH)
  const figures = {
    finalEquity: curve.end,
    maxDrawdown: maxDrawdown(curve),
    sharpe: sharpe(curve, task.periodsPerYear),
  }
  // Trades are stored as rows; objects are made of them when somebody looks.
  return () => ({ ...figures, trades: result.trades.length })
}

console.log(JSON.stringify(measure(task, run)))
