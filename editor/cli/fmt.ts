import { realpathSync } from 'node:fs'
import { format } from '../../language/format/format.ts'
import { normalised } from '../pipeline/normalised.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { layoutDifference } from './layout-difference.ts'
import { readStrategy, renderAll } from './strategy-file.ts'
import { strategyFiles } from './strategy-files.ts'
import { cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'
import { writeFile } from './write-file.ts'

export interface FmtFlags {
  readonly check?: true
}

/** What became of a text. */
type Outcome = 'formatted' | 'unchanged' | 'broken' | 'unusable'

/**
 * `strat fmt`: rewrites every file in the one layout, or with `--check` only tells what would
 * change. `-` formats what comes in and gives it to `out`, as editors want it.
 */
export async function fmtCommand(
  paths: readonly string[],
  flags: FmtFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  if (!paths.includes('-')) {
    const outcomes = strategyFiles(paths, terminal).map((path) =>
      path === undefined ? 'unusable' : fmtFile(path, flags, terminal),
    )
    terminal.out(summary(outcomes, flags))
    return exitCode(outcomes, flags)
  }
  if (paths.length > 1) {
    terminal.err('`-` formats what comes in, and stands alone: name files, or `-`.\n')
    return EXIT.usage
  }
  const outcome = fmtText('<stdin>', await terminal.input(), flags, terminal, (formatted) => {
    terminal.out(formatted)
    return 'formatted'
  })
  return exitCode([outcome], flags)
}

function fmtFile(path: string, flags: FmtFlags, terminal: Terminal): Outcome {
  const read = readStrategy(path)
  if ('problem' in read) {
    terminal.err(`${read.problem}\n`)
    return 'unusable'
  }
  return fmtText(path, read.text, flags, terminal, (formatted) => {
    if (formatted === read.text) return 'unchanged'
    try {
      // A link stays one.
      writeFile(realpathSync(path), formatted)
    } catch (error) {
      terminal.err(`${cannotWrite(path, error)}\n`)
      return 'unusable'
    }
    terminal.out(`${path}\n`)
    return 'formatted'
  })
}

function fmtText(
  path: string,
  text: string,
  flags: FmtFlags,
  terminal: Terminal,
  keep: (formatted: string) => Outcome,
): Outcome {
  const source = normalised(text)
  const result = format(source)
  if (result.kind === 'broken') {
    const { diagnostics } = result
    terminal.err(`${renderAll({ source, diagnostics }, path, terminal.errColour)}\n`)
    return 'broken'
  }
  if (flags.check !== true) return keep(result.text)
  if (result.text === text) return 'unchanged'
  terminal.out(layoutDifference(path, text, result.text, terminal.outColour))
  return 'formatted'
}

function summary(outcomes: readonly Outcome[], flags: FmtFlags): string {
  const words = {
    formatted: flags.check === true ? 'to format' : 'formatted',
    unchanged: 'unchanged',
    broken: 'with mistakes',
  }
  const parts = Object.entries(words).flatMap(([outcome, word]) => {
    const count = outcomes.filter((one) => one === outcome).length
    return count === 0 ? [] : [`${count} ${word}`]
  })
  return parts.length === 0 ? '' : `${parts.join(', ')}.\n`
}

function exitCode(outcomes: readonly Outcome[], flags: FmtFlags): ExitCode {
  if (outcomes.includes('unusable')) return EXIT.usage
  const wanting = outcomes.includes('broken') || (flags.check && outcomes.includes('formatted'))
  return wanting ? EXIT.mistakes : EXIT.ok
}
