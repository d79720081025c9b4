import { realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { cannotRead } from './system-message.ts'

/**
 * The file that a path names from a folder, if it is one in that folder or below, links followed,
 * and its path from there with `/`; else why it is not taken. What a strategy of somebody else's
 * names reads nothing else.
 */
export function fileWithin(
  folder: string,
  path: string,
): { readonly file: string; readonly below: string } | { readonly problem: string } {
  try {
    const file = realpathSync(resolve(folder, path))
    const parts = relative(realpathSync(folder), file).split(sep)
    const outside = parts[0] === '' || parts[0] === '..' || isAbsolute(parts.join(sep))
    if (!outside) return { file, below: parts.join('/') }
  } catch (error) {
    return { problem: cannotRead(path, error) }
  }
  return { problem: `${path} is not in the strategy's folder, or a folder below it.` }
}
