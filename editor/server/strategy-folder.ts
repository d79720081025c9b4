import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { gatherLibraries, isExtern, type Libraries } from '../../language/libraries.ts'
import { parse } from '../../language/syntax/parse.ts'
import { externReader } from '../cli/extern-text.ts'
import { cannotRead, cannotWrite } from '../cli/system-message.ts'
import { writeFile } from '../cli/write-file.ts'
import { normalised } from '../pipeline/normalised.ts'
import { ExternName, type StrategyEntry, StrategyName } from './contract.ts'

/** The `.strat` files right in one folder; nothing outside of it is ever touched. */
export interface StrategyFolder {
  readonly list: () => Listed
  readonly read: (name: string) => ReadText
  /** What a text imports, as far as it lies in the folder. */
  readonly libraries: (text: string) => Libraries
  /** The program of an extern, a file of the folder or a package, as far as it may run here. */
  readonly extern: (name: string) => string | undefined
  /**
   * Writes a text in place of the version `base`, or as a new file where that is null. It looks,
   * compares and writes in one go: of two saves with the same base one is a conflict.
   */
  readonly save: (name: string, text: string, base: string | null) => SavedText
}

export type Listed =
  | { readonly entries: z.output<typeof StrategyEntry>[] }
  | { readonly problem: string }

export type ReadText =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly version: string
      /** ms since 1970. */
      readonly modified: number
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unusable'; readonly problem: string }

export type SavedText =
  | { readonly kind: 'saved'; readonly version: string }
  | {
      readonly kind: 'conflict'
      /** What is there now; null: nothing. */
      readonly current: { readonly text: string; readonly version: string } | null
    }
  | { readonly kind: 'too-large'; readonly problem: string }
  | { readonly kind: 'unusable'; readonly problem: string }

/** Bytes of the longest strategy. */
const MOST_BYTES = 1_000_000
const MOST_FILES = 1_000
/** A header stands near the top. */
const HEAD_CHARACTERS = 4_096

/** The strategies in a folder, which need not be there yet. Throws for what is no `StrategyName`. */
export function strategyFolder(folder: string): StrategyFolder {
  const read = (name: string) => readText(join(folder, StrategyName.parse(name)), name)
  const externs = () =>
    externReader((path) => {
      const found = ExternName.safeParse(path).success
        ? readText(join(folder, path), path)
        : undefined
      return found?.kind === 'text' ? normalised(found.text) : undefined
    })
  return {
    list: () => listed(folder, read),
    read,
    libraries: (text) => {
      const extern = externs()
      return gatherLibraries(text, (name) => {
        if (isExtern(name)) return extern(name)
        const found = StrategyName.safeParse(name).success ? read(name) : undefined
        return found?.kind === 'text' ? normalised(found.text) : undefined
      })
    },
    extern: (name) => externs()(name),
    save: (name, text, base) => {
      const bytes = Buffer.from(text, 'utf8')
      if (bytes.length > MOST_BYTES) return { kind: 'too-large', problem: tooLarge(name) }
      const found = read(name)
      if (found.kind === 'unusable') return found
      const current = found.kind === 'text' ? { text: found.text, version: found.version } : null
      if ((current?.version ?? null) !== base) return { kind: 'conflict', current }
      try {
        writeFile(join(folder, name), text)
      } catch (error) {
        return { kind: 'unusable', problem: cannotWrite(name, error) }
      }
      return { kind: 'saved', version: versionOf(bytes) }
    },
  }
}

function listed(folder: string, read: (name: string) => ReadText): Listed {
  try {
    const names = readdirSync(folder).filter((name) => StrategyName.safeParse(name).success)
    return {
      entries: names
        .sort()
        .slice(0, MOST_FILES)
        .flatMap((name) => {
          const found = read(name)
          if (found.kind !== 'text') return []
          const { text, version, modified } = found
          return [{ name, title: titleOf(text, name), modified, version }]
        }),
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { entries: [] }
    return { problem: cannotRead('the strategies folder', error) }
  }
}

function titleOf(text: string, name: string): string {
  const { title = '' } = parse(text.slice(0, HEAD_CHARACTERS)).tree.header ?? {}
  return title.trim() === '' ? name.replace(/\.strat$/, '') : title
}

/** A plain file of UTF-8 text. A link is not followed: it could lead anywhere. */
function readText(path: string, name: string): ReadText {
  let file: number | undefined
  try {
    if (!lstatSync(path).isFile()) return { kind: 'unusable', problem: `${name} is no plain file.` }
    // Whoever puts a link in its place in this moment gains nothing; Windows has no such flag.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    const { size, mtimeMs } = fstatSync(file)
    if (size > MOST_BYTES) return { kind: 'unusable', problem: tooLarge(name) }
    const bytes = readFileSync(file)
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { kind: 'text', text, version: versionOf(bytes), modified: Math.trunc(mtimeMs) }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { kind: 'absent' }
    if (hasCode(error, 'ERR_ENCODING_INVALID_ENCODED_DATA')) {
      return { kind: 'unusable', problem: `${name} is not UTF-8 text.` }
    }
    return { kind: 'unusable', problem: cannotRead(name, error) }
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function tooLarge(name: string): string {
  return `${name} is larger than ${MOST_BYTES.toLocaleString('en-US')} bytes.`
}

function versionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
