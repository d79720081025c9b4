import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Refused, refusalText } from '../../runtime/feeds/problem.ts'
import { numberText } from '../../runtime/report/format.ts'
import type { BarStore } from '../../runtime/store/bar-store.ts'
import { type Imported, type ImportedSeries, importFile } from '../../runtime/store/import-file.ts'
import { printJson, withStore } from './data-store.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { type FeedFlags, feedOptions } from './feed-options.ts'
import { keeper } from './option-values.ts'
import { progress } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { textTable } from './text-table.ts'

export interface ImportFlags extends FeedFlags {
  readonly json?: true
}

interface FileResult {
  readonly path: string
  readonly result: Imported
}

/**
 * `strat data import`: files of prices, and all those in folders, into the store. A file that is
 * refused leaves the others alone.
 */
export async function dataImportCommand(
  paths: readonly string[],
  flags: ImportFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const problems: string[] = []
  const options = feedOptions(flags, keeper(problems))
  const files = paths.flatMap(filesOf)
  if (files.length === 0) problems.push('There are no files of prices in there.')
  if (problems.length > 0) {
    terminal.err(problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }
  return withStore(terminal, async (store) => {
    const results = await importAll(store, files, options, terminal)
    if (flags.json) printJson(terminal, { files: results.map(resultJson) })
    else printResults(results, terminal)
    return results.every(({ result }) => result.kind === 'ok') ? EXIT.ok : EXIT.usage
  })
}

async function importAll(
  store: BarStore,
  files: readonly string[],
  options: ReturnType<typeof feedOptions>,
  terminal: Terminal,
): Promise<FileResult[]> {
  const steps = progress(terminal)
  const results: FileResult[] = []
  for (const [index, path] of files.entries()) {
    steps.step(
      files.length === 1
        ? `Importing ${path}`
        : `Importing ${index + 1} of ${files.length}: ${path}`,
    )
    results.push({ path, result: await importFile(store, path, options) })
  }
  steps.done()
  return results
}

/** A file as it is; a folder's files and those of its folders, but hidden ones and notes. */
function filesOf(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !/^\.|\.(?:md|ya?ml|strat|html)$/i.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesOf(join(path, entry.name)))
}

function printResults(results: readonly FileResult[], terminal: Terminal): void {
  const series = results.flatMap(({ result }) => (result.kind === 'ok' ? result.series : []))
  if (series.length > 0) {
    const header = ['symbol', 'interval', 'bars', 'from', 'to', 'what happened']
    terminal.out(textTable(header, series.map(cellsOf), ['bars']))
    terminal.err(`strat data check ${series[0]!.identity.symbol} tells how good they are.\n`)
  }
  terminal.err(noteLines(results))
  const refused = results.flatMap(({ path, result }) =>
    result.kind === 'refused' ? [`${refusalText(shortened(result, results.length), path)}\n`] : [],
  )
  terminal.err(refused.join(''))
  if (refused.length > 0 && results.length > 1) {
    terminal.err(
      `${refused.length} of ${results.length} files were refused, and nothing of them stored.\n`,
    )
  }
}

/** Of many files, the first problems of each are enough. */
function shortened(refused: Refused, files: number): Refused {
  const told = files === 1 ? refused.problems.length : 3
  const problems = refused.problems.slice(0, told)
  return { ...refused, problems, more: refused.more + refused.problems.length - problems.length }
}

function cellsOf({ identity, length, first, last, ...series }: ImportedSeries): string[] {
  const day = (instant: number) => new Date(instant).toISOString().slice(0, 10)
  const bars = numberText(length, 0)
  return [identity.symbol, identity.interval, bars, day(first), day(last), outcomeText(series)]
}

/** What an import or a download did to a series, in words. */
export function outcomeText({
  outcome,
  added,
  changed,
  meta,
}: Pick<ImportedSeries, 'outcome' | 'added' | 'changed' | 'meta'>): string {
  const count = (bars: number) => `${numberText(bars, 0)} ${bars === 1 ? 'bar' : 'bars'}`
  const left = meta.report.quarantined.count
  const aside = left > 0 ? `, ${numberText(left, 0)} bad rows put aside` : ''
  switch (outcome) {
    case 'new':
      return `new${aside}`
    case 'same':
      return `nothing new${aside}`
    case 'revised': {
      const changes = [
        ...(added > 0 ? [`${count(added)} added`] : []),
        ...(changed > 0 ? [`${count(changed)} changed`] : []),
      ]
      return `${changes.join(', ')}${aside}`
    }
  }
}

/** What a person should know, once for all the files of which it is so. */
function noteLines(results: readonly FileResult[]): string {
  const pathsOf = new Map<string, Set<string>>()
  for (const { path, result } of results) {
    if (result.kind === 'refused') continue
    for (const note of result.series.flatMap(({ meta }) => meta.report.notes)) {
      pathsOf.set(note, (pathsOf.get(note) ?? new Set()).add(path))
    }
  }
  return [...pathsOf]
    .map(([note, [path, ...others]]) => {
      return `${others.length === 0 ? path : `${others.length + 1} files`}: ${note}\n`
    })
    .join('')
}

function resultJson({ path, result }: FileResult): object {
  if (result.kind === 'refused') return { path, problems: result.problems, more: result.more }
  return {
    path,
    format: result.format,
    series: result.series.map(({ identity, meta, first, last, key: _, ...rest }) => ({
      ...identity,
      ...rest,
      first: new Date(first).toISOString(),
      last: new Date(last).toISOString(),
      notes: meta.report.notes,
      quarantined: meta.report.quarantined.count,
    })),
  }
}
