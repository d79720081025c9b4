import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { BarStore, SeriesEntry } from '../../runtime/store/bar-store.ts'
import type { FileProvenance } from '../../runtime/store/load-bars.ts'
import {
  intervalOfSeries,
  seriesNamed,
  shortestSeries,
  sourceOfSeries,
  symbolOfSeries,
} from '../../runtime/store/series-meta.ts'
import { storeFailure } from '../../runtime/store/store-failure.ts'
import type { Bars } from '../../stdlib/bars.ts'
import type { Series } from './contract.ts'
import type { Sample } from './samples.ts'

/** One series that can be run over. */
export interface CatalogueEntry {
  readonly series: z.output<typeof Series>
  /** Strong: another one with every change of the bars. */
  readonly etag: string
  readonly load: () => LoadedSeries
}

export type LoadedSeries =
  | {
      readonly bars: Bars
      /** What a person must know of the prices. */
      readonly notes: readonly string[]
    }
  | { readonly problem: string }

/** The prices there are, as they are now: other commands may add to the store at any time. */
export interface SeriesCatalogue {
  readonly list: () => readonly CatalogueEntry[]
  readonly find: (id: string) => CatalogueEntry | undefined
}

type Stored = SeriesEntry<FileProvenance>

/** Raised with every change of the bytes that are sent for the same bars. */
const FORM = 'series-1'

/** What is in a store, where there is one, and samples. `warn` is told why the store fails. */
export function seriesCatalogue(
  store: BarStore | undefined,
  samples: readonly Sample[],
  warn: (problem: string) => void,
): SeriesCatalogue {
  const sampleEntries = samples.map(sampleEntry)
  const paths = new Set(samples.map(({ path }) => path))
  const list = (): readonly CatalogueEntry[] => {
    if (store === undefined) return sampleEntries
    try {
      const stored = store.listSeries() as readonly Stored[]
      const others = stored.filter(({ provenance }) => !paths.has(provenance.path))
      const entries = others.map((entry) => storedEntry(store, entry, shortestOf(entry, stored)))
      return [...entries, ...sampleEntries]
    } catch (error) {
      warn(`The store ${storeFailure(error)}.`)
      return sampleEntries
    }
  }
  return { list, find: (id) => list().find(({ series }) => series.id === id) }
}

/** The series with the shortest bars of an entry's symbol, where they are shorter than its own. */
function shortestOf(entry: Stored, all: readonly Stored[]): string | null {
  const than = intervalOfSeries(entry)
  const source = sourceOfSeries(entry)
  const alike = seriesNamed(all, symbolOfSeries(entry)).filter(
    (one) => sourceOfSeries(one) === source,
  )
  const finer = than === undefined ? undefined : shortestSeries(alike, than)
  return finer === undefined ? null : idOf(finer.key)
}

function storedEntry(store: BarStore, entry: Stored, finer: string | null): CatalogueEntry {
  const { key, length, first, last, provenance } = entry
  const { timezone, notes } = provenance.report
  const symbol = symbolOfSeries(entry)
  const interval = intervalOfSeries(entry)
  const words = [symbol, interval, timezone === 'UTC' ? undefined : timezone]
  return {
    series: {
      id: idOf(key),
      label: words.filter((word) => word !== undefined).join(' '),
      symbol,
      interval: interval ?? null,
      timezone,
      length,
      first,
      last,
      source: 'store',
      finer,
    },
    etag: etagOf(key, String(entry.revision), provenance.contentHash),
    load: () => {
      try {
        const stored = store.getSeries(entry)
        if (stored.kind === 'bars') return { bars: stored.bars, notes }
        return { problem: `${symbol} cannot be read: ${stored.reason}. Read its file again.` }
      } catch (error) {
        return { problem: `${symbol} cannot be read: the store ${storeFailure(error)}.` }
      }
    },
  }
}

function sampleEntry({ label, symbol, interval, bars }: Sample): CatalogueEntry {
  const { length, time } = bars
  const id = idOf(`sample ${label}`)
  const [first, last] = [time[0] ?? 0, time[length - 1] ?? 0]
  const series = { id, label, symbol, interval, timezone: 'UTC', length, first, last } as const
  const content = createHash('sha256')
  for (const column of [time, bars.open, bars.high, bars.low, bars.close, bars.volume]) {
    content.update(new Uint8Array(column.buffer, column.byteOffset, length * 8))
  }
  return {
    series: { ...series, source: 'sample', finer: null },
    etag: etagOf(id, content.digest('hex')),
    load: () => ({ bars, notes: [] }),
  }
}

/** A hash and no path: what is read here may be seen by whoever looks at the page. */
function idOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32)
}

function etagOf(...parts: readonly string[]): string {
  return `"${idOf([FORM, ...parts].join('\n'))}"`
}
