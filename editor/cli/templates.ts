import { readdirSync, readFileSync } from 'node:fs'
import { packageFolder } from './package-folder.ts'

/** A strategy to begin with: one of those that come with the project. */
export interface Template {
  /** Its file's, without `.strat`. */
  readonly name: string
  readonly text: string
  /** What it does: the first line of its documentation. */
  readonly summary: string
}

/** What a new strategy is where nothing is said. */
export const DEFAULT_TEMPLATE = 'sma_crossover'

/** Every template, by name. */
export function templates(): readonly Template[] {
  const folder = strategiesFolder()
  return readdirSync(folder)
    .filter((file) => file.endsWith('.strat'))
    .sort()
    .map((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8')
      const summary = /^\/\/\/ *(.*)$/m.exec(text)?.[1] ?? ''
      return { name: file.replace(/\.strat$/, ''), text, summary }
    })
}

/** The workflow that checks a repository of strategies. */
export function workflowText(): string {
  return readFileSync(new URL('workflow.yml', strategiesFolder()), 'utf8')
}

function strategiesFolder(): URL {
  return new URL('strategies/', packageFolder())
}
