import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { removeFile, replaceFile } from '../journal/durable-file.ts'
import { systemCode } from '../journal/failure.ts'

/**
 * What a kill stops, weakest first. `halt`: no entries, working orders stay. `cancel`: entries
 * that still wait are taken back, protective orders stay. `flatten`: everything is taken back and
 * the position closed.
 */
export const KILL_MODES = ['halt', 'cancel', 'flatten'] as const

export type KillMode = (typeof KILL_MODES)[number]

const Latch = z.strictObject({
  mode: z.enum(KILL_MODES),
  /** Who or what pulled it, for a person. */
  by: z.string(),
  /** When, ms UTC. */
  at: z.number().int(),
})

/** A kill in force: a file beside the journal, which outlives every process and is set from any. */
export type Latch = Readonly<z.infer<typeof Latch>>

/** The latch of a journal. */
export function latchPath(journal: string): string {
  return `${journal}.kill`
}

/**
 * The latch in force, if any. One that cannot be read is in force: unknown is never "go on"; its
 * mode is `cancel`, and `by` says why.
 */
export function readLatch(path: string): Latch | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? undefined : unreadable(error)
  }
  try {
    return Latch.parse(JSON.parse(text))
  } catch (error) {
    return unreadable(error)
  }
}

/**
 * Pulls the latch, durably, and returns what is in force now: a stronger one stays as it is, for a
 * second hand must not weaken the first.
 */
export function setLatch(path: string, latch: Latch): Latch {
  const present = readLatch(path)
  const rank = (mode: KillMode) => KILL_MODES.indexOf(mode)
  if (present !== undefined && rank(present.mode) > rank(latch.mode)) return present
  replaceFile(path, `${JSON.stringify(Latch.parse(latch))}\n`)
  return latch
}

/** Lets trading go on; says whether a latch was there. */
export function clearLatch(path: string): boolean {
  return removeFile(path)
}

/**
 * A reader to ask before every write to a socket: one look at the folder, and the file only when
 * it has changed. It sees what any process has set before the call.
 */
export function latchReader(path: string): () => Latch | undefined {
  let known = ''
  let latch: Latch | undefined
  return () => {
    let seen: string
    try {
      const found = statSync(path, { bigint: true, throwIfNoEntry: false })
      if (found === undefined) return undefined
      // A replaced file is another file, even within the clock's grain.
      seen = `${found.ino} ${found.mtimeNs} ${found.size}`
    } catch (error) {
      return unreadable(error)
    }
    if (seen !== known || latch === undefined) {
      latch = readLatch(path)
      known = seen
    }
    return latch
  }
}

function unreadable(error: unknown): Latch {
  const why = error instanceof Error ? error.message : String(error)
  return { mode: 'cancel', by: `a kill file that cannot be read (${why})`, at: 0 }
}
