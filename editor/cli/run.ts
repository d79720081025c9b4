import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { breakdownOf } from '../../runtime/report/breakdown.ts'
import { csvTable } from '../../runtime/report/csv-table.ts'
import { jsonReport } from '../../runtime/report/json.ts'
import type { RunReport } from '../../runtime/report/run-report.ts'
import { reportTables } from '../../runtime/report/tables.ts'
import { terminalReport } from '../../runtime/report/terminal.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { keepLock, lockedFlags, lockedText, lockNow, readLock } from './lock/lock-file.ts'
import { makeRun } from './make-run.ts'
import { progress } from './progress.ts'
import type { RunFlags } from './run-flags.ts'
import { readModule } from './strategy-module.ts'
import { cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'
import { writeExpected } from './write-expected.ts'
import { writeFile } from './write-file.ts'

/**
 * `strat run`: a strategy over a file of prices, and what came of it as text or JSON, and as a
 * page where one is asked for.
 */
export async function runCommand(
  path: string,
  asked: RunFlags,
  terminal: Terminal,
  given: Partial<RunFlags>,
): Promise<ExitCode> {
  const strategy = readModule(path, terminal)
  if (typeof strategy === 'number') return strategy
  const steps = progress(terminal)
  const refuse = (problems: readonly string[]): ExitCode => {
    steps.done()
    terminal.err(problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }
  const kept = asked.lock === undefined ? {} : readLock(asked.lock)
  if ('problem' in kept) return refuse([kept.problem])
  const { lock } = kept
  const flags = lock === undefined ? asked : lockedFlags(asked.lock!, lock, asked, given)
  const made = await makeRun(strategy.module, flags, steps.step)
  if ('problems' in made) return refuse(made.problems)
  const { report } = made
  if (flags.report !== undefined || flags.csv !== undefined) {
    steps.step('Writing the report')
    const problem = await writeReports(flags, report)
    if (problem !== undefined) return refuse([problem])
  }
  const expected = flags.writeExpected && writeExpected(path, flags, report)
  if (expected && 'problem' in expected) return refuse([expected.problem])
  const locked =
    flags.lock === undefined
      ? undefined
      : keepLock(flags.lock, lock, lockNow(flags.lock, flags, strategy, report), report)
  if (locked && 'problem' in locked) return refuse([locked.problem])
  const code = locked?.kind === 'compared' && !locked.repeats ? EXIT.mistakes : EXIT.ok
  steps.done()
  if (flags.json === true) {
    terminal.out(jsonReport(report))
    if (locked) terminal.err(lockedText(locked).trimStart())
    return code
  }
  const figures = flags.allFigures ? 'all' : 'main'
  const { columns: width, outColour: colour } = terminal
  terminal.out(terminalReport(report, { width, colour, figures }))
  if (flags.csv !== undefined) terminal.out(`\nEvery table is a CSV file in ${flags.csv}\n`)
  if (flags.report !== undefined) {
    const link = pathToFileURL(resolve(flags.report)).href
    terminal.out(`\nThe report is in ${flags.report}, to open in a browser: ${link}\n`)
    terminal.out('To write your own, with the result beside the text: npx strat studio\n')
  }
  if (expected) {
    terminal.out(`\nThis result is in ${expected.file}: strat test expects it from now on.\n`)
  }
  if (locked) terminal.out(lockedText(locked))
  return code
}

/** Writes the files that are asked for; a text: why one could not be. */
async function writeReports(flags: RunFlags, report: RunReport): Promise<string | undefined> {
  const files: [path: string, text: string][] = []
  if (flags.report !== undefined) {
    const { htmlReport } = await import('../../runtime/report/html.ts')
    files.push([flags.report, htmlReport(report)])
  }
  if (flags.csv !== undefined) {
    for (const table of reportTables(report, breakdownOf(report))) {
      files.push([join(flags.csv, `${table.name}.csv`), csvTable(table)])
    }
  }
  for (const [path, text] of files) {
    try {
      writeFile(path, text)
    } catch (error) {
      return cannotWrite(path, error)
    }
  }
  return undefined
}
