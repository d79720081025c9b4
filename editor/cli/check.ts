import type { Diagnostic } from '../../language/diagnostic.ts'
import { positionOf } from '../../language/render.ts'
import { checkText } from '../pipeline/check-text.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { readStrategy, renderAll } from './strategy-file.ts'
import type { Terminal } from './terminal.ts'

/** `strat check`: the diagnostics of every file on `out`, as text or as one JSON value. */
export async function checkCommand(
  paths: readonly string[],
  flags: { readonly json?: true },
  terminal: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  let errors = 0
  let warnings = 0
  const report: object[] = []
  for (const path of paths) {
    const read = readStrategy(path)
    if ('problem' in read) {
      terminal.err(`${read.problem}\n`)
      code = EXIT.usage
      continue
    }
    const checked = checkText(read.text)
    const broken = checked.diagnostics.filter(isError).length
    errors += broken
    warnings += checked.diagnostics.length - broken
    if (broken > 0 && code === EXIT.ok) code = EXIT.mistakes
    const { source, diagnostics } = checked
    report.push({ path, diagnostics: diagnostics.map((one) => withPlace(one, source)) })
    if (flags.json !== true && diagnostics.length > 0) {
      terminal.out(`${renderAll(checked, path, terminal.outColour)}\n`)
    }
  }
  if (flags.json === true) terminal.out(`${JSON.stringify({ files: report }, null, 2)}\n`)
  else terminal.out(summary(report.length, errors, warnings))
  return code
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error'
}

/** Lines and columns from 1, columns in UTF-16 units, as editors and CI annotations count. */
function withPlace(diagnostic: Diagnostic, source: string): object {
  const { line, column } = positionOf(source, diagnostic.span.start)
  const end = positionOf(source, diagnostic.span.end)
  return { ...diagnostic, line, column, endLine: end.line, endColumn: end.column }
}

function summary(files: number, errors: number, warnings: number): string {
  if (files === 0) return ''
  const checked = counted(files, 'file')
  if (errors === 0 && warnings === 0) return `${checked} checked, no mistakes.\n`
  return `${checked} checked: ${counted(errors, 'mistake')}, ${counted(warnings, 'warning')}.\n`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
