import { realpathSync } from 'node:fs'
import { withExterns } from '../../language/builtins.ts'
import { horizonOf } from '../../language/check/horizon.ts'
import { ruleOperands } from '../../language/check/operands.ts'
import { evaluateWarmup } from '../../language/check/warmup.ts'
import type { Diagnostic, Fix, Label, Span } from '../../language/diagnostic.ts'
import { positionOf } from '../../language/render.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { type AppliedFix, applyFixes } from '../pipeline/apply-fixes.ts'
import { type Checked, checkText } from '../pipeline/check-text.ts'
import { externFaults } from '../pipeline/extern-battery.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { librariesBeside } from './libraries-beside.ts'
import { paint } from './paint.ts'
import { readStrategy, renderAll } from './strategy-file.ts'
import { strategyFiles } from './strategy-files.ts'
import { cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'
import { writeFile } from './write-file.ts'

export interface CheckFlags {
  readonly json?: true
  readonly fix?: true
}

/** What stands for the standard input among the files. */
const STDIN = '-'

/**
 * `strat check`: the diagnostics of every file on `out`, as text or as one JSON value (`report`).
 * With `--fix` the certain edits are made first and each is said; what is read from the standard
 * input then goes to `out`, mended, and all that is said to `err`.
 */
export async function checkCommand(
  paths: readonly string[],
  flags: CheckFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  const files: FileReport[] = []
  const filter = flags.fix === true && paths.includes(STDIN)
  const say = filter ? terminal.err : terminal.out
  const colour = filter ? terminal.errColour : terminal.outColour
  for (const path of strategyFiles(paths, terminal)) {
    if (path === undefined) {
      code = EXIT.usage
      continue
    }
    const read = path === STDIN ? { text: await terminal.input() } : readStrategy(path)
    if ('problem' in read) {
      terminal.err(`${read.problem}\n`)
      code = EXIT.usage
      continue
    }
    const name = path === STDIN ? '<stdin>' : path
    const before = checkText(read.text, librariesBeside(path, read.text))
    const { checked, applied } =
      flags.fix === true ? applyFixes(before) : { checked: before, applied: [] }
    if (filter && path === STDIN) terminal.out(likeBefore(checked.source, read.text))
    else if (applied.length > 0) {
      const problem = write(path, likeBefore(checked.source, read.text))
      if (problem !== undefined) {
        terminal.err(`${problem}\n`)
        code = EXIT.usage
        continue
      }
    }
    const report = reportOf(name, checked, applied)
    files.push(report)
    const { externs = [] } = report
    if ((hasErrors(checked) || externs.length > 0) && code === EXIT.ok) code = EXIT.mistakes
    if (flags.json === true) continue
    for (const fault of externs) say(`${fault}\n`)
    for (const one of applied) say(appliedText(name, one, colour))
    if (checked.diagnostics.length > 0) say(`${renderAll(checked, name, colour)}\n`)
  }
  say(flags.json === true ? `${JSON.stringify(totals(files), null, 2)}\n` : summary(files))
  return code
}

function write(path: string, text: string): string | undefined {
  try {
    // A link keeps pointing at the file that is mended.
    writeFile(realpathSync(path), text)
    return undefined
  } catch (error) {
    return cannotWrite(path, error)
  }
}

/** With the line ends and the byte order mark that the file had. */
function likeBefore(source: string, before: string): string {
  const lines = before.includes('\r\n') ? source.replaceAll('\n', '\r\n') : source
  return before.startsWith('\uFEFF') ? `\uFEFF${lines}` : lines
}

function hasErrors({ diagnostics }: Checked): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}

// ── JSON ───────────────────────────────────────────────────────────────────────────────────────

/** Lines and columns from 1, columns in UTF-16 units, as editors and CI annotations count. */
interface Place {
  readonly span: Span
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** A diagnostic as it stands in the JSON: every span is a place too. */
export type PlacedDiagnostic = Omit<Diagnostic, 'labels' | 'fix' | 'span'> &
  Place & {
    readonly labels: readonly (Omit<Label, 'span'> & Place)[]
    readonly fix?: Omit<Fix, 'span'> & Place
  }

/** One file of the JSON. `fixed`: the mistakes that `--fix` mended, placed in the text before. */
export interface FileReport {
  readonly path: string
  /** Where there are rules and no mistakes. */
  readonly history?: History
  /** What its own externs do not hold to of what they declare, where there is such. */
  readonly externs?: readonly string[]
  readonly diagnostics: readonly PlacedDiagnostic[]
  readonly fixed: readonly PlacedDiagnostic[]
}

/** What `strat check --json` prints. `version` goes up when a field changes its meaning. */
export interface CheckReport {
  readonly version: 1
  readonly files: readonly FileReport[]
  readonly errors: number
  readonly warnings: number
  /** Errors that `--fix` would mend. */
  readonly fixable: number
}

function totals(files: readonly FileReport[]): CheckReport {
  const all = files.flatMap(({ diagnostics }) => diagnostics)
  const errors = all.filter(({ severity }) => severity === 'error')
  const fixable = errors.filter(({ fix }) => fix !== undefined).length
  const warnings = all.length - errors.length
  return { version: 1, files, errors: errors.length, warnings, fixable }
}

function reportOf(path: string, checked: Checked, applied: readonly AppliedFix[]): FileReport {
  const { source, diagnostics } = checked
  return {
    path,
    ...historyOf(checked),
    ...externsOf(checked),
    diagnostics: diagnostics.map((one) => placed(one, source)),
    fixed: applied.map((one) => placed(one.diagnostic, one.source)),
  }
}

/** Bars of history that the rules need, with the parameters as written. */
export interface History {
  /** Before any rule can fire. */
  readonly first: number
  /** Until all that the rules read is known. */
  readonly known: number
  /** Until where the history began shows in none of it; null where it always may. */
  readonly settled: number | null
}

function externsOf({ program }: Checked): Pick<FileReport, 'externs'> {
  const externs = program === undefined ? [] : externFaults(program)
  return externs.length === 0 ? {} : { externs }
}

function historyOf({ program }: Checked): { readonly history?: History } {
  if (program === undefined || program.rules.length === 0) return {}
  const defaults = Float64Array.from(program.parameters, ({ value }) => value)
  const builtins = withExterns(BUILTINS, program.externs)
  const gates = program.rules.map(({ gate }) => evaluateWarmup(gate, defaults, builtins))
  const horizons = program.rules
    .flatMap(ruleOperands)
    .map((expr) => horizonOf(expr, defaults, builtins))
  const settled = Math.max(...horizons, ...gates)
  const history = { first: Math.min(...gates), known: Math.max(...gates) }
  return { history: { ...history, settled: Number.isFinite(settled) ? settled : null } }
}

function placed({ labels, fix, span, ...rest }: Diagnostic, source: string): PlacedDiagnostic {
  const at = <Item extends { readonly span: Span }>(item: Item): Item & Place => {
    const { line, column } = positionOf(source, item.span.start)
    const end = positionOf(source, item.span.end)
    return { ...item, line, column, endLine: end.line, endColumn: end.column }
  }
  return {
    ...rest,
    ...at({ span }),
    labels: labels.map(at),
    ...(fix === undefined ? {} : { fix: at(fix) }),
  }
}

// ── Text ───────────────────────────────────────────────────────────────────────────────────────

function appliedText(
  path: string,
  { diagnostic, fix, source }: AppliedFix,
  colour: boolean,
): string {
  const { good } = paint(colour)
  const { line, column } = positionOf(source, diagnostic.span.start)
  return `${path}:${line}:${column} ${good('fixed')}[${diagnostic.code}] ${fix.title}\n`
}

function summary(files: readonly FileReport[]): string {
  if (files.length === 0) return ''
  const { errors, warnings, fixable } = totals(files)
  const fixed = files.reduce((sum, file) => sum + file.fixed.length, 0)
  const checked = `${counted(files.length, 'file')} checked`
  const mended = fixed === 0 ? '' : `, ${counted(fixed, 'mistake')} mended`
  if (errors === 0 && warnings === 0)
    return `${checked}${mended}, no mistakes${fixed === 0 ? '' : ' left'}.\n${historyText(files)}`
  const first = `${checked}${mended}: ${counted(errors, 'mistake')}, ${counted(warnings, 'warning')}.\n`
  const help =
    fixable === 0
      ? ''
      : `strat check --fix mends ${fixable === errors ? (errors === 1 ? 'it' : 'them') : `${fixable} of them`}; `
  return `${first}${help}strat explain CODE says more.\n`
}

/** Of one file, from when on its rules act, and how long where its bars begin shows in them. */
function historyText(files: readonly FileReport[]): string {
  const history = files.length === 1 ? files[0]!.history : undefined
  if (history === undefined) return ''
  const { first, known, settled } = history
  const begin = first === 0 ? 'from the first bar on' : `after ${counted(first, 'bar')}`
  const last = known > first ? `, all of them after ${counted(known, 'bar')}` : ''
  const shows =
    settled === null ? 'always shows in what they read' : 'shows in nothing that they read'
  const until = settled === null || settled === 0 ? '' : ` after ${counted(settled, 'bar')}`
  return `Its rules can fire ${begin}${last}; where history starts ${shows}${until}.\n`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
