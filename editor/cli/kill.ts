import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { JournalFailure } from '../../runtime/journal/failure.ts'
import { decode } from '../../runtime/journal/frame.ts'
import { KILL_MODES, type KillMode, latchPath, setLatch } from '../../runtime/live/kill.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { journalOf, liveFolder } from './journal-files.ts'
import { cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'

/** The options of `strat kill`. */
export interface KillFlags {
  readonly mode: string
  readonly journal?: string
}

/** How long a run is given to say in its journal that it has obeyed, ms. */
const PATIENCE_MS = 5000
const LOOK_EVERY_MS = 100

const MEANS: Readonly<Record<KillMode, string>> = {
  halt: 'no new entries; orders that work stay',
  cancel: 'no new entries, and those that wait are taken back; stops and targets stay',
  flatten: 'everything is taken back and the position is closed at the market',
}

/** `strat kill`: pulls the latch of a run, or of every run that is kept here. */
export async function killCommand(
  run: string | undefined,
  flags: KillFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const mode = KILL_MODES.find((one) => one === flags.mode)
  if (mode === undefined) {
    terminal.err(`--mode is ${KILL_MODES.join(', ')}, not "${flags.mode}".\n`)
    return EXIT.usage
  }
  const journals = journalsOf(run, flags)
  const missing = journals.filter((journal) => !existsSync(journal))
  if (journals.length === 0 || missing.length > 0) {
    terminal.err(
      journals.length === 0
        ? `There is no run in ${liveFolder()}. Name its journal: strat kill --journal PATH.\n`
        : `There is no journal ${missing.join(', ')}. Name it: strat kill --journal PATH.\n`,
    )
    return EXIT.usage
  }
  // First every latch, then the talking.
  const pulled = journals.map((journal) => pull(journal, mode))
  let code: ExitCode = EXIT.ok
  for (const result of pulled) {
    if ('problem' in result) {
      terminal.err(`${result.problem}\n`)
      code = EXIT.usage
    } else {
      const { journal, inForce } = result
      terminal.out(`${journal}: killed (${inForce}): ${MEANS[inForce]}.\n`)
      if (inForce !== mode) terminal.out(`  It was before; ${mode} would be weaker.\n`)
      terminal.out(`  ${await obeyed(result)}\n`)
    }
  }
  return code
}

function journalsOf(run: string | undefined, { journal }: KillFlags): readonly string[] {
  if (journal !== undefined) return [journal]
  if (run !== undefined) return [journalOf(run)]
  const folder = liveFolder()
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => name.endsWith('.journal'))
  return names.sort().map((name) => join(folder, name))
}

interface Pulled {
  readonly journal: string
  readonly inForce: KillMode
  readonly wasInForce: boolean
  /** Kills in the journal before this one. */
  readonly before: number
}

function pull(journal: string, mode: KillMode): Pulled | { readonly problem: string } {
  try {
    const before = killsIn(journal)
    const wasInForce = existsSync(latchPath(journal))
    const at = Date.now()
    const latch = setLatch(latchPath(journal), {
      mode,
      by: `strat kill, process ${process.pid}`,
      at,
    })
    return { journal, inForce: latch.mode, wasInForce, before }
  } catch (error) {
    return { problem: cannotWrite(latchPath(journal), error) }
  }
}

/** What the run made of it, from its journal. */
async function obeyed({ journal, before, wasInForce }: Pulled): Promise<string> {
  if (!existsSync(`${journal}.lock`)) {
    return 'No run is at work there; none starts without --clear-kill.'
  }
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    if (killsIn(journal) > before) return 'The run has obeyed. It starts again with --clear-kill.'
    await sleep(LOOK_EVERY_MS)
  }
  return wasInForce
    ? 'The latch was set already.'
    : 'The run has not answered yet; whatever it does, nothing enters while the latch is set.'
}

/** Kills that a run has obeyed; 0 where its journal cannot be read, which keeps nobody waiting. */
function killsIn(journal: string): number {
  try {
    const { records } = decode(readFileSync(journal))
    return records.filter((record) => record.kind === 'kill' && record.mode !== 'cleared').length
  } catch (error) {
    if (error instanceof JournalFailure) return 0
    throw error
  }
}
