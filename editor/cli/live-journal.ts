import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { JournalFailure } from '../../runtime/journal/failure.ts'
import { decode } from '../../runtime/journal/frame.ts'
import { acquireLock } from '../../runtime/journal/lock.ts'
import type { RecordOf } from '../../runtime/journal/record.ts'
import { mismatch } from '../../runtime/live/session.ts'
import { tradedTextPath } from './journal-files.ts'
import type { LiveSettings } from './live-options.ts'
import type { ReadModule } from './strategy-module.ts'
import { cannotWrite } from './system-message.ts'
import { writeFile } from './write-file.ts'

/** A journal that a run goes on with, as far as it must be known beforehand. */
export interface Kept {
  readonly segment: RecordOf<'segment'>
  /** Start of the last bar in it, ms UTC. */
  readonly lastBar: number | undefined
}

/** What there is to say of a journal before a run. */
export interface Prepared {
  /** None: a new run begins. */
  readonly kept?: Kept
  readonly notes: readonly string[]
}

/**
 * Makes a journal ready for a run: its folder, the run before it put aside where a new one is
 * asked for, and the text of the strategy beside it for the audit. Nothing is written into it.
 */
export function prepareJournal(
  settings: LiveSettings,
  { module, text }: ReadModule,
): Prepared | { readonly problem: string } {
  const { journal, anew } = settings
  const notes: string[] = []
  try {
    mkdirSync(dirname(journal), { recursive: true })
    if (anew && existsSync(journal))
      notes.push(`The run before it is kept in ${putAside(journal)}.`)
    const { kept, torn } = lookInto(journal)
    if (torn > 0) {
      notes.push(
        `${journal}: its last record was cut short by a crash (${torn} bytes). It was never ` +
          'durable and nothing was sent for it: it is removed, and the run goes on.',
      )
    }
    if (kept === undefined) {
      writeFile(tradedTextPath(journal), text)
      return { notes }
    }
    const problem = mismatch(kept.segment, module) ?? otherLimits(kept.segment, settings)
    if (problem !== undefined) return { problem: `${journal}: ${problem}\n${BEGIN_ANEW}` }
    return { kept, notes }
  } catch (error) {
    if (error instanceof JournalFailure) return { problem: error.message }
    return { problem: cannotWrite(journal, error) }
  }
}

/** What to do where a journal and a run do not fit together. */
export const BEGIN_ANEW =
  'With --new that run is put aside and a new one begins; what it holds at the broker is not touched.'

function lookInto(journal: string): { readonly kept?: Kept; readonly torn: number } {
  if (!existsSync(journal)) return { torn: 0 }
  let decoded: ReturnType<typeof decode>
  try {
    decoded = decode(readFileSync(journal))
  } catch (error) {
    if (!(error instanceof JournalFailure)) throw error
    throw new JournalFailure(error.kind, `${journal}: ${error.message}\n${BEGIN_ANEW}`, error.line)
  }
  const { records, torn } = decoded
  const [segment] = records
  if (segment?.kind !== 'segment') return { torn }
  const bar = records.findLast((record) => record.kind === 'bar')
  return { kept: { segment, lastBar: bar?.start }, torn }
}

/** Limits belong to a run: what it may do is not changed by the way. The account is told apart. */
function otherLimits(segment: RecordOf<'segment'>, { limits }: LiveSettings): string | undefined {
  const names = new Set([...Object.keys(segment.limits), ...Object.keys(limits)])
  const differing = [...names].filter(
    (name) =>
      !['expectedAccount', 'paper'].includes(name) &&
      segment.limits[name as keyof typeof limits] !== limits[name as keyof typeof limits],
  )
  if (differing.length === 0) return undefined
  return `It was begun with other limits (${differing.join(', ')}). Give the same.`
}

/** Renames a journal that no run is writing, after its run; gives its new name. */
function putAside(journal: string): string {
  const lock = acquireLock(journal)
  try {
    const target = `${journal}.${runOf(journal)}`
    renameSync(journal, target)
    const text = tradedTextPath(journal)
    if (existsSync(text)) renameSync(text, tradedTextPath(target))
    else rmSync(tradedTextPath(target), { force: true })
    return target
  } finally {
    lock.release()
  }
}

/** The run's name; for a journal that cannot be read, the time. */
function runOf(journal: string): string {
  try {
    const [segment] = decode(readFileSync(journal)).records
    if (segment?.kind === 'segment') return segment.run
  } catch (error) {
    if (!(error instanceof JournalFailure)) throw error
  }
  return String(Date.now())
}
