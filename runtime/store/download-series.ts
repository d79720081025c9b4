import { createHash } from 'node:crypto'
import type { Bars } from '../../stdlib/bars.ts'
import { barInterval } from '../feeds/bar-interval.ts'
import type { Adapter, DownloadRequest, Page } from '../feeds/download/adapter.ts'
import { type FetchOptions, fetchPages } from '../feeds/download/fetch-pages.ts'
import type { FeedSeries } from '../feeds/format.ts'
import { textLines } from '../feeds/lines.ts'
import type { FeedOptions } from '../feeds/options.ts'
import { type Refused, refuse } from '../feeds/problem.ts'
import { readTable } from '../feeds/table.ts'
import type { BarStore } from './bar-store.ts'
import { COLUMNS } from './chunk.ts'
import { type ImportedSeries, storeSeries } from './import-file.ts'
import { mergeBars } from './merge-bars.ts'
import { sourceOf } from './series-meta.ts'

const DAY = 86_400_000

/** What a download brought, or why it brought nothing. */
export type Downloaded = { readonly kind: 'ok'; readonly series: ImportedSeries } | Refused

/**
 * Downloads a series into the store: all of its pages first, then one transaction. What a broken
 * download has brought is kept, and the same request goes on with it.
 */
export async function downloadSeries(
  store: BarStore,
  adapter: Adapter,
  request: DownloadRequest,
  options: FetchOptions & { readonly read: FeedOptions },
): Promise<Downloaded> {
  const fetched = await fetchPages(adapter, request, options)
  if (fetched.kind === 'refused') return fetched
  const read = readPages(fetched.pages, request, options.read)
  if (read !== undefined && 'kind' in read) return read
  const within = read && between(read, request)
  if (within === undefined || within.bars.length === 0) {
    fetched.forget()
    const span = `from ${request.from} to ${request.to}`
    const message = `${adapter.title} has no bars of ${request.symbol} ${span}`
    return refuse(0, 'empty', message, 'Check the symbol, as the source writes it, and the days')
  }
  const other = otherInterval(within.bars, request)
  if (other !== undefined) {
    const message = `${adapter.title} sent bars of ${other} instead of ${request.interval.text}`
    return refuse(0, 'file', message, `Ask for --interval ${other}`)
  }
  const { symbol, interval, adjusted } = request
  const price = sourceOf(options.read)
  const identity = { symbol, interval: interval.text, source: price, adjusted }
  const content = createHash('sha256')
  for (const { table } of fetched.pages) content.update(table)
  const source = {
    path: `${new URL(adapter.first(request).url).host} (${symbol})`,
    format: adapter.name,
    contentHash: content.digest('hex'),
  }
  const series = store.atomically(() => storeSeries(store, identity, within, source))
  fetched.forget()
  return { kind: 'ok', series }
}

/** The bars of all pages; undefined where none has any. */
function readPages(
  pages: readonly Page[],
  { symbol, interval, adjusted }: DownloadRequest,
  asked: FeedOptions,
): FeedSeries | Refused | undefined {
  let whole: FeedSeries | undefined
  for (const { table, dialect, timezone, adjustedClose } of pages) {
    if (table === '') continue
    const options: FeedOptions = {
      ...(timezone === undefined ? {} : { timezone }),
      ...asked,
      symbol,
      interval,
      ...(adjusted && adjustedClose ? { adjusted } : {}),
    }
    const result = readTable(textLines(table), options, dialect)
    if (result.kind === 'refused') return result
    const [series] = result.series
    if (series) whole = whole ? joined(whole, series) : series
  }
  return whole
}

function joined(one: FeedSeries, next: FeedSeries): FeedSeries {
  const problems = [...one.report.quarantined.problems, ...next.report.quarantined.problems]
  const count = one.report.quarantined.count + next.report.quarantined.count
  return {
    bars: mergeBars(one.bars, next.bars).bars,
    report: {
      ...one.report,
      rows: one.report.rows + next.report.rows,
      notes: [...new Set([...one.report.notes, ...next.report.notes])],
      quarantined: { count, problems },
    },
    quarantine: [...one.quarantine, ...next.quarantine],
  }
}

/** The bars of the days that were asked for: some sources send all they have. */
function between(series: FeedSeries, { from, to }: DownloadRequest): FeedSeries {
  const { time, length } = series.bars
  let first = 0
  while (first < length && time[first]! < Date.parse(from)) first += 1
  let end = length
  while (end > first && time[end - 1]! >= Date.parse(to) + DAY) end -= 1
  const bars = { length: end - first } as Bars
  for (const name of COLUMNS) bars[name] = series.bars[name].slice(first, end)
  return { ...series, bars }
}

/** The length of the bars, where it is plainly not what was asked for. */
function otherInterval({ time, length }: Bars, { interval }: DownloadRequest): string | undefined {
  const measured = barInterval(time, length)
  if (measured === undefined || length < 20) return undefined
  const ratio = measured.milliseconds / interval.milliseconds
  return ratio > 2.5 || ratio < 0.4 ? measured.text : undefined
}
