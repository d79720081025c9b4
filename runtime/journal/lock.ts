import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { JournalFailure, systemCode } from './failure.ts'

/** Held while a runtime writes a journal. */
export interface Lock {
  release(): void
}

/**
 * One writer a journal: `<path>.lock` holds its process id and, where the system tells it, that
 * process's start, for ids are used again. A lock whose process is gone is taken over. Throws a
 * `locked` failure while it lives.
 */
export function acquireLock(path: string): Lock {
  const file = `${path}.lock`
  const mine = `${process.pid} ${startOf(process.pid) ?? '-'}\n`
  while (!create(file, mine)) {
    const holder = read(file)
    if (holder === undefined) continue
    if (isAlive(holder)) throw locked(path, holder)
    takeAway(file, holder)
  }
  return {
    release() {
      if (read(file) === mine) unlinkSync(file)
    },
  }
}

function create(file: string, content: string): boolean {
  // Written under another name first: a lock is never seen without its content.
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, content, { mode: 0o600 })
    linkSync(draft, file)
    return true
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Removes a dead process's lock, but not the one that another runtime has just put there. */
function takeAway(file: string, holder: string): void {
  if (read(file) !== holder) return
  const taken = `${file}.dead.${process.pid}`
  try {
    renameSync(file, taken)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return
    throw error
  }
  if (read(taken) !== holder) {
    try {
      linkSync(taken, file)
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error
    }
  }
  unlinkSync(taken)
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function isAlive(holder: string): boolean {
  const [id = '', start] = holder.trim().split(' ')
  const pid = Number(id)
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if (systemCode(error) === 'ESRCH') return false
  }
  const now = startOf(pid)
  return now === undefined || start === '-' || now === start
}

/** When a process began, in the system's own count; known on Linux (proc(5), field 22). */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the program's name, which may have spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined
    throw error
  }
}

function locked(path: string, holder: string): JournalFailure {
  const [pid] = holder.split(' ')
  return new JournalFailure(
    'locked',
    `Process ${pid} is writing ${path}. Stop that run first, or give this one another journal.`,
  )
}
