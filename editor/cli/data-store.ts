import { isIntraday, timeFormat } from '../../runtime/report/format.ts'
import { type BarStore, openStore, type SeriesEntry } from '../../runtime/store/bar-store.ts'
import { storePath } from '../../runtime/store/load-bars.ts'
import {
  intervalOfSeries,
  isImported,
  metaOf,
  seriesNamed,
  symbolOfSeries,
} from '../../runtime/store/series-meta.ts'
import { storeFailure } from '../../runtime/store/store-failure.ts'
import { didYouMean } from '../pipeline/did-you-mean.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

/** Which series of a symbol, where there are several. */
export interface PickFlags {
  readonly interval?: string
  readonly quote?: string
  readonly adjusted?: true
  readonly json?: true
}

/** Does some work on the store; a store that cannot be used is told. */
export async function withStore(
  terminal: Terminal,
  work: (store: BarStore) => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  const opened = await openStore(storePath())
  if (opened.kind === 'unavailable') {
    terminal.err(`The prices cannot be used: ${opened.reason}.\n`)
    return EXIT.usage
  }
  try {
    return await work(opened.store)
  } catch (error) {
    terminal.err(`The prices cannot be used: the store ${storeFailure(error)}.\n`)
    return EXIT.usage
  } finally {
    opened.store.close()
  }
}

/** The one series that symbol and flags name, or why there is none. */
export function pickSeries(
  store: BarStore,
  symbol: string,
  flags: PickFlags,
): { readonly entry: SeriesEntry<unknown> } | { readonly problem: string } {
  const entries = store.listSeries()
  const named = seriesNamed(entries, symbol)
  if (named.length === 0) {
    const hint = didYouMean(symbol, [...new Set(entries.map(symbolOfSeries))])
    return {
      problem: `There are no prices of ${symbol}.${hint} strat data list tells what there is.`,
    }
  }
  const imported = named.filter(isImported)
  // A copy of a file counts where nothing was imported.
  const candidates = imported.length > 0 ? imported : named.slice(0, 1)
  const fitting = candidates.filter((entry) => {
    const { source = 'trades', adjusted = false } = metaOf(entry).identity ?? {}
    return (
      (flags.interval === undefined || intervalOfSeries(entry) === flags.interval) &&
      (flags.quote === undefined || source === flags.quote) &&
      (flags.adjusted === undefined || adjusted)
    )
  })
  const [only, ...others] = fitting
  if (only !== undefined && others.length === 0) return { entry: only }
  const there = (fitting.length > 0 ? fitting : candidates).map(seriesWords).join('; ')
  const which = fitting.length > 0 ? 'Say which of its series' : 'It has no such series'
  return { problem: `${symbol}: ${which}, by --interval, --quote or --adjusted: ${there}.` }
}

/** A series in words: `1d, adjusted`. */
export function seriesWords(entry: SeriesEntry<unknown>): string {
  const { identity } = metaOf(entry)
  const words = [intervalOfSeries(entry) ?? 'one bar']
  if (identity !== undefined && identity.source !== 'trades') words.push(identity.source)
  if (identity?.adjusted) words.push('adjusted')
  if (identity === undefined) words.push('as last read for a run')
  return words.join(', ')
}

/** Writes the instants of a series: days, or minutes of UTC. */
export function seriesTime(entry: SeriesEntry<unknown>): (instant: number) => string {
  return timeFormat(isIntraday(intervalOfSeries(entry) ?? '1m'), 'UTC')
}

/** A series for `--json`. */
export function seriesJson(entry: SeriesEntry<unknown>): object {
  const { identity, format, path } = metaOf(entry)
  return {
    symbol: symbolOfSeries(entry),
    interval: intervalOfSeries(entry) ?? null,
    source: identity?.source ?? 'trades',
    adjusted: identity?.adjusted ?? false,
    imported: identity !== undefined,
    format: format ?? null,
    bars: entry.length,
    first: new Date(entry.first).toISOString(),
    last: new Date(entry.last).toISOString(),
    revision: entry.revision,
    path,
    storedAt: new Date(entry.storedAt).toISOString(),
  }
}

/** Prints one JSON value. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value, null, 2)}\n`)
}
