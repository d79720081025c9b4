import { isExtern, isPackage, type Libraries, sameLibraries } from '../../language/libraries.ts'
import { keptDraft } from './kept.ts'
import { readExtern, readStrategy, type StrategyEntry } from './server.ts'

const IMPORT = /\bimport\s+"([^"]+)"/g

/** What a text says that it imports; only files right in the strategies folder are served. */
function importsOf(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].map(([, path]) => path!)
}

/**
 * The libraries that a text imports, and those that they import: as they stand in the folder, or as
 * they were typed here and not saved. `before` itself where nothing has changed.
 */
export async function librariesFor(
  text: string,
  folder: readonly StrategyEntry[],
  before: Libraries,
): Promise<Libraries> {
  const found = new Map<string, string>()
  const open = [...importsOf(text)]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    if (isExtern(name)) {
      const program = await externFor(name, before)
      if (program !== undefined) found.set(name, program)
      continue
    }
    const library = keptDraft(name)?.text ?? (await inFolder(name, folder))
    if (library === undefined) continue
    const lines = library.replace(/\r\n?/g, '\n')
    found.set(name, lines)
    open.push(...importsOf(lines))
  }
  return sameLibraries(before, found)
}

async function inFolder(
  name: string,
  folder: readonly StrategyEntry[],
): Promise<string | undefined> {
  if (!folder.some((entry) => entry.name === name)) return undefined
  const answer = await readStrategy(name)
  return 'refused' in answer ? undefined : answer.value.text
}

/** An extern's program; that of a package does not change while the page is open. */
async function externFor(name: string, before: Libraries): Promise<string | undefined> {
  const known = isPackage(name) ? before.get(name) : undefined
  if (known !== undefined) return known
  const answer = await readExtern(name)
  return 'refused' in answer ? undefined : answer.value.text
}
