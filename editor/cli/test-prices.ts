import { dirname } from 'node:path'
import type { TypedProgram } from '../../language/check/typed.ts'
import { refusalText } from '../../runtime/feeds/problem.ts'
import { loadBars } from '../../runtime/store/load-bars.ts'
import type { TestFiles } from '../pipeline/test-bars.ts'
import { fileWithin } from './file-within.ts'

/** The bars of every file that the tests of a strategy name, by its path as written. */
export async function testPrices({ tests }: TypedProgram, strategy: string): Promise<TestFiles> {
  const all = tests.flatMap(({ prices, beside }) => [prices, ...beside.map((one) => one.prices)])
  const paths = all.flatMap((prices) => (prices.kind === 'file' ? [prices.path] : []))
  const read = [...new Set(paths)].map(
    async (path) => [path, await readPrices(dirname(strategy), path)] as const,
  )
  return new Map(await Promise.all(read))
}

async function readPrices(folder: string, path: string) {
  const within = fileWithin(folder, path)
  if ('problem' in within) return within
  const loaded = await loadBars(within.file, { store: false })
  return loaded.kind === 'ok' ? { bars: loaded.bars } : { problem: refusalText(loaded, path) }
}
