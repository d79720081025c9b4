/** What we have written ourselves is written as the formatter writes. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { format } from '../../../language/format/format.ts'
import { parse } from '../../../language/syntax/parse.ts'
import { blocksOf } from '../specs/blocks.ts'
import { DESIGNS } from '../syntax/examples.ts'
import { formatFaults } from './faults.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
/** Where every program is formatted. `hostile` and its like, which mean to be odd, are elsewhere. */
const FOLDERS = ['strategies', 'stdlib/compositions', 'tests/bench', 'tests/goldens/strategies']
const PAGES = ['README.md', 'tests/language/specs']

describe.each(FOLDERS)('%s', (folder) => {
  test.each(filesIn(folder, '.strat'))('%s', (path) => staysAsItIs(readFileSync(path, 'utf8')))
})

describe.skipIf(DESIGNS.length === 0)('the examples of the design', () => {
  test.each(DESIGNS)('$name', ({ source }) => staysAsItIs(source))
})

describe.each(PAGES.flatMap((page) => filesIn(page, '.md')))('%s', (path) => {
  const blocks = blocksOf(readFileSync(path, 'utf8'))
  const readable = blocks.filter(({ source }) => parse(source).diagnostics.length === 0)

  test('has programs', () => expect(readable.length).toBeGreaterThan(0))
  test.each(readable)('line $line', ({ source }) => staysAsItIs(source))
})

function staysAsItIs(written: string): void {
  const source = written.replaceAll('\r\n', '\n')
  expect(format(source)).toEqual({ kind: 'formatted', text: source })
  expect(formatFaults(source)).toEqual([])
}

/** A file, or the files of a folder whose names end so. */
function filesIn(path: string, ending: string): readonly string[] {
  if (path.endsWith(ending)) return [join(ROOT, path)]
  return readdirSync(join(ROOT, path))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(ROOT, path, name))
}
