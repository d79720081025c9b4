import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes the whole file or none of it: beside it first, then renamed over it. Makes the folders on
 * the way; who may read what was there may read the new one. Throws the system's error; nothing
 * half-written stays behind.
 */
export function writeFile(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  try {
    // Never through a link that somebody put in its place.
    rmSync(temporary, { force: true })
    const standing = statSync(path, { throwIfNoEntry: false })
    const mode = standing?.mode ?? 0o666
    writeFileSync(temporary, content, { flag: 'wx', mode: mode & 0o777 })
    // What is new has the user's mask; what was there keeps its mode, and that may be wider.
    if (standing !== undefined) chmodSync(temporary, standing.mode & 0o777)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
