/**
 * `npm run bench`: Lockstep beside a hand-written C loop and a hand-written JavaScript loop of the
 * same strategy, then the other speeds that were promised. Results are compared before anything
 * is timed. Writes nothing but its output: what it needs lives in a temporary folder.
 *
 * Convention: each contestant runs in a fresh process, ten of each, by turns (A B C A B C …). A
 * process reads its bars, runs once (reported as cold), then warms up, then reports the median of
 * its remaining runs; a run allocates all that it returns. The table shows medians over processes.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { median, type Score } from './contestant.ts'
import { barFile, csvFile } from './files.ts'
import type { Latency } from './live-latency.ts'
import { prices } from './prices.ts'

/** From dist/bench.js. */
const ROOT = fileURLToPath(new URL('../', import.meta.url))
const SOURCES = join(ROOT, 'tests/bench')
const BUILT = join(ROOT, 'dist/bench')
const PROCESSES = 10

const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'))
try {
  await bench()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function bench(): Promise<void> {
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n`)
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['loop', 'kernels', 'single-bars', 'compile-warm', 'store', 'live-latency'].map(
      (name) => `tests/bench/${name}.ts`,
    ),
    outdir: BUILT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  })
  crossover(100_000, 400, 200)
  crossover(1_000_000, 24, 10)
  single('one bar at a time, kernels only', 'ns/bar', 150, 'single-bars', [strategy()])
  single('100-line source to runnable, warm', 'ms', 50, 'compile-warm', [
    join(SOURCES, 'hundred_lines.strat'),
  ])
  coldRun()
  const store = join(folder, 'bars.db')
  execFileSync(process.execPath, [join(BUILT, 'store.js'), 'fill', store])
  single('1,000,000 bars from the store', 'ms', 100, 'store', [store])
  liveLatency()
}

/** The three contestants on the same bars: first equal, then timed. */
function crossover(length: number, runs: number, warmup: number): void {
  const bars = join(folder, `bars-${length}`)
  writeFileSync(bars, barFile(prices(length)))
  const binary = join(folder, 'sma_crossover')
  const flags = ['-O3', '-march=native', '-o', binary, join(SOURCES, 'sma_crossover.c'), '-lm']
  execFileSync('gcc', flags)
  const task = [bars, String(runs), String(warmup), '365.2425']
  const contestants = {
    C: () => scoreOf(binary, task),
    JavaScript: () => scoreOf(process.execPath, [join(BUILT, 'loop.js'), ...task]),
    Lockstep: () => scoreOf(process.execPath, [join(BUILT, 'kernels.js'), ...task, strategy()]),
  }
  const names = Object.keys(contestants) as (keyof typeof contestants)[]
  const first = names.map((name) => contestants[name]())
  for (const other of first.slice(1)) expectSame(first[0]!, other)
  console.log(`SMA crossover, ${length.toLocaleString('en')} bars, ${first[0]!.trades} trades,`)
  console.log(`final equity ${first[0]!.finalEquity.toFixed(2)}: the same from all three`)
  const scores = new Map<string, Score[]>(names.map((name) => [name, []]))
  for (let k = 0; k < PROCESSES; k++) {
    for (const name of names) scores.get(name)?.push(contestants[name]())
  }
  const of = (name: string, field: 'ms' | 'coldMs') =>
    median((scores.get(name) ?? []).map((score) => score[field]))
  for (const name of names) {
    const [ms, cold] = [of(name, 'ms'), of(name, 'coldMs')]
    const ratio = (ms / of('C', 'ms')).toFixed(2)
    console.log(
      `  ${name.padEnd(11)}${ms.toFixed(2).padStart(8)} ms  ${ratio} × C   cold ${cold.toFixed(1)} ms`,
    )
  }
  console.log()
}

/** Trades exactly, money to the cent, the rest to 1e-9: nothing is timed that is not equal. */
function expectSame(left: Score, right: Score): void {
  const same =
    left.trades === right.trades &&
    Math.abs(left.finalEquity - right.finalEquity) < 0.005 &&
    Math.abs(left.maxDrawdown - right.maxDrawdown) < 1e-9 &&
    Math.abs(left.sharpe - right.sharpe) < 1e-9
  if (same) return
  throw new Error(`results differ:\n${JSON.stringify(left)}\n${JSON.stringify(right)}`)
}

/** A program that prints one number, ten times over. */
function single(
  label: string,
  unit: string,
  goal: number,
  program: string,
  args: readonly string[],
): void {
  const run = () => Number(execFileSync(process.execPath, [join(BUILT, `${program}.js`), ...args]))
  line(label, median(Array.from({ length: PROCESSES }, run)), unit, goal)
}

/** The whole process: from typing the command to the report on disk. */
function coldRun(): void {
  const data = join(folder, 'prices.csv')
  writeFileSync(data, csvFile(prices(10_000)))
  const report = join(folder, 'report.html')
  const command = [join(ROOT, 'dist/strat.js'), 'run', strategy(), '--data', data]
  const times = Array.from({ length: PROCESSES }, () => {
    const start = performance.now()
    execFileSync(process.execPath, [...command, '--report', report], { cwd: folder })
    return performance.now() - start
  })
  line('cold `strat run`, 10,000 bars, report', median(times), 'ms', 500)
}

/** Closed bar to order on the socket, with the disk and without. Each once: about two minutes. */
function liveLatency(): void {
  for (const mode of ['synced', 'unsynced']) {
    // Each run would be a process of its own, and wait for the disk on a thread of its own.
    const env = { ...process.env, UV_THREADPOOL_SIZE: '20' }
    const program = [join(BUILT, 'live-latency.js'), mode]
    const text = execFileSync(process.execPath, program, { encoding: 'utf8', env })
    const { closes, late, total, syncing } = JSON.parse(text) as Latency
    line(`closed bar to order, 20 runs, ${mode}, p99`, total.p99, 'ms', 5)
    const disk = `in syncs p50 ${syncing.p50.toFixed(2)} ms, p99 ${syncing.p99.toFixed(2)} ms`
    console.log(`  ${closes} closes, ${late} late, p50 ${total.p50.toFixed(2)} ms; ${disk}`)
  }
}

function line(label: string, value: number, unit: string, goal: number): void {
  const shown = `${value.toFixed(1)} ${unit}`
  console.log(`${label.padEnd(40)}${shown.padStart(14)}   goal ${goal} ${unit}`)
}

function scoreOf(command: string, args: readonly string[]): Score {
  return JSON.parse(execFileSync(command, args, { encoding: 'utf8' })) as Score
}

function strategy(): string {
  return join(SOURCES, 'sma_crossover.strat')
}
