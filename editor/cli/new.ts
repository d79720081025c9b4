import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { didYouMean } from '../pipeline/did-you-mean.ts'
import { templateText } from '../pipeline/template-text.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { cannotWrite } from './system-message.ts'
import { DEFAULT_TEMPLATE, type Template, templates, workflowText } from './templates.ts'
import type { Terminal } from './terminal.ts'
import { writeFile } from './write-file.ts'

/** The options of `strat new` as the command line gives them. */
export interface NewFlags {
  readonly template?: string
  readonly workflow?: true
}

/** A file to write. */
interface Draft {
  readonly path: string
  readonly text: string
}

const WORKFLOW_PATH = '.github/workflows/strategies.yml'

/** `strat new`: a strategy to begin with, or the workflow that checks a repository of them. */
export async function newCommand(
  name: string | undefined,
  flags: NewFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const all = templates()
  const drafts = draftsOf(name, flags, all)
  const problems = drafts.flatMap((draft) => ('problem' in draft ? [draft.problem] : []))
  if (drafts.length === 0) {
    problems.push(`Name the strategy: strat new my_strategy.\n\n${listText(all)}`)
  }
  if (problems.length > 0) {
    terminal.err(problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }
  for (const draft of drafts) {
    if ('problem' in draft) continue
    try {
      writeFile(draft.path, draft.text)
    } catch (error) {
      terminal.err(`${cannotWrite(draft.path, error)}\n`)
      return EXIT.usage
    }
    terminal.out(`Wrote ${draft.path}\n`)
  }
  const [first] = drafts
  if (name !== undefined && first !== undefined && 'path' in first) terminal.out(next(first.path))
  return EXIT.ok
}

function draftsOf(
  name: string | undefined,
  { template = DEFAULT_TEMPLATE, workflow }: NewFlags,
  all: readonly Template[],
): readonly (Draft | { readonly problem: string })[] {
  const strategies = name === undefined ? [] : [strategyDraft(name, template, all)]
  const others = workflow === true ? [fresh({ path: WORKFLOW_PATH, text: workflowText() })] : []
  return [...strategies, ...others]
}

function strategyDraft(
  name: string,
  wanted: string,
  all: readonly Template[],
): Draft | { readonly problem: string } {
  const path = name.endsWith('.strat') ? name : `${name}.strat`
  const file = basename(path)
  if (!/^[A-Za-z0-9][A-Za-z0-9 _.-]*\.strat$/.test(file)) {
    const due =
      'Take letters, digits, spaces, points, dashes and underscores, a letter or digit first'
    return { problem: `${file} is no name for a strategy. ${due}.` }
  }
  const template = all.find((one) => one.name === wanted.replaceAll('-', '_'))
  if (template === undefined) {
    const meant = didYouMean(
      wanted,
      all.map((one) => one.name),
    )
    return { problem: `There is no template ${wanted}.${meant}\n\n${listText(all)}` }
  }
  return fresh({ path, text: templateText(template.text, file) })
}

/** Nothing is written over. */
function fresh(draft: Draft): Draft | { readonly problem: string } {
  if (!existsSync(draft.path)) return draft
  return { problem: `${draft.path} is there already, and stays as it is. Take another name.` }
}

function listText(all: readonly Template[]): string {
  const width = Math.max(...all.map(({ name }) => name.length))
  const rows = all.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return ['Templates:', ...rows].join('\n')
}

function next(path: string): string {
  const quoted = /[^\w./-]/.test(path) ? `"${path}"` : path
  return [
    '',
    `  strat test ${quoted} --watch       its tests, again with every change`,
    `  strat run ${quoted} --sample       a backtest on made-up prices; --data prices.csv on yours`,
    '',
  ].join('\n')
}
