import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Example {
  readonly name: string
  readonly source: string
}

/** The strategies that come with the project. */
export const STRATEGIES: readonly Example[] = strategiesIn('../../../strategies')

/** The programs that the design of the language is argued with; none where they are absent. */
export const DESIGNS: readonly Example[] = strategiesIn('../../../../shared/design/examples')

function strategiesIn(path: string): readonly Example[] {
  const folder = fileURLToPath(new URL(path, import.meta.url))
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.strat'))
    .sort()
    .map((name) => ({ name, source: readFileSync(join(folder, name), 'utf8') }))
}
