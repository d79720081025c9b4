import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { gatherLibraries, isExtern, type Libraries } from '../../language/libraries.ts'
import { normalised } from '../pipeline/normalised.ts'
import { externReader } from './extern-text.ts'
import { fileWithin } from './file-within.ts'

/**
 * The libraries that a file's text imports, read from its folder and those below; nothing else is,
 * whatever a link leads to; of a file that is being edited `open` gives the text. What cannot be read
 * is left out, and the checker says that it is missing.
 */
export function librariesBeside(
  file: string,
  text: string,
  open: (file: string) => string | undefined = () => undefined,
): Libraries {
  const beside = (path: string): string | undefined => {
    const within = fileWithin(dirname(file), path)
    if ('problem' in within) return undefined
    try {
      return normalised(open(within.file) ?? readFileSync(within.file, 'utf8'))
    } catch {
      // A folder, or a file that may not be read: as good as none.
      return undefined
    }
  }
  const extern = externReader(beside)
  return gatherLibraries(text, (path) => (isExtern(path) ? extern(path) : beside(path)))
}
