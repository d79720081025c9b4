import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
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
const TAIL_BYTES = 65_536

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
  /** Who set what is in force: us, or whoever set a stronger one before. */
  readonly by: string
  readonly isOurs: boolean
}

function pull(journal: string, mode: KillMode): Pulled | { readonly problem: string } {
  const ours = `strat kill, process ${process.pid}`
  try {
    const { mode: inForce, by } = setLatch(latchPath(journal), { mode, by: ours, at: Date.now() })
    return { journal, inForce, by, isOurs: by === ours }
  } catch (error) {
    return { problem: cannotWrite(latchPath(journal), error) }
  }
}

/** What the run made of it, from its journal. */
async function obeyed({ journal, by, isOurs }: Pulled): Promise<string> {
  if (!existsSync(`${journal}.lock`)) {
    return 'No run is at work there; none starts without --clear-kill.'
  }
  for (let waited = 0; isOurs && waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    if (endOf(journal).includes(`"by":${JSON.stringify(by)}`)) {
      return 'The run has obeyed. It starts again with --clear-kill.'
    }
    await sleep(LOOK_EVERY_MS)
  }
  return isOurs
    ? 'The run has not answered yet; whatever it does, nothing enters while the latch is set.'
    : `It was set by ${by}.`
}

/** The newest records of a journal, which may be long. */
function endOf(journal: string): string {
  const file = openSync(journal, 'r')
  try {
    const bytes = Buffer.alloc(TAIL_BYTES)
    const from = Math.max(0, fstatSync(file).size - TAIL_BYTES)
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, TAIL_BYTES, from))
  } finally {
    closeSync(file)
  }
}
