import { strategiesBelow } from './strategies-below.ts'
import { cannotRead } from './system-message.ts'
import type { Terminal } from './terminal.ts'

/**
 * The strategy files that paths mean, folders looked through; undefined, which is told, in place of
 * a path that cannot be used.
 */
export function strategyFiles(
  paths: readonly string[],
  terminal: Terminal,
): readonly (string | undefined)[] {
  return paths.flatMap((path) => filesAt(path, terminal))
}

function filesAt(path: string, terminal: Terminal): readonly (string | undefined)[] {
  try {
    const files = strategiesBelow(path)
    if (files.length > 0) return files
    terminal.err(`There is no .strat file in ${path}.\n`)
  } catch (error) {
    terminal.err(`${cannotRead(path, error)}\n`)
  }
  return [undefined]
}
