import type { Program, Statement } from './syntax/ast.ts'
import { parse } from './syntax/parse.ts'

/**
 * Texts of the files that a program may import, by their paths from its folder, with `/`. Handed in
 * by the host, which alone reads files.
 */
export type Libraries = ReadonlyMap<string, string>

export const NO_LIBRARIES: Libraries = new Map()

type ImportStatement = Extract<Statement, { kind: 'import' }>

/** The one before where nothing has changed: what was worked out of it is kept. */
export function sameLibraries(before: Libraries | undefined, now: Libraries): Libraries {
  if (before === undefined || before.size !== now.size) return now
  return [...now].every(([path, text]) => before.get(path) === text) ? before : now
}

/** Whether a path is one of a file in a folder or below, written with `/`. */
export function isBelow(path: string): boolean {
  const parts = path.split('/')
  return !/[\\:]/.test(path) && parts.every((part) => !['', '.', '..'].includes(part.trim()))
}

/** Whether an import names a package or a script, and no Strat file. */
export function isExtern(path: string): boolean {
  return /\.[jt]s$/.test(path) || isPackage(path)
}

/** Whether it names a package, which is the same from every folder. */
export function isPackage(path: string): boolean {
  return /^[\w-]+$/.test(path)
}

/** The path that an import in the file `importer` names; undefined where it leads out. */
export function importedPath(importer: string, path: string): string | undefined {
  if (isPackage(path)) return path
  const folder = importer.slice(0, importer.lastIndexOf('/') + 1)
  return isBelow(path) ? `${folder}${path}` : undefined
}

/** The import statements of a tree. */
export function importsIn({ statements }: Program): readonly ImportStatement[] {
  return statements.filter((statement) => statement.kind === 'import')
}

/** Files that one program may import in all, itself through others. */
const MOST_FILES = 100

/**
 * The text of every file that a program imports, and of those that they import. `read` gives a
 * file's text, or nothing where there is none that may be read.
 */
export function gatherLibraries(
  source: string,
  read: (path: string) => string | undefined,
): Libraries {
  const found = new Map<string, string>()
  const open = [{ path: '', text: source }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    // Most programs import nothing: then nobody parses them once more.
    if (!/\bimport\b/.test(next.text)) continue
    for (const statement of importsIn(parse(next.text).tree)) {
      const path = importedPath(next.path, statement.path)
      if (path === undefined || found.has(path) || found.size === MOST_FILES) continue
      const text = read(path)
      if (text === undefined) continue
      found.set(path, text)
      if (!isExtern(path)) open.push({ path, text })
    }
  }
  return found
}
