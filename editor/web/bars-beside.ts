import {
  type GivenSeries,
  type MissingSeries,
  seriesFor,
} from '../../runtime/calendar/bar-clocks.ts'
import { readPrices, type SeriesEntry } from './server.ts'

/** Bars that a strategy reads beside its own, `of` a symbol, of the prices that there are; none where none fit. */
export async function barsBeside(
  missing: readonly MissingSeries[],
  entries: readonly SeriesEntry[],
  of: string,
): Promise<readonly GivenSeries[]> {
  const there = entries.flatMap((entry) =>
    entry.interval === null ? [] : [{ symbol: entry.symbol, timeframe: entry.interval, entry }],
  )
  const found = missing.map(async (clock): Promise<readonly GivenSeries[]> => {
    const fitting = seriesFor({ ...clock, symbol: clock.symbol ?? of }, there)
    if (fitting === undefined) return []
    const answer = await readPrices(fitting.entry)
    if ('refused' in answer) return []
    const { symbol } = clock
    const { timeframe } = fitting
    return [{ ...(symbol && { symbol }), timeframe, bars: answer.value.bars }]
  })
  return (await Promise.all(found)).flat()
}
