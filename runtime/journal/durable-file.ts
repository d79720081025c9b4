import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { systemCode } from './failure.ts'

const OWNER_ONLY = 0o600

/** Puts a whole new content in a file's place: a reader sees the old or the new, for good. */
export function replaceFile(path: string, content: string): void {
  const draft = `${path}.${process.pid}.new`
  const file = openSync(draft, 'w', OWNER_ONLY)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
  syncFolder(dirname(path))
}

/** Removes a file for good; says whether it was there. */
export function removeFile(path: string): boolean {
  try {
    unlinkSync(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false
    throw error
  }
  syncFolder(dirname(path))
  return true
}

/** A name in a folder, or its absence, is durable only once the folder is. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
