import { dirname } from 'node:path'
import type { TypedProgram } from '../../language/check/typed.ts'
import { refusalText } from '../../runtime/feeds/problem.ts'
import { loadBars } from '../../runtime/store/load-bars.ts'
import type { TestPrices } from '../pipeline/run-tests.ts'
import { fileWithin } from './file-within.ts'

/** The bars of every file that the tests of a strategy name, by its path as written. */
export async function testPrices(
  { tests }: TypedProgram,
  strategy: string,
): Promise<ReadonlyMap<string, TestPrices>> {
  const paths = tests.flatMap(({ prices }) => (prices.kind === 'file' ? [prices.path] : []))
  const read = new Map<string, TestPrices>()
  for (const path of new Set(paths)) read.set(path, await readPrices(dirname(strategy), path))
  return read
}

async function readPrices(folder: string, path: string): Promise<TestPrices> {
  const within = fileWithin(folder, path)
  if ('problem' in within) return within
  const loaded = await loadBars(within.file, { store: false })
  return loaded.kind === 'ok' ? { bars: loaded.bars } : { problem: refusalText(loaded, path) }
}
