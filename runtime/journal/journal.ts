import { readFileSync } from 'node:fs'
import type { Disk } from './disk.ts'
import { openDisk } from './disk.ts'
import { JournalFailure, systemCode } from './failure.ts'
import type { Decoded } from './frame.ts'
import { decode, frameOf } from './frame.ts'
import type { Lock } from './lock.ts'
import { acquireLock } from './lock.ts'
import type { JournalRecord } from './record.ts'

/** The event log of one run, open for writing. */
export interface Journal {
  /** Everything in it, oldest first; grows with `append`. */
  readonly records: readonly JournalRecord[]
  /**
   * Adds a record and returns the journal's length in bytes. The record outlives this process at
   * once, a loss of power only after `durable`. Throws `JournalFailure`: `full` or `broken`.
   */
  append(record: JournalRecord): number
  /**
   * Resolves once all that was appended before the call is durable; callers that wait at the same
   * time share one sync. Rejects with a `broken` failure, and does so for ever after.
   */
  durable(): Promise<void>
  /** Makes everything durable and lets another runtime have the journal. */
  close(): Promise<void>
}

/**
 * Opens the journal at `path`, creating it if absent, and keeps other runtimes out. A line that a
 * crash cut short is removed, with a note in its place. Throws `JournalFailure`.
 */
export function openJournal(path: string, disk?: Disk): Journal {
  return withSystemErrors(path, () => {
    const lock = acquireLock(path)
    try {
      const file = disk ?? openDisk(path)
      return journalOn(path, file, lock)
    } catch (error) {
      lock.release()
      throw error
    }
  })
}

/** The records of a journal that may be in use; a line that is being written is left out. */
export function readJournal(path: string): readonly JournalRecord[] {
  return withSystemErrors(path, () => {
    const { records } = checked(path, readFileSync(path))
    if (records.length === 0) throw new JournalFailure('unreadable', `${path} has no records.`)
    return records
  })
}

function journalOn(path: string, disk: Disk, lock: Lock): Journal {
  const stored = checked(path, disk.read())
  const { records, torn } = stored
  let { chain, length } = stored
  let broken: JournalFailure | undefined

  /** Bytes that a failed write may have left are taken away, so that the next one can follow. */
  const appendOrUndo = (bytes: Uint8Array): void => {
    try {
      disk.append(bytes)
    } catch (error) {
      try {
        disk.truncate(length)
      } catch (second) {
        broken = diskFailed(path, second)
        throw broken
      }
      if (!isFull(error)) {
        broken = diskFailed(path, error)
        throw broken
      }
      throw full(path)
    }
  }

  const append = (record: JournalRecord): number => {
    if (broken !== undefined) throw broken
    const frame = frameOf(record, chain)
    appendOrUndo(frame.bytes)
    chain = frame.chain
    length += frame.bytes.length
    records.push(record)
    return length
  }

  const durable = groupCommit(async () => {
    try {
      if (broken === undefined) await disk.sync()
    } catch (error) {
      // What a failed sync lost, the system forgets: a later success would prove nothing.
      broken = diskFailed(path, error)
    }
    if (broken !== undefined) throw broken
  })

  if (torn > 0) {
    disk.truncate(length)
    const text = `a record cut short by a crash was removed: ${torn} bytes, never durable`
    if (records.length > 0) append({ kind: 'note', at: Date.now(), text })
  }
  return {
    records,
    append,
    durable,
    async close() {
      try {
        if (broken === undefined) await durable()
      } finally {
        disk.close()
        lock.release()
      }
    },
  }
}

/**
 * Callers share syncs. One that is under way may have begun before a caller's last append, so he
 * waits for the next, together with all who come meanwhile.
 */
function groupCommit(sync: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let waiting: Promise<void> | undefined
  const start = (): Promise<void> => {
    waiting = undefined
    running = sync().finally(() => {
      running = undefined
    })
    return running
  }
  return () => {
    if (running === undefined) return start()
    waiting ??= running.then(start, start)
    return waiting
  }
}

function checked(path: string, bytes: Uint8Array): Decoded {
  try {
    const decoded = decode(bytes)
    const [first] = decoded.records
    if (first === undefined || first.kind === 'segment') return decoded
    throw new JournalFailure('unreadable', 'Its first record is not the beginning of a run.', 1)
  } catch (error) {
    if (!(error instanceof JournalFailure)) throw error
    throw new JournalFailure(error.kind, `${path}: ${error.message}`, error.line)
  }
}

function withSystemErrors<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    const code = systemCode(error)
    if (code === undefined) throw error
    if (isFull(error)) throw full(path)
    const why = error instanceof Error ? error.message : code
    throw new JournalFailure('unreadable', `The journal ${path} cannot be opened: ${why}.`)
  }
}

function isFull(error: unknown): boolean {
  const code = systemCode(error)
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
}

function full(path: string): JournalFailure {
  return new JournalFailure(
    'full',
    `The disk is full: ${path} cannot grow, so no order may be sent. Make room; cancels still go.`,
  )
}

function diskFailed(path: string, error: unknown): JournalFailure {
  const why = error instanceof Error ? error.message : String(error)
  return new JournalFailure(
    'broken',
    `The disk failed under ${path} (${why}). Nothing written since the last sync is certain.`,
  )
}
