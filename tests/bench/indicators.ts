/**
 * `npm run bench:indicators`: our kernels beside TA-Lib in C and three JavaScript libraries, over
 * 1,000,000 bars. Needs gcc and, not among the project's own dependencies,
 * `npm install --no-save talib trading-signals @ixjb94/indicators`. The last values are compared
 * first. Ours and TA-Lib's run by turns over the same bars, in blocks of 8,192 as in a backtest and
 * into columns that are already there; of every block the best pass counts, for whatever else the
 * machine does only adds to it. Of the other libraries the best of two whole passes counts; one
 * that is not there is left out. With words after the command only those functions are run.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from '../../compiler/compile.ts'
import { load } from '../../compiler/load.ts'
import { checkText } from '../../editor/pipeline/check-text.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import { seeded } from '../parity/random.ts'
import { median } from './contestant.ts'
import { OTHERS, type Other } from './indicators-others.ts'
import { prices } from './prices.ts'

const BARS = 1_000_000
/** As a backtest does it. */
const BLOCK = 8192
/** Turns, and passes a turn. */
const TURNS = 3
const PASSES = 10
/** From dist/indicators.js. */
const ROOT = fileURLToPath(new URL('../', import.meta.url))
const TALIB = join(ROOT, 'node_modules/talib/src/lib')

/** Names as in talib.c; their value is made as theirs is where conventions differ. */
const OURS: Readonly<Record<string, string>> = {
  sma: 'sma(30)',
  ema: 'ema(30)',
  wma: 'wma(30)',
  dema: 'dema(30)',
  tema: 'tema(30)',
  trima: 'trima(30)',
  kama: 'kama(30)',
  t3: 't3(close)',
  mama: 'mama(close).line',
  bollinger: 'bollinger().upper',
  midpoint: 'midpoint(14)',
  midprice: 'midprice(14)',
  psar: 'psar()',
  highest: 'highest(close, 30)',
  lowest: 'lowest(close, 30)',
  highestbars: 'bar_index - highestbars(close, 30)',
  sum: 'sum(close, 30)',
  stdev: 'stdev(20)',
  variance: 'variance(20)',
  correlation: 'correlation(close, open, 30)',
  linreg: 'linreg(14)',
  slope: 'slope(14)',
  tsf: 'tsf(14)',
  rsi: 'rsi(14)',
  macd: 'macd().line',
  stoch: 'stoch(14, 3, 3).k',
  stochrsi: 'stochrsi(close, 14, 14, 1, 3).k',
  cci: 'cci(20)',
  mfi: 'mfi(14)',
  willr: 'willr(14)',
  uo: 'uo()',
  mom: 'mom(10)',
  roc: 'roc(10)',
  trix: '100 * trix(30).line',
  apo: 'apo(12, 26)',
  bop: 'bop()',
  aroon: 'aroon(14).down',
  dmi: 'dmi(14).dx',
  adx: 'adx(14)',
  tr: 'tr()',
  atr: 'atr(14)',
  natr: '100 * natr(14)',
  obv: 'obv()',
  adl: 'adl()',
  adosc: 'adosc(3, 10)',
  hilbert: 'hilbert(close).period',
  cdl_doji: 'cdl_doji()',
  cdl_engulfing: 'cdl_engulfing()',
  cdl_3whitesoldiers: 'cdl_3whitesoldiers()',
  cdl_morningstar: 'cdl_morningstar()',
}

/** Functions whose other results TA-Lib computes as well. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  bollinger: ['bollinger().middle', 'bollinger().lower'],
  macd: ['macd().signal', 'macd().histogram'],
  stoch: ['stoch(14, 3, 3).d'],
  stochrsi: ['stochrsi(close, 14, 14, 1, 3).d'],
  aroon: ['aroon(14).up'],
  mama: ['mama(close).following'],
}

interface Timed {
  readonly nanoseconds: number
  readonly last: number
}

const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'))
try {
  await bench()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function bench(): Promise<void> {
  const load = loadavg()[0]!.toFixed(1)
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, load ${load}`)
  const bars = withVolume(prices(BARS))
  const c = existsSync(TALIB) ? talib(bars) : undefined
  const others = await OTHERS(bars)
  console.log(`nanoseconds a bar; × is ours ÷ theirs\n`)
  const names = ['TA-Lib C', ...others.map(({ name }) => name)]
  console.log(`${'ours'.padStart(28)}${names.map((name) => name.padStart(26)).join('')}`)
  const ratios = names.map((): number[] => [])
  const only = process.argv.slice(2)
  for (const [name, strat] of Object.entries(OURS)) {
    if (only.length > 0 && !only.includes(name)) continue
    const ours = kernel([strat, ...(MORE[name] ?? [])], bars)
    const [own, theirs] = byTurns(ours, () => c?.(name))
    // TA-Lib's OBV begins with the first bar's volume, ours with nothing.
    const ahead = name === 'obv' ? bars.volume[0]! : 0
    if (theirs !== undefined) expectNear(name, own.last + ahead, theirs.last)
    const times = [theirs?.nanoseconds, ...others.map((other) => timed(other, name))]
    const cells = times.map((time, k) => {
      if (time === undefined) return ''.padStart(26)
      ratios[k]!.push(own.nanoseconds / time)
      const ratio = (own.nanoseconds / time).toFixed(2)
      return `${time.toFixed(1).padStart(16)}  ×${ratio.padStart(6)} `
    })
    console.log(`${name.padEnd(20)}${own.nanoseconds.toFixed(1).padStart(8)}${cells.join('')}`)
  }
  ratios.forEach((all, k) => {
    if (all.length === 0) return
    const above = all.filter((ratio) => ratio > 2).length
    console.log(
      `median × ${names[k]}: ${median(all).toFixed(2)} of ${all.length}, ${above} above 2`,
    )
  })
}

/** The best of each. */
function byTurns(
  ours: () => Timed,
  theirs: () => Timed | undefined,
): readonly [Timed, Timed | undefined] {
  const best = (a: Timed | undefined, b: Timed | undefined) =>
    a === undefined || (b !== undefined && b.nanoseconds < a.nanoseconds) ? b : a
  let found: readonly [Timed, Timed | undefined] = [ours(), theirs()]
  for (let turn = 1; turn < TURNS; turn++) {
    found = [best(found[0], ours())!, best(found[1], theirs())]
  }
  return found
}

function withVolume(bars: Bars): Bars {
  const random = seeded(7)
  for (let i = 0; i < bars.length; i++) bars.volume[i] = 1000 + Math.floor(random.next() * 9000)
  return bars
}

/** Compiles the expressions; each call passes over the bars a few times. */
function kernel(expressions: readonly string[], bars: Bars): () => Timed {
  const plots = expressions.map((expression) => `plot ${expression}\n`).join('')
  const source = `strategy "bench"\ntimeframe 1d\n${plots}`
  const { program, diagnostics } = checkText(source)
  if (program === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '))
  const bound = load(compile(program, source).javascript).bind(new Float64Array(), bars, MATH)
  const fresh = bound.memory.slice()
  bound.advancePlots(0, BARS)
  return () => {
    const best = new Float64Array(Math.ceil(BARS / BLOCK)).fill(Number.POSITIVE_INFINITY)
    for (let pass = 0; pass < PASSES; pass++) {
      bound.memory.set(fresh)
      best.forEach((time, block) => {
        const from = block * BLOCK
        const start = performance.now()
        bound.advancePlots(from, Math.min(from + BLOCK, BARS))
        best[block] = Math.min(time, performance.now() - start)
      })
    }
    const nanoseconds = (best.reduce((a, b) => a + b) * 1e6) / BARS
    return { nanoseconds, last: bound.plots[0]![BARS - 1]! }
  }
}

/** Builds TA-Lib's contestant; each call has it run one of its functions. */
function talib(bars: Bars): (name: string) => Timed | undefined {
  const path = join(folder, 'bars')
  const columns = [bars.open, bars.high, bars.low, bars.close, bars.volume]
  writeFileSync(path, Buffer.concat(columns.map((column) => new Uint8Array(column.buffer))))
  const binary = join(folder, 'talib')
  const libraries = ['func', 'common', 'libc', 'abstract'].map((part) =>
    join(TALIB, `lib/libta_${part}_csr.a`),
  )
  const source = join(ROOT, 'tests/bench/talib.c')
  const flags = ['-O3', '-march=native', '-w', '-I', join(TALIB, 'include'), '-o', binary, source]
  execFileSync('gcc', [...flags, '-Wl,--start-group', ...libraries, '-Wl,--end-group', '-lm'])
  return (name) => {
    const line = execFileSync(binary, [path, `${BLOCK}`, `${PASSES}`, name], { encoding: 'utf8' })
    if (line === '') return undefined
    const [nanoseconds, last] = line.split(' ').map(Number)
    return { nanoseconds: nanoseconds!, last: last! }
  }
}

function timed(other: Other, name: string): number | undefined {
  const run = other.runs[name]
  if (run === undefined) return undefined
  const times = Array.from({ length: 2 }, () => {
    const start = performance.now()
    run()
    return ((performance.now() - start) * 1e6) / BARS
  })
  return Math.min(...times)
}

/** After a million bars no start shows any more. */
function expectNear(name: string, ours: number, theirs: number): void {
  const apart = Math.abs(ours - theirs)
  if (apart <= 1e-6 * Math.max(1, Math.abs(theirs))) return
  throw new Error(`${name}: ${ours} is not ${theirs}`)
}
