import type { Span } from '../diagnostic.ts'
import { importedPath, importsIn, isPackage } from '../libraries.ts'
import type { Analysis } from './analyse.ts'
import { importedFunctions } from './imported.ts'
import { symbolAt } from './symbol-at.ts'
import { touches } from './types-at.ts'

/** A place in the program, or in the library at `path` that it imports. */
export type Place = Span & { readonly path?: string }

/**
 * Where the name at an offset is defined, or the file that is imported there; undefined for what no
 * file defines.
 */
export function definition(analysis: Analysis, offset: number): Place | undefined {
  const own = symbolAt(analysis.table, offset)?.symbol.span
  if (own !== undefined) return own
  for (const [name, { fn, path }] of importedFunctions(analysis)) {
    const uses = analysis.table.free.get(name) ?? []
    if (uses.some((span) => touches(span, offset))) return { ...fn.name.span, path }
  }
  return importedFile(analysis, offset)
}

/** The beginning of the file that the import at an offset names; a package has none to go to. */
function importedFile({ tree, libraries }: Analysis, offset: number): Place | undefined {
  const statement = importsIn(tree).find(({ span }) => touches(span, offset))
  const path = statement && importedPath('', statement.path)
  if (path === undefined || isPackage(path) || !libraries.has(path)) return undefined
  return { start: 0, end: 0, path }
}
