import { readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'

/**
 * The path of a file as it is; of a folder, those of every `.strat` file below it, by name. Packages
 * and what begins with a point are passed by. Throws the system's error for a folder that cannot be
 * read.
 */
export function strategiesBelow(path: string): readonly string[] {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? inFolder(path) : [path]
}

function inFolder(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  const shown = entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
  return shown
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return inFolder(path)
      return entry.isFile() && extname(path) === '.strat' ? [path] : []
    })
}
