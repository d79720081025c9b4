import { barsCsv, barsParquet } from '../../runtime/feeds/export-bars.ts'
import { intervalOfSeries } from '../../runtime/store/series-meta.ts'
import { type PickFlags, pickSeries, printJson, seriesJson, withStore } from './data-store.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { choice, keeper } from './option-values.ts'
import { progress } from './progress.ts'
import { cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'
import { writeFile } from './write-file.ts'

export interface ExportFlags extends PickFlags {
  readonly format?: string
  readonly out?: string
}

/** `strat data export`: one series as CSV or Parquet, which an import reads back bit for bit. */
export async function dataExportCommand(
  symbol: string,
  flags: ExportFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const problems: string[] = []
  const format = keeper(problems)(choice('--format', flags.format, ['csv', 'parquet']), undefined)
  if (format === 'parquet' && flags.out === undefined) {
    problems.push('Parquet is no text: say where to write it, --out prices.parquet.')
  }
  if (flags.json && flags.out === undefined) {
    problems.push('--json tells what was written: say where, --out prices.csv.')
  }
  if (problems.length > 0) {
    terminal.err(problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }
  return withStore(terminal, async (store) => {
    const picked = pickSeries(store, symbol, flags)
    const stored = 'problem' in picked ? undefined : store.getSeries(picked.entry)
    if ('problem' in picked || stored?.kind !== 'bars') {
      const reason = stored?.kind === 'damaged' ? `${symbol}: ${stored.reason}.` : ''
      terminal.err(`${'problem' in picked ? picked.problem : reason}\n`)
      return EXIT.usage
    }
    const { bars } = stored
    const csv = () => barsCsv(bars, intervalOfSeries(picked.entry) ?? '1m')
    if (flags.out === undefined) {
      terminal.out(csv())
      return EXIT.ok
    }
    const steps = progress(terminal)
    steps.step(`Writing ${flags.out}`)
    try {
      writeFile(flags.out, format === 'parquet' ? await barsParquet(bars) : csv())
    } catch (error) {
      terminal.err(`${cannotWrite(flags.out, error)}\n`)
      return EXIT.usage
    } finally {
      steps.done()
    }
    if (flags.json) printJson(terminal, { ...seriesJson(picked.entry), written: flags.out })
    else terminal.out(`${bars.length.toLocaleString('en-US')} bars are in ${flags.out}.\n`)
    return EXIT.ok
  })
}
