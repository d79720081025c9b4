import { existsSync, readFileSync } from 'node:fs'
import { replayText, resimulationText } from '../../runtime/audit/audit-text.ts'
import { type ReplayReport, replayAudit } from '../../runtime/audit/replay.ts'
import { type Resimulation, resimulate } from '../../runtime/audit/resimulate.ts'
import { JournalFailure } from '../../runtime/journal/failure.ts'
import { readJournal } from '../../runtime/journal/journal.ts'
import type { JournalRecord } from '../../runtime/journal/record.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { isStrategy, journalOf, tradedTextPath } from './journal-files.ts'
import { readModule } from './strategy-module.ts'
import type { Terminal } from './terminal.ts'

/** The options of `strat audit`. */
export interface AuditFlags {
  readonly journal?: string
  readonly json?: true
}

/** `strat audit`: replays a run from its journal, and lays it beside its backtest. */
export async function auditCommand(
  run: string,
  flags: AuditFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const journal = flags.journal ?? journalOf(run)
  let records: readonly JournalRecord[]
  try {
    records = readJournal(journal)
  } catch (error) {
    if (!(error instanceof JournalFailure)) throw error
    terminal.err(`${error.message}\n`)
    return EXIT.usage
  }
  const source = sourceOf(run, journal, terminal)
  if (source === undefined) return EXIT.usage
  const strategy = readModule(source, terminal)
  if (typeof strategy === 'number') return strategy
  const { module } = strategy
  const replay = replayAudit(records, module)
  const isEqual = replay.problem === undefined && replay.difference === undefined
  const resimulation = replay.problem === undefined ? resimulate(records, module) : undefined
  terminal.out(flags.json === true ? json(replay, resimulation) : text(replay, resimulation))
  return isEqual ? EXIT.ok : EXIT.mistakes
}

/** The text that was traded, which lies beside the journal; else the strategy as it is now. */
function sourceOf(run: string, journal: string, terminal: Terminal): string | undefined {
  const traded = tradedTextPath(journal)
  if (existsSync(traded)) {
    if (isStrategy(run) && existsSync(run) && !isSame(run, traded)) {
      terminal.err(`${run} has changed since: what was traded is in ${traded}.\n`)
    }
    return traded
  }
  if (isStrategy(run)) return run
  terminal.err(
    `The strategy of ${journal} is not beside it. Name both: strat audit my.strat --journal ${journal}.\n`,
  )
  return undefined
}

function isSame(path: string, other: string): boolean {
  return readFileSync(path, 'utf8') === readFileSync(other, 'utf8')
}

function text(replay: ReplayReport, resimulation: Resimulation | undefined): string {
  const parts = [replayText(replay)]
  if (resimulation !== undefined) parts.push(resimulationText(resimulation))
  return parts.join('\n')
}

function json(replay: ReplayReport, resimulation: Resimulation | undefined): string {
  return `${JSON.stringify({ replay, ...(resimulation && { resimulation }) }, null, 2)}\n`
}
