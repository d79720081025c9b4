import { numberText } from '../../runtime/report/format.ts'
import { metaOf, symbolOfSeries } from '../../runtime/store/series-meta.ts'
import { printJson, seriesJson, seriesTime, seriesWords, withStore } from './data-store.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'
import { textTable } from './text-table.ts'

/** `strat data list`: the series of the store. */
export function dataListCommand(
  flags: { readonly json?: true },
  terminal: Terminal,
): Promise<ExitCode> {
  return withStore(terminal, (store) => {
    const entries = [...store.listSeries()].sort((a, b) =>
      symbolOfSeries(a) < symbolOfSeries(b) ? -1 : 1,
    )
    if (flags.json) {
      printJson(terminal, { series: entries.map(seriesJson) })
      return EXIT.ok
    }
    if (entries.length === 0) {
      terminal.out('There are no prices yet: strat data import FILE brings some.\n')
      return EXIT.ok
    }
    const rows = entries.map((entry) => {
      const time = seriesTime(entry)
      return [
        symbolOfSeries(entry),
        seriesWords(entry),
        numberText(entry.length, 0),
        time(entry.first),
        time(entry.last),
        metaOf(entry).format ?? '',
        String(entry.revision),
      ]
    })
    const header = ['symbol', 'interval', 'bars', 'from', 'to', 'format', 'revision']
    terminal.out(textTable(header, rows, ['bars', 'revision']))
    return EXIT.ok
  })
}
