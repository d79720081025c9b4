import { existsSync } from 'node:fs'
import {
  type GivenSeries,
  type MissingSeries,
  missingSeries,
  seriesFor,
  seriesText,
} from '../../runtime/calendar/bar-clocks.ts'
import { refusalText } from '../../runtime/feeds/problem.ts'
import { loadBars } from '../../runtime/store/load-bars.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'
import { sampleFor } from '../server/samples.ts'
import type { RunFlags } from './run-flags.ts'
import { type NamedSeries, seriesNamed } from './series-named.ts'

/** The bars that a strategy reads besides its own, or all that is wrong with them. */
export type ReadSeries =
  | { readonly series: readonly GivenSeries[]; readonly notes: readonly string[] }
  | { readonly problems: readonly string[] }

/**
 * Reads what `--data NAME=FILE` names, and of what is missing then what the store has. Beside made-up
 * prices other instruments are made up, too.
 */
export async function readSeries(meta: ModuleMeta, flags: RunFlags): Promise<ReadSeries> {
  const problems: string[] = []
  const notes: string[] = []
  const series: GivenSeries[] = []
  const take = async (asked: NamedSeries, kept?: true) => {
    const { path, symbol, timeframe } = asked
    const store = flags.store ? {} : ({ store: false } as const)
    const loaded = await loadBars(path, { ...store, ...(timeframe && { timeframe }) })
    if (loaded.kind === 'refused') {
      if (kept === undefined) problems.push(refusalText(loaded, path))
      return
    }
    const interval = loaded.report.interval?.text ?? timeframe ?? meta.timeframe
    if (kept === undefined && timeframe !== undefined && interval !== timeframe) {
      problems.push(`${path} has bars of ${interval}, not of ${timeframe}.`)
    }
    notes.push(...loaded.notes)
    series.push({ timeframe: interval, bars: loaded.bars, ...(symbol && { symbol }) })
  }
  for (const text of flags.series ?? []) await take(seriesNamed(text)!)
  const own = flags.data === undefined || existsSync(flags.data) ? undefined : flags.data
  for (const asked of flags.store ? missingSeries(meta.clocks ?? [], series) : []) {
    const path = asked.symbol ?? own
    if (path !== undefined) await take({ path, ...asked }, true)
  }
  for (const { symbol, timeframe } of missingSeries(meta.clocks ?? [], series)) {
    if (!flags.sample || symbol === undefined) continue
    // Slower ones are made of what another has brought.
    if (seriesFor({ symbol, timeframe }, series) !== undefined) continue
    const { bars, interval } = sampleFor(timeframe, symbol)
    series.push({ timeframe: interval, bars, symbol })
    notes.push(`The prices of ${symbol} are made up, too.`)
  }
  const missing = missingSeries(meta.clocks ?? [], series)
  if (problems.length === 0) problems.push(...missing.map(missingText))
  return problems.length > 0 ? { problems } : { series, notes }
}

/** What is missing and how to bring it. */
function missingText(missing: MissingSeries): string {
  const { symbol, timeframe } = missing
  const bring =
    symbol === undefined
      ? 'or import them beside the others: strat data import FILE --symbol SYMBOL'
      : `or bring them: strat download ${symbol} --source NAME`
  return (
    `The strategy reads ${seriesText(missing)}, and nobody gave its bars. Say where they are, ` +
    `--data ${symbol ?? timeframe}=FILE, ${bring}`
  )
}
