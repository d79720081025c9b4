import { decimalsOf, numberText, quantityText } from '../../runtime/report/format.ts'
import type { SeriesEntry } from '../../runtime/store/bar-store.ts'
import { metaOf, symbolOfSeries } from '../../runtime/store/series-meta.ts'
import type { Bars } from '../../stdlib/bars.ts'
import {
  type PickFlags,
  pickSeries,
  printJson,
  seriesJson,
  seriesTime,
  seriesWords,
  withStore,
} from './data-store.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'
import { textTable } from './text-table.ts'

const ENDS = 3

/** `strat data show`: one series, its revisions, its first and its last bars. */
export function dataShowCommand(
  symbol: string,
  flags: PickFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  return withStore(terminal, (store) => {
    const picked = pickSeries(store, symbol, flags)
    if ('problem' in picked) {
      terminal.err(`${picked.problem}\n`)
      return EXIT.usage
    }
    const { entry } = picked
    const stored = store.getSeries(entry)
    if (stored.kind === 'damaged') {
      terminal.err(`${symbol}: ${stored.reason}. Import its file again.\n`)
      return EXIT.usage
    }
    const revisions = store.listRevisions(entry.key)
    if (flags.json) {
      const { notes } = metaOf(entry).report
      printJson(terminal, { ...seriesJson(entry), notes, revisions: revisions.map(seriesJson) })
      return EXIT.ok
    }
    terminal.out(`${symbolOfSeries(entry)}, ${seriesWords(entry)}: `)
    terminal.out(`${numberText(entry.length, 0)} bars\n`)
    terminal.out(
      metaOf(entry)
        .report.notes.map((note) => `  ${note}\n`)
        .join(''),
    )
    terminal.out(`\n${revisionTable(revisions)}\n${barTable(entry, stored.bars)}`)
    return EXIT.ok
  })
}

function revisionTable(revisions: readonly SeriesEntry<unknown>[]): string {
  const rows = revisions.map((entry) => [
    String(entry.revision),
    new Date(entry.storedAt).toISOString().slice(0, 16).replace('T', ' '),
    numberText(entry.length, 0),
    seriesTime(entry)(entry.last),
    metaOf(entry).path,
  ])
  return textTable(['revision', 'stored', 'bars', 'to', 'read of'], rows, ['revision', 'bars'])
}

function barTable(entry: SeriesEntry<unknown>, bars: Bars): string {
  const time = seriesTime(entry)
  const decimals = decimalsOf(bars.close)
  const row = (bar: number) => [
    time(bars.time[bar]!),
    ...[bars.open, bars.high, bars.low, bars.close].map((column) =>
      numberText(column[bar]!, decimals),
    ),
    quantityText(bars.volume[bar]!),
  ]
  const indexes = Array.from({ length: bars.length }, (_, bar) => bar)
  const rows =
    bars.length <= 2 * ENDS
      ? indexes.map(row)
      : [...indexes.slice(0, ENDS).map(row), ['…'], ...indexes.slice(-ENDS).map(row)]
  const prices = ['open', 'high', 'low', 'close', 'volume']
  return textTable(['time', ...prices], rows, prices)
}
