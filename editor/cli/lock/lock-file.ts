import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { z } from 'zod'
import type { RunReport } from '../../../runtime/report/run-report.ts'
import { EXPECTED, EXPECTED_DEFAULTS } from '../expected-result.ts'
import type { RunFlags } from '../run-flags.ts'
import type { ReadModule } from '../strategy-module.ts'
import { cannotRead, cannotWrite } from '../system-message.ts'
import { VERSION } from '../version.ts'
import { writeFile } from '../write-file.ts'
import { type LockStanding, lockStanding } from './lock-differences.ts'
import { lockOf, RUN_LOCK, type RunLock } from './run-lock.ts'

/** The lock in a file: none where there is no such file yet. */
export type ReadLock = { readonly lock?: RunLock } | { readonly problem: string }

/** Reads a lock; what is no lock is a problem, told once and rightly. */
export function readLock(file: string): ReadLock {
  if (!existsSync(file)) return {}
  try {
    const read = readLockText(file, readFileSync(file, 'utf8'))
    if ('lock' in read) return { lock: read.lock }
    return { problem: `${read.problem} Delete it, and the next run with --lock writes it anew.` }
  } catch (error) {
    return { problem: cannotRead(file, error) }
  }
}

/** A lock and its strategy's path from here, or why a text is none; `json` where it is JSON. */
export type LockText =
  | { readonly lock: RunLock; readonly strategy: string }
  | { readonly problem: string; readonly json?: unknown }

/** Understands the text of a lock's file. */
export function readLockText(file: string, text: string): LockText {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { problem: `${file} is no JSON: ${error.message}.` }
  }
  const read = RUN_LOCK.safeParse(json)
  if (read.success)
    return {
      lock: read.data,
      strategy: relative('', resolve(dirname(file), read.data.strategy.file)),
    }
  const problem = z.prettifyError(read.error).split('\n').join(' ')
  return { problem: `${file} is no lock of a run: ${problem}.`, json }
}

/** The flags of the locked run, paths from here; what the command line itself says goes before. */
export function lockedFlags(
  file: string,
  { run }: RunLock,
  flags: RunFlags,
  given: Partial<RunFlags>,
): RunFlags {
  const { lock, store, report, csv, json, allFigures } = flags
  const output = Object.entries({ lock, store, report, csv, json, allFigures })
  const locked = { ...EXPECTED_DEFAULTS, ...(run as Partial<RunFlags>) }
  const path = (one: string | undefined) => one && pathFrom(dirname(file), one)
  const [data, finer, rates] = [path(locked.data), path(locked.finer), path(locked.rates)]
  const prices = given.data === undefined && given.sample === undefined
  return {
    ...locked,
    ...(data !== undefined && { data }),
    ...(finer !== undefined && { finer }),
    ...(rates !== undefined && { rates }),
    ...(!prices && { data: undefined, sample: undefined }),
    ...Object.fromEntries(output.filter(([, value]) => value !== undefined)),
    ...given,
  } as RunFlags
}

/** A file of prices is written from the lock's folder, a symbol of the store as it is. */
function pathFrom(folder: string, data: string): string {
  const path = resolve(folder, data)
  return existsSync(path) ? relative('', path) : data
}

const WORDS = EXPECTED.shape.run.keyof().options

/** The lock of a run that was made just now, to be kept in `file`. */
export function lockNow(
  file: string,
  flags: RunFlags,
  { program, path }: ReadModule,
  report: RunReport,
): RunLock {
  const fromLock = (one: string) => relative(dirname(resolve(file)), resolve(one))
  const pathOf = (one: string | undefined) =>
    one !== undefined && existsSync(one) ? fromLock(one) : one
  const [data, finer, rates] = [flags.data, flags.finer, flags.rates].map(pathOf)
  const { tick, lot, multiplier } = report.options.instrument
  // As run: an instruments file elsewhere changes nothing.
  const instrument = { tick: `${tick}`, lot: `${lot}`, multiplier: `${multiplier}` }
  const given = { ...flags, ...instrument, data, finer, rates }
  const words = WORDS.flatMap((name) => {
    const value = given[name]
    const isDefault = JSON.stringify(value) === JSON.stringify(EXPECTED_DEFAULTS[name])
    return value === undefined || isDefault ? [] : [[name, value] as const]
  })
  return lockOf(report, {
    version: VERSION,
    program,
    file: fromLock(path),
    platform: platformVersions(),
    words: Object.fromEntries(words) as RunLock['run'],
  })
}

/** What of the platform a run may depend on. */
function platformVersions(): Record<string, string> {
  const { tz } = process.versions
  return tz === undefined ? {} : { 'timezone data': tz }
}

/** What `--lock` came to. */
export type Locked =
  | { readonly kind: 'written'; readonly file: string }
  | ({ readonly kind: 'compared'; readonly file: string } & LockStanding)

/** Keeps the lock of a first run, or compares a repeated one; a problem: it cannot be written. */
export function keepLock(
  file: string,
  kept: RunLock | undefined,
  now: RunLock,
  report: RunReport,
): Locked | { readonly problem: string } {
  if (kept !== undefined) return { kind: 'compared', file, ...lockStanding(kept, now, report.bars) }
  try {
    writeFile(file, `${JSON.stringify(now, null, 2)}\n`)
    return { kind: 'written', file }
  } catch (error) {
    return { problem: cannotWrite(file, error) }
  }
}

/** The same for a person. */
export function lockedText(locked: Locked): string {
  const { file } = locked
  if (locked.kind === 'written')
    return `\nThis run is locked in ${file}: --lock ${file} repeats it, or says what has changed.\n`
  const lines = locked.changed.map((line) => `  ${line}\n`).join('')
  if (!locked.repeats) return `\nNot the run that is locked in ${file}:\n${lines}`
  if (lines === '') return `\nRepeats the run that is locked in ${file}, to the bit.\n`
  return `\nComes to what is locked in ${file}, to the bit, though not all is as it was:\n${lines}`
}
