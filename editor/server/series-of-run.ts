import type { z } from 'zod'
import type { AskRun } from './contract.ts'
import type { RunSeries } from './runner.ts'
import type { CatalogueEntry, SeriesCatalogue } from './series-catalogue.ts'

type Asked = Pick<z.output<typeof AskRun>, 'series' | 'beside' | 'rates' | 'finer' | 'currency'>

/** The series that a request names, or means without a name; undefined where one is not there. */
export function seriesOfRun(catalogue: SeriesCatalogue, asked: Asked): RunSeries | undefined {
  const all = catalogue.list()
  const find = (id: string) => all.find(({ series }) => series.id === id)
  const entry = find(asked.series)
  if (entry === undefined) return undefined
  const finerId =
    asked.finer === 'none' ? undefined : (asked.finer ?? entry.series.finer ?? undefined)
  const finer = finerId === undefined ? undefined : find(finerId)
  const beside = asked.beside.flatMap((id) => find(id) ?? [])
  const pairs =
    asked.rates === undefined
      ? all.filter(({ series }) => isPairOf(series, asked.currency))
      : all.filter(({ series }) => series.id === asked.rates)
  const lost = finerId !== undefined && finer === undefined
  const unknown = asked.rates !== undefined && pairs.length === 0
  if (lost || unknown || beside.length < asked.beside.length) return undefined
  return { entry, beside, pairs: firstOfEach(pairs), ...(finer && { finer }) }
}

function isPairOf(
  { symbol, source }: CatalogueEntry['series'],
  currency: string | undefined,
): boolean {
  if (currency === undefined || source !== 'store' || symbol.length !== 6) return false
  const pair = symbol.toUpperCase()
  return pair.startsWith(currency) || pair.endsWith(currency)
}

/** Of each pair the one that the command would take: the first that is listed. */
function firstOfEach(entries: readonly CatalogueEntry[]): readonly CatalogueEntry[] {
  const pairs = new Map<string, CatalogueEntry>()
  for (const entry of entries) {
    const pair = entry.series.symbol.toUpperCase()
    if (!pairs.has(pair)) pairs.set(pair, entry)
  }
  return [...pairs.values()]
}
