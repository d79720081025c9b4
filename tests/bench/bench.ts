/**
 * `npm run bench`: Lockstep beside a hand-written C loop and a hand-written JavaScript loop of the
 * same strategy, then the other speeds that were promised. Results are compared before anything
 * is timed. Writes nothing but its output: what it needs lives in a temporary folder.
 *
 * Convention: each contestant runs in a fresh process, ten of each, by turns (A B C A B C …). A
 * process reads its bars, runs once (reported as cold), then warms up, then reports the median of
 * its remaining runs; a run allocates all that it returns. The table shows medians over processes.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { findBrowser } from '../browser/find-browser.mjs'
import type { BracketSpeed } from './bracket.ts'
import type { CheckSpeed } from './check-edits.ts'
import { median, type Score } from './contestant.ts'
import type { DailyFilter } from './daily-filter.ts'
import { barFile, csvFile, minuteFile } from './files.ts'
import type { Latency } from './live-latency.ts'
import type { OrderScore } from './market-orders.ts'
import { prices } from './prices.ts'
import type { StudioSpeed } from './studio.ts'

/** From dist/bench.js. */
const ROOT = fileURLToPath(new URL('../', import.meta.url))
const SOURCES = join(ROOT, 'tests/bench')
const BUILT = join(ROOT, 'dist/bench')
const PROCESSES = 10
const PROGRAMS = [
  'loop',
  'kernels',
  'market-orders',
  'bracket',
  'single-bars',
  'compile-warm',
  'check-edits',
  'daily-filter',
  'store',
  'live-latency',
  'studio',
]

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
    entryPoints: PROGRAMS.map((name) => `tests/bench/${name}.ts`),
    outdir: BUILT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  })
  crossover(100_000, 400, 200)
  crossover(1_000_000, 24, 10)
  bracket()
  marketOrders()
  single('one bar at a time, kernels only', 'ns/bar', 150, 'single-bars', [strategy()])
  single('100-line source to runnable, warm', 'ms', 50, 'compile-warm', [
    join(SOURCES, 'hundred_lines.strat'),
  ])
  checkEdits()
  dailyFilter()
  coldRun()
  memory()
  const store = join(folder, 'bars.db')
  execFileSync(process.execPath, [join(BUILT, 'store.js'), 'fill', store])
  single('1,000,000 bars from the store', 'ms', 100, 'store', [store])
  studio()
  liveLatency()
}

/** A whole strategy with a bracket that trails, tiered commission and slippage by volume. */
function bracket(): void {
  const program = [join(BUILT, 'bracket.js'), join(SOURCES, 'bracket.strat')]
  const text = execFileSync(process.execPath, program, { encoding: 'utf8' })
  const { bars, trades, orders, whole, inParts, kernels } = JSON.parse(text) as BracketSpeed
  line(`bracket that trails, ${bars.toLocaleString('en')} bars`, inParts, 'ns/bar', 40)
  const rest = `of it in kernels ${kernels.toFixed(1)}; as one run ${whole.toFixed(1)} ns/bar`
  console.log(`  ${trades} trades, ${orders} orders; ${rest}`)
}

/** A million market orders over a thousand instruments, beside a C loop with the same books. */
function marketOrders(): void {
  const length = 2_000
  const bars = join(folder, 'instruments')
  writeFileSync(bars, barFile(prices(1_000 * length)))
  const binary = compiledC('market_orders')
  const task = (runs: number) => [bars, String(runs), '2', String(length)]
  const strategyFile = join(SOURCES, 'market_orders.strat')
  const program = join(BUILT, 'market-orders.js')
  const theirs = () => ordersOf(binary, task(8))
  const ours = () => ordersOf(process.execPath, [program, ...task(8), strategyFile])
  const scores = Array.from({ length: 3 }, () => [theirs(), ours()] as const)
  const [c, own] = scores[0]!
  const same =
    c.orders === own.orders &&
    c.trades === own.trades &&
    Math.abs(c.finalEquity - own.finalEquity) < 0.005 &&
    Math.abs(c.commission - own.commission) < 0.005
  if (!same) throw new Error(`results differ:\n${JSON.stringify(c)}\n${JSON.stringify(own)}`)
  const least = (index: 0 | 1) => Math.min(...scores.map((score) => score[index].leastMs))
  const label = `${own.orders.toLocaleString('en')} market orders, 1,000 instruments`
  line(label, least(1) / least(0), '× C', 3)
  const middle = (index: 0 | 1) => median(scores.map((score) => score[index].ms))
  console.log(
    `  least ${least(1).toFixed(0)} and ${least(0).toFixed(0)} ms, ` +
      `medians ${middle(1).toFixed(0)} and ${middle(0).toFixed(0)} ms`,
  )
}

function ordersOf(command: string, args: readonly string[]): OrderScore {
  return JSON.parse(execFileSync(command, args, { encoding: 'utf8' })) as OrderScore
}

/** The most that `strat run` holds over a million bars: from its file, and from the store. */
function memory(): void {
  const data = join(folder, 'minutes.csv')
  writeFileSync(data, minuteFile(prices(1_000_000)))
  const strategyFile = join(folder, 'minutes.strat')
  const text = readFileSync(join(SOURCES, 'bracket.strat'), 'utf8')
  writeFileSync(strategyFile, text.replace('timeframe 1d', 'timeframe 1m'))
  const tell = 'process.on("exit",()=>console.error(process.resourceUsage().maxRSS))'
  const args = ['--import', `data:text/javascript,${tell}`, join(ROOT, 'dist/strat.js'), 'run']
  for (const from of ['its file, the first time', 'the store']) {
    const task = [...args, strategyFile, '--data', data]
    const { stderr, status } = spawnSync(process.execPath, task, { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    const kilobytes = Number(stderr.trim().split('\n').at(-1))
    line(`memory of 1,000,000 bars from ${from}`, kilobytes / 1024, 'MB', 200)
  }
}

/** A text of a thousand lines, whole and after an edit. */
function checkEdits(): void {
  const program = [join(BUILT, 'check-edits.js'), join(SOURCES, 'hundred_lines.strat')]
  const text = execFileSync(process.execPath, program, { encoding: 'utf8' })
  const { full, edit } = JSON.parse(text) as CheckSpeed
  line('check of 1,000 lines, whole, warm', full.p50, 'ms', 60)
  line('the same after an edit, p95', edit.p95, 'ms', 10)
  console.log(
    `  p50 ${edit.p50.toFixed(1)} ms, whole p95 ${full.p95.toFixed(0)} ms; load ${loadavg()[0]!.toFixed(1)} on ${cpus().length}`,
  )
}

/** A daily filter inside an hourly strategy, beside the strategy without it. */
function dailyFilter(): void {
  const speeds = Array.from({ length: PROCESSES }, () => {
    const text = execFileSync(process.execPath, [join(BUILT, 'daily-filter.js')], {
      encoding: 'utf8',
    })
    return JSON.parse(text) as DailyFilter
  })
  const of = (name: keyof DailyFilter) => median(speeds.map((speed) => speed[name]))
  const label = `a daily filter on ${of('bars').toLocaleString('en')} hours`
  line(label, of('with') / of('without'), '×', 1.2)
  console.log(`  its days are made once for all runs: ${of('making').toFixed(1)} ms`)
}

/** The page in Chromium, where there is one. */
function studio(): void {
  if (findBrowser('chromium') === undefined) {
    console.log('the page: skipped, for there is no Chromium')
    return
  }
  const text = execFileSync(process.execPath, [join(BUILT, 'studio.js')], { encoding: 'utf8' })
  const { edit, slider, usable } = JSON.parse(text) as StudioSpeed
  line('key to new curve, 50,000 bars, p50', edit.p50, 'ms', 100)
  line('slider to new curve, 50,000 bars, p50', slider.p50, 'ms', 100)
  console.log(`  p95: key ${edit.p95.toFixed(0)} ms, slider ${slider.p95.toFixed(0)} ms`)
  line('page usable, on loopback', usable, 'ms', 2_000)
}

/** The three contestants on the same bars: first equal, then timed. */
function crossover(length: number, runs: number, warmup: number): void {
  const bars = join(folder, `bars-${length}`)
  writeFileSync(bars, barFile(prices(length)))
  const binary = compiledC('sma_crossover')
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

/** A program of this folder, built. */
function compiledC(name: string): string {
  const binary = join(folder, name)
  execFileSync('gcc', ['-O3', '-march=native', '-o', binary, join(SOURCES, `${name}.c`), '-lm'])
  return binary
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
