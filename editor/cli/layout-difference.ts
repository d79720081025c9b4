import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import { normalised } from '../pipeline/normalised.ts'
import { paint } from './paint.ts'

/** Lines that may differ before a difference is no longer shown: to find it takes their square. */
const LINES_MAX = 2000

/** What formatting would change in a file: a unified diff, or why there is none. */
export function layoutDifference(
  path: string,
  written: string,
  formatted: string,
  colour: boolean,
): string {
  const source = normalised(written)
  if (source === formatted) return `${path}: its line ends or its byte order mark\n`
  const patch = createTwoFilesPatch(path, path, source, formatted, undefined, undefined, {
    context: 1,
    headerOptions: FILE_HEADERS_ONLY,
    maxEditLength: LINES_MAX,
  })
  if (patch === undefined) return `${path}: more than ${LINES_MAX} lines\n`
  const { good, bad, faint } = paint(colour)
  return patch.replace(/^\+.*/gm, good).replace(/^-.*/gm, bad).replace(/^@.*/gm, faint)
}
