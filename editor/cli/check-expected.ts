import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { StrategyModule } from '../../stdlib/module.ts'
import { differences, EXPECTED, EXPECTED_DEFAULTS, type ExpectedResult } from './expected-result.ts'
import { fileWithin } from './file-within.ts'
import { makeRun } from './make-run.ts'
import type { RunFlags } from './run-flags.ts'
import { cannotRead } from './system-message.ts'
import { expectedPath, writeResult } from './write-expected.ts'

/** What became of the expected result of a strategy. */
export interface ExpectedCheck {
  readonly file: string
  /** How the run differs, or why it cannot be made, a line each; empty: it came out as expected. */
  readonly differences: readonly string[]
  /** What came out is what is expected from now on. */
  readonly updated?: true
}

/**
 * Runs a strategy as its expected result says; undefined where it has none. With `update`, what came
 * out is written over what was expected.
 */
export async function checkExpected(
  path: string,
  module: StrategyModule,
  { update }: { readonly update: boolean },
): Promise<ExpectedCheck | undefined> {
  const file = expectedPath(path)
  if (!existsSync(file)) return undefined
  const read = readExpected(file)
  if ('problem' in read) return { file, differences: [read.problem] }
  const { expected } = read
  const flags = flagsOf(expected, dirname(path))
  if ('problem' in flags) return { file, differences: [flags.problem] }
  const made = await makeRun(module, flags, () => {})
  if ('problems' in made) return { file, differences: made.problems }
  const found = differences(expected, made.report)
  if (!update || found.length === 0) return { file, differences: found }
  const problem = writeResult(file, expected.run, made.report)
  return problem === undefined
    ? { file, differences: [], updated: true }
    : { file, differences: [problem] }
}

function readExpected(
  file: string,
): { readonly expected: ExpectedResult } | { readonly problem: string } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return { problem: cannotRead(file, error) }
  }
  const again = 'Write it anew with strat run … --write-expected.'
  try {
    const read = EXPECTED.safeParse(JSON.parse(text))
    if (read.success) return { expected: read.data }
    const problem = z.prettifyError(read.error).split('\n').join(' ')
    return { problem: `${file} is no expected result: ${problem}. ${again}` }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { problem: `${file} is no JSON: ${error.message}. ${again}` }
  }
}

function flagsOf({ run }: ExpectedResult, folder: string): RunFlags | { readonly problem: string } {
  // Absent and undefined are the same to who reads flags.
  const given = run as Partial<RunFlags>
  const flags = { ...EXPECTED_DEFAULTS, ...given }
  const paths: Partial<RunFlags> = {}
  for (const name of ['data', 'finer', 'rates'] as const) {
    const path = run[name]
    if (path === undefined) continue
    const within = fileWithin(folder, path)
    if ('problem' in within) return within
    Object.assign(paths, { [name]: within.file })
  }
  return { ...flags, ...paths }
}
