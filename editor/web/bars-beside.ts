import {
  type GivenSeries,
  type MissingSeries,
  seriesFor,
} from '../../runtime/calendar/bar-clocks.ts'
import { type Currencies, type PairBars, pairsOf } from '../../runtime/calendar/rates-beside.ts'
import type { MissingPrices } from '../pipeline/run-settings.ts'
import { readPrices, type SeriesEntry } from './server.ts'
import type { PagePrices } from './workers/strategy-messages.ts'

/** What a run lacks, `of` a symbol, of the prices that there are; undefined where some of it is not there. */
export async function barsBeside(
  missing: MissingPrices,
  entries: readonly SeriesEntry[],
  of: string,
): Promise<Pick<PagePrices, 'series' | 'pairs'> | undefined> {
  const { rates } = missing
  const [series, pairs] = await Promise.all([
    Promise.all(missing.series.map((clock) => seriesOf(clock, entries, of))),
    rates === undefined ? [] : pairsIn(rates, entries),
  ])
  const lacks = series.some((one) => one === undefined) || (rates && pairs.length === 0)
  return lacks ? undefined : { series: series.flatMap((one) => one ?? []), pairs }
}

async function seriesOf(
  clock: MissingSeries,
  entries: readonly SeriesEntry[],
  of: string,
): Promise<GivenSeries | undefined> {
  const there = entries.flatMap((entry) =>
    entry.interval === null ? [] : [{ symbol: entry.symbol, timeframe: entry.interval, entry }],
  )
  const fitting = seriesFor({ ...clock, symbol: clock.symbol ?? of }, there)
  const read = fitting && (await barsOf(fitting.entry))
  if (read === undefined) return undefined
  const { symbol: _, ...bars } = read
  return clock.symbol === undefined ? bars : { symbol: clock.symbol, ...bars }
}

/** The bars of one pair of the currencies, the one that the command would take. */
async function pairsIn(
  currencies: Currencies,
  entries: readonly SeriesEntry[],
): Promise<readonly PairBars[]> {
  for (const pair of pairsOf(currencies)) {
    const entry = entries.find(
      ({ symbol, source }) => source === 'store' && symbol.toUpperCase() === pair,
    )
    const read = entry && (await barsOf(entry))
    if (read !== undefined) return [read]
  }
  return []
}

/** The bars of a series as they stand beside others; undefined where there are none. */
export async function barsOf(entry: SeriesEntry): Promise<PairBars | undefined> {
  const { symbol, interval } = entry
  if (interval === null) return undefined
  const answer = await readPrices(entry)
  return 'refused' in answer ? undefined : { symbol, timeframe: interval, bars: answer.value.bars }
}
