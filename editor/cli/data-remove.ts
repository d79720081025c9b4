import { symbolOfSeries } from '../../runtime/store/series-meta.ts'
import {
  type PickFlags,
  pickSeries,
  printJson,
  seriesJson,
  seriesWords,
  withStore,
} from './data-store.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

/** `strat data remove`: one series with all its revisions. The files it was read of stay. */
export function dataRemoveCommand(
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
    store.removeSeries(picked.entry.key)
    if (flags.json) printJson(terminal, { removed: seriesJson(picked.entry) })
    else terminal.out(`Removed ${symbolOfSeries(picked.entry)}, ${seriesWords(picked.entry)}.\n`)
    return EXIT.ok
  })
}
