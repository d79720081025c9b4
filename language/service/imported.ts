import { libraryAt } from '../check/imports.ts'
import { importedPath, importsIn } from '../libraries.ts'
import type { FunctionStatement } from '../syntax/ast.ts'
import type { Analysis } from './analyse.ts'

/** A function that comes from another file. */
export interface ImportedFunction {
  readonly fn: FunctionStatement
  /** The file's path, as an import in the program's folder would write it. */
  readonly path: string
  /** The file's text. */
  readonly source: string
}

/** The functions of the libraries that a program imports, by name. */
export function importedFunctions({
  tree,
  libraries,
}: Pick<Analysis, 'tree' | 'libraries'>): ReadonlyMap<string, ImportedFunction> {
  const found = new Map<string, ImportedFunction>()
  for (const statement of importsIn(tree)) {
    const path = importedPath('', statement.path)
    const source = path === undefined ? undefined : libraries.get(path)
    if (path === undefined || source === undefined) continue
    for (const fn of libraryAt(path, libraries).tree.statements) {
      if (fn.kind !== 'function' || found.has(fn.name.text)) continue
      found.set(fn.name.text, { fn, path, source })
    }
  }
  return found
}
