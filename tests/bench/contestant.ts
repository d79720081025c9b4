import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Bars } from '../../stdlib/bars.ts'

/** What a contestant's process prints as one line of JSON. Times in milliseconds. */
export interface Score {
  /** The first run of the process. */
  readonly coldMs: number
  /** The median of the runs after warm-up. */
  readonly ms: number
  readonly trades: number
  readonly finalEquity: number
  readonly maxDrawdown: number
  readonly sharpe: number
}

export interface Outcome {
  readonly trades: number
  readonly finalEquity: number
  readonly maxDrawdown: number
  readonly sharpe: number
}

export interface Task {
  readonly open: Float64Array
  readonly close: Float64Array
  readonly runs: number
  readonly warmup: number
  readonly periodsPerYear: number
}

/** Reads what every contestant is started with: BARS RUNS WARMUP PERIODS_PER_YEAR. */
export function readTask(args: readonly string[]): Task {
  const [path, runs, warmup, periodsPerYear] = args
  if (path === undefined) throw new Error('usage: BARS RUNS WARMUP PERIODS_PER_YEAR')
  const length = statSync(path).size / 16
  const open = new Float64Array(length)
  const close = new Float64Array(length)
  const file = openSync(path, 'r')
  readSync(file, open, 0, length * 8, 0)
  readSync(file, close, 0, length * 8, length * 8)
  closeSync(file)
  return {
    open,
    close,
    runs: Number(runs),
    warmup: Number(warmup),
    periodsPerYear: Number(periodsPerYear),
  }
}

/** Daily bars with these opens and closes, and nothing beyond the two. */
export function barsOf({ open, close }: Task): Bars {
  const length = close.length
  const extreme = (pick: (a: number, b: number) => number) =>
    close.map((price, i) => pick(price, open[i]!))
  const high = extreme(Math.max)
  const low = extreme(Math.min)
  const time = close.map((_, i) => i * 86_400_000)
  const volume = new Float64Array(length).fill(1_000_000)
  return { length, time, open, high, low, close, volume }
}

/**
 * Times `run` as every contestant is timed: cold once, then the median of the warm runs. A run
 * leaves its curve, trades and figures stored; what they are is asked for afterwards.
 */
export function measure(task: Task, run: () => () => Outcome): Score {
  const times: number[] = []
  let outcome: (() => Outcome) | undefined
  for (let k = 0; k < task.runs; k++) {
    const start = performance.now()
    outcome = run()
    times.push(performance.now() - start)
  }
  return { coldMs: times[0]!, ms: median(times.slice(task.warmup)), ...outcome!() }
}

/** The middle of the sorted values (the upper one of two). */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
