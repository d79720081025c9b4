import { join } from 'node:path'
import { intervalNamed } from '../../runtime/feeds/bar-interval.ts'
import type { Adapter, DownloadRequest } from '../../runtime/feeds/download/adapter.ts'
import { ADAPTERS } from '../../runtime/feeds/download/adapters.ts'
import { refusalText } from '../../runtime/feeds/problem.ts'
import { numberText } from '../../runtime/report/format.ts'
import type { BarStore } from '../../runtime/store/bar-store.ts'
import { downloadSeries } from '../../runtime/store/download-series.ts'
import { storePath } from '../../runtime/store/load-bars.ts'
import { identityKey, type PriceSource, sourceOf } from '../../runtime/store/series-meta.ts'
import { didYouMean } from '../pipeline/did-you-mean.ts'
import { outcomeText } from './data-import.ts'
import { printJson, withStore } from './data-store.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { type FeedFlags, feedOptions } from './feed-options.ts'
import { day, keeper } from './option-values.ts'
import { progress } from './progress.ts'
import type { Terminal } from './terminal.ts'

const DAY = 86_400_000
/** Where a series begins that the store does not have: minutes are many. */
const FIRST_DAY = '2000-01-01'
const FIRST_INTRADAY_DAYS = 30

export interface DownloadFlags extends Omit<FeedFlags, 'symbol'> {
  readonly source?: string
  readonly from?: string
  readonly to?: string
  readonly url?: string
  readonly header: readonly string[]
  readonly rows?: string
  readonly allowPrivate?: true
  readonly json?: true
}

/** `strat download`: prices of symbols from a source into the store, with the user's own key. */
export async function downloadCommand(
  symbols: readonly string[],
  flags: DownloadFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const problems: string[] = []
  const keep = keeper(problems)
  const { adjusted: _, interval: _asked, ...read } = feedOptions(flags, keep)
  const from = keep(day('--from', flags.from), undefined)
  const to = keep(day('--to', flags.to), undefined) ?? dayText(Date.now() - DAY)
  if (from !== undefined && from > to) problems.push(`--from ${from} is later than --to ${to}.`)
  const adapter = adapterOf(flags, problems)
  if (problems.length > 0 || adapter === undefined) {
    terminal.err(problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }
  return withStore(terminal, async (store) => {
    let code: ExitCode = EXIT.ok
    const results: object[] = []
    for (const symbol of symbols) {
      const request = requestOf(store, adapter, symbol, flags, sourceOf(read), from, to)
      const steps = progress(terminal)
      const downloaded = await downloadSeries(store, adapter, request, {
        folder: join(storePath(), '..', 'downloads'),
        allowPrivate: flags.allowPrivate === true,
        onPage: (page) => steps.step(`Downloading ${symbol} from ${adapter.title}, page ${page}`),
        read,
      })
      steps.done()
      if (downloaded.kind === 'refused') {
        terminal.err(`${refusalText(downloaded, symbol)}\n`)
        results.push({ symbol, problems: downloaded.problems })
        code = EXIT.usage
        continue
      }
      const { identity, length, first, last, meta, key: __, ...what } = downloaded.series
      results.push({ ...identity, ...what, length, first: iso(first), last: iso(last) })
      if (flags.json) continue
      for (const note of meta.report.notes) terminal.err(`${symbol}: ${note}\n`)
      terminal.out(
        `${symbol}, ${identity.interval}: ${numberText(length, 0)} bars from ${iso(first).slice(0, 10)} ` +
          `to ${iso(last).slice(0, 10)}: ${outcomeText({ ...what, meta })}.\n`,
      )
    }
    if (flags.json) printJson(terminal, { series: results })
    return code
  })
}

/** The source that is named, with all it needs; else `problems` tell what is lacking. */
function adapterOf(flags: DownloadFlags, problems: string[]): Adapter | undefined {
  const names = ADAPTERS.map(({ name }) => name)
  const adapter = ADAPTERS.find(({ name }) => name === flags.source)
  if (adapter === undefined) {
    const given =
      flags.source === undefined
        ? 'Say from where'
        : `--source ${flags.source}: there is no such source`
    const hint = flags.source === undefined ? '' : didYouMean(flags.source, names)
    problems.push(`${given}: --source is one of ${names.join(', ')}.${hint}`)
    return undefined
  }
  const interval = flags.interval ?? '1d'
  if (!adapter.intervals.includes(interval)) {
    problems.push(
      `${adapter.title} has no bars of ${interval}; it has ${adapter.intervals.join(', ')}.`,
    )
  }
  if (flags.adjusted && !adapter.adjusts) {
    problems.push(`${adapter.title} has one kind of prices: leave --adjusted out.`)
  }
  if (adapter.needsKey && keyOf(adapter) === undefined) {
    problems.push(`${adapter.title} needs your key: set ${adapter.keyVariable} in the environment.`)
  }
  const url = flags.url?.replace(/[{}]/g, '')
  if (adapter.name === 'http' && url === undefined) {
    problems.push('Say where: --url "https://example.com/{symbol}.csv?from={from}&to={to}".')
  }
  if (url !== undefined && !/^https?:/.test(protocolOf(url) ?? '')) {
    problems.push(`--url must be an address such as https://example.com/, not "${flags.url}".`)
  }
  for (const header of flags.header.filter((one) => !/^[\w-]+:\s*\S/.test(one))) {
    problems.push(`--header is written "Name: value", not "${header.replace(/:.*/s, ':…')}".`)
  }
  return adapter
}

function requestOf(
  store: BarStore,
  adapter: Adapter,
  symbol: string,
  flags: DownloadFlags,
  source: PriceSource,
  from: string | undefined,
  to: string,
): DownloadRequest {
  const interval = intervalNamed(flags.interval ?? '1d')!
  const adjusted = flags.adjusted === true
  const key = keyOf(adapter)
  const identity = { symbol, interval: interval.text, source, adjusted }
  const stored = store.findSeries(identityKey(identity))
  // The last stored day again: it may have been in the making.
  const next = stored && dayText(Math.min(stored.last, Date.parse(to)))
  const intraday = interval.milliseconds < DAY
  const first = intraday ? dayText(Date.parse(to) - FIRST_INTRADAY_DAYS * DAY) : FIRST_DAY
  return {
    symbol,
    interval,
    from: from ?? next ?? first,
    to,
    adjusted,
    ...(key !== undefined && { key }),
    ...(flags.url !== undefined && { url: flags.url }),
    ...(flags.rows !== undefined && { rows: flags.rows }),
    ...(flags.header.length > 0 && { headers: flags.header }),
  }
}

function keyOf({ keyVariable }: Adapter): string | undefined {
  return (keyVariable !== undefined && process.env[keyVariable]) || undefined
}

function protocolOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).protocol : undefined
}

function dayText(instant: number): string {
  return iso(instant).slice(0, 10)
}

function iso(instant: number): string {
  return new Date(instant).toISOString()
}
