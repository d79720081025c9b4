import { refusalText } from '../../runtime/feeds/problem.ts'
import { readInstruments } from '../../runtime/instruments/read-instruments.ts'
import type { RunReport } from '../../runtime/report/run-report.ts'
import { loadBars } from '../../runtime/store/load-bars.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { brokenRequires } from '../pipeline/broken-requires.ts'
import { type RunPrices, runStrategy } from '../pipeline/run-strategy.ts'
import { sampleFor } from '../server/samples.ts'
import { barsBetween } from './bars-between.ts'
import { readFiner } from './read-finer.ts'
import { readRates } from './read-rates.ts'
import { readSeries } from './read-series.ts'
import type { RunFlags } from './run-flags.ts'
import { type RunSettings, readRunOptions } from './run-options.ts'

/** A run that was made, or all that is wrong with what was asked. */
export type MadeRun = { readonly report: RunReport } | { readonly problems: readonly string[] }

/** Makes the run that options ask for; `step` is told what is being done. */
export async function makeRun(
  module: StrategyModule,
  flags: RunFlags,
  step: (text: string) => void,
): Promise<MadeRun> {
  const known = await readInstruments(flags.instruments)
  if (known.kind === 'refused') return known
  const read = readRunOptions(flags, module.meta, known.instruments)
  if ('problems' in read) return read
  const { settings } = read
  const broken = brokenRequires(module, settings.parameters)
  if (broken.length > 0) return { problems: broken }
  const prices = await pricesOf(settings, module.meta.timeframe, flags.store, step)
  if ('problem' in prices) return { problems: [prices.problem] }
  const others = await readSeries(module.meta, flags)
  if ('problems' in others) return others
  const shorter = await readFiner(flags, settings, prices.interval ?? module.meta.timeframe)
  if ('problems' in shorter) return shorter
  const converted = await readRates(flags, settings.options, prices.bars)
  if ('problems' in converted) return converted
  const notes = [...prices.notes, ...others.notes]
  const all = { ...prices, series: others.series, ...shorter, ...converted, notes }
  step(`Running over ${prices.bars.length.toLocaleString('en-US')} bars`)
  return { report: runStrategy(module, settings, all) }
}

async function pricesOf(
  { prices, read, from, to, calendar }: RunSettings,
  timeframe: string,
  keep: boolean,
  step: (text: string) => void,
): Promise<RunPrices | { readonly problem: string }> {
  const sessions = calendar === undefined ? {} : { calendar }
  if (prices.kind === 'sample') {
    const { label, interval, bars } = sampleFor(timeframe)
    const within = barsBetween(bars, from, to, 'UTC')
    if (within.length === 0) return { problem: noBars(label, bars, from, to) }
    return { bars: within, name: label, timezone: 'UTC', interval, notes: [], ...sessions }
  }
  const { path } = prices
  step(`Reading ${path}`)
  const loaded = await loadBars(path, { read, timeframe, ...(keep ? {} : { store: false }) })
  if (loaded.kind === 'refused') return { problem: refusalText(loaded, path) }
  const { timezone, interval, notes } = loaded.report
  const bars = barsBetween(loaded.bars, from, to, timezone)
  if (bars.length === 0) return { problem: noBars(path, loaded.bars, from, to) }
  return {
    bars,
    name: path,
    timezone,
    interval: interval?.text,
    notes: [...notes, ...loaded.notes],
    ...sessions,
  }
}

function noBars(
  name: string,
  { time, length }: RunPrices['bars'],
  from: string | undefined,
  to: string | undefined,
): string {
  const asked = `${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`
  const day = (bar: number) => new Date(time[bar]!).toISOString().slice(0, 10)
  return `${name} has no bars${asked}: it goes from ${day(0)} to ${day(length - 1)}.`
}
