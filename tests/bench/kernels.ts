/**
 * The third contestant: Lockstep itself, from bound module to metrics. Reading and compiling the
 * strategy is timed elsewhere. Started by bench.ts in a process of its own.
 */
import { readFileSync } from 'node:fs'
import { backtest } from '../../runtime/core/backtest.ts'
import { maxDrawdown } from '../../runtime/core/metrics/max-drawdown.ts'
import { sharpe } from '../../runtime/core/metrics/sharpe.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import { measure, type Outcome, readTask } from './contestant.ts'
import { moduleOf } from './strategy.ts'

const args = process.argv.slice(2)
const task = readTask(args)
const module = moduleOf(readFileSync(args[4]!, 'utf8'))

function run(): Outcome {
  const result = backtest({ module, parameters, bars, options })
  return result
}

console.log(JSON.stringify(measure(task, run)))
