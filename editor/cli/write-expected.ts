import { dirname, resolve } from 'node:path'
import type { RunReport } from '../../runtime/report/run-report.ts'
import { EXPECTED, EXPECTED_DEFAULTS, type ExpectedResult, resultOf } from './expected-result.ts'
import { fileWithin } from './file-within.ts'
import type { RunFlags } from './run-flags.ts'
import { cannotWrite } from './system-message.ts'
import { writeFile } from './write-file.ts'

/** The file that keeps the expected result of a strategy: beside it, `.expected.json`. */
export function expectedPath(strategy: string): string {
  return `${strategy.replace(/\.strat$/, '')}.expected.json`
}

const OPTIONS = EXPECTED.shape.run.keyof().options

/** Keeps a run as the one that `strat test` expects from now on; or why it cannot. */
export function writeExpected(
  strategy: string,
  flags: RunFlags,
  report: RunReport,
): { readonly file: string } | { readonly problem: string } {
  const file = expectedPath(strategy)
  const data = below(strategy, flags.data)
  const finer = below(strategy, flags.finer === 'none' ? undefined : flags.finer)
  if ('problem' in data) return data
  const rates = below(strategy, flags.rates)
  if ('problem' in finer) return finer
  if ('problem' in rates) return rates
  const { tick, lot, multiplier } = report.options.instrument
  // As run: an instruments file elsewhere changes nothing.
  const instrument = { tick: `${tick}`, lot: `${lot}`, multiplier: `${multiplier}` }
  const given = {
    ...flags,
    ...instrument,
    data: data.below,
    finer: finer.below,
    rates: rates.below,
  }
  const run = Object.fromEntries(
    OPTIONS.flatMap((name) => {
      const isDefault = JSON.stringify(given[name]) === JSON.stringify(EXPECTED_DEFAULTS[name])
      return isDefault ? [] : [[name, given[name]]]
    }),
  )
  const problem = writeResult(file, run, report)
  return problem === undefined ? { file } : { problem }
}

/** The path of prices from a strategy's folder, or why they are not taken. */
function below(
  strategy: string,
  path: string | undefined,
): { readonly below?: string } | { readonly problem: string } {
  if (path === undefined) return {}
  const within = fileWithin(dirname(strategy), resolve(path))
  if (!('problem' in within)) return within
  const why = 'An expected result reads its prices from there: copy them, or take --sample.'
  return { problem: `${within.problem} ${why}` }
}

/** Writes what a run came to; a text: why it could not. */
export function writeResult(
  file: string,
  run: ExpectedResult['run'],
  report: RunReport,
): string | undefined {
  const kept: ExpectedResult = { run, ...resultOf(report) }
  try {
    writeFile(file, `${JSON.stringify(kept, null, 2)}\n`)
    return undefined
  } catch (error) {
    return cannotWrite(file, error)
  }
}
