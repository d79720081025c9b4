import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { compareHtml } from '../../runtime/compare/compare-html.ts'
import { compareText } from '../../runtime/compare/compare-text.ts'
import type { ComparedRun } from '../../runtime/compare/compared-run.ts'
import { BOOTSTRAP, type Comparison, comparisonOf } from '../../runtime/compare/comparison.ts'
import type { BootstrapTerms } from '../../runtime/core/metrics/paired-bootstrap.ts'
import { reportDocument } from '../../runtime/report/json.ts'
import { comparedSchema } from './compared-schema.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { lockStanding } from './lock/lock-differences.ts'
import { lockedFlags, lockNow, readLockText } from './lock/lock-file.ts'
import { makeRun } from './make-run.ts'
import { keeper, numberFrom, wholeWithin } from './option-values.ts'
import { progress } from './progress.ts'
import type { RunFlags } from './run-flags.ts'
import { readModule } from './strategy-module.ts'
import { cannotRead, cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'
import { writeFile } from './write-file.ts'

/** The options of `strat compare`, every value still a text. */
export interface CompareFlags extends RunFlags {
  readonly bParam: readonly string[]
  readonly bCosts?: string
  readonly bPolicy?: string
  readonly resamples: string
  readonly seed: string
  readonly block?: string
}

/** A run to compare, or the exit code once it was said why there is none. */
type Taken = { readonly run: ComparedRun } | ExitCode

/** `strat compare`: two runs side by side, as text or JSON, and as a page where one is asked for. */
export async function compareCommand(
  first: string,
  second: string | undefined,
  flags: CompareFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const problems: string[] = []
  const terms = bootstrapTerms(flags, problems)
  const changes = { bParam: flags.bParam, bCosts: flags.bCosts, bPolicy: flags.bPolicy }
  const changed =
    flags.bParam.length > 0 || changes.bCosts !== undefined || changes.bPolicy !== undefined
  if (second === undefined && !changed)
    problems.push(
      'Say what A is compared with: another run, or what --b-param, --b-costs or --b-policy change.',
    )
  if (problems.length > 0) return refuse(problems, terminal)
  const one = await taken(first, flags, terminal)
  if (typeof one === 'number') return one
  const other = await taken(second ?? first, flagsOfSecond(flags), terminal)
  if (typeof other === 'number') return other
  const comparison = comparisonOf(one.run, other.run, terms)
  if (flags.report !== undefined) {
    try {
      writeFile(flags.report, compareHtml(comparison))
    } catch (error) {
      return refuse([cannotWrite(flags.report, error)], terminal)
    }
  }
  if (flags.json === true)
    terminal.out(`${JSON.stringify(comparisonDocument(comparison), null, 2)}\n`)
  else {
    terminal.out(compareText(comparison))
    if (flags.report !== undefined) terminal.out(`\nThe page is in ${flags.report}\n`)
  }
  return EXIT.ok
}

function refuse(problems: readonly string[], terminal: Terminal): ExitCode {
  terminal.err(problems.map((problem) => `${problem}\n`).join(''))
  return EXIT.usage
}

function bootstrapTerms(flags: CompareFlags, problems: string[]): BootstrapTerms {
  const keep = keeper(problems)
  const block =
    flags.block === undefined ? undefined : keep(numberFrom(1, '--block', flags.block), 1)
  return {
    ...BOOTSTRAP,
    resamples: keep(wholeWithin(100, 100_000, '--resamples', flags.resamples), 100),
    seed: keep(wholeWithin(0, 4_294_967_295, '--seed', flags.seed), 1),
    ...(block !== undefined && { blockLength: block }),
  }
}

function flagsOfSecond(flags: CompareFlags): CompareFlags {
  const { bCosts, bPolicy } = flags
  return {
    ...flags,
    param: [...flags.param, ...flags.bParam],
    ...(bCosts !== undefined && { costs: bCosts }),
    ...(bPolicy !== undefined && { policy: bPolicy }),
  }
}

/** A run of a strategy, of a lock, or as it stands in a report. */
async function taken(path: string, flags: CompareFlags, terminal: Terminal): Promise<Taken> {
  if (!path.endsWith('.json')) return ranNow(path, flags, terminal)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return refuse([cannotRead(path, error)], terminal)
  }
  const asLock = readLockText(path, text)
  if ('lock' in asLock) {
    const { lock, strategy } = asLock
    const locked = lockedFlags(path, lock, flags, {})
    const made = await madeOf(strategy, locked, terminal)
    if (typeof made === 'number') return made
    const now = lockNow(path, locked, made.strategy, made.report)
    const { repeats, changed } = lockStanding(lock, now, made.report.bars)
    if (!repeats) {
      const lines = changed.map((line) => `  ${line}\n`).join('')
      terminal.err(`Not the run that is locked in ${path}, but what it comes to now:\n${lines}`)
    }
    return { run: reportDocument(made.report) }
  }
  if (asLock.json === undefined) return refuse([asLock.problem], terminal)
  const read = comparedSchema.safeParse(asLock.json)
  if (read.success) return { run: read.data }
  const why = z.prettifyError(read.error).split('\n').join(' ')
  return refuse([`${path} is neither a lock nor a report of strat run --json: ${why}`], terminal)
}

async function ranNow(path: string, flags: RunFlags, terminal: Terminal): Promise<Taken> {
  const made = await madeOf(path, flags, terminal)
  return typeof made === 'number' ? made : { run: reportDocument(made.report) }
}

async function madeOf(path: string, flags: RunFlags, terminal: Terminal) {
  const strategy = readModule(path, terminal)
  if (typeof strategy === 'number') return strategy
  const steps = progress(terminal)
  const made = await makeRun(strategy.module, flags, steps.step)
  steps.done()
  return 'problems' in made ? refuse(made.problems, terminal) : { strategy, report: made.report }
}

/** A comparison as JSON for programs: every trade that differs, by its causes. */
function comparisonDocument({
  first,
  second,
  pairs,
  equal,
  causes,
  days,
  equity,
  bootstrap,
}: Comparison) {
  const head = ({ strategy, parameters, data, options, figures }: ComparedRun) => ({
    ...{ strategy, parameters, data, options, figures },
  })
  return {
    format: 1,
    a: head(first),
    b: head(second),
    trades: {
      equal,
      causes,
      different: pairs.filter((pair) => pair.causes.length > 0),
    },
    days: days.map((day, at) => [day, equity[0][at]!, equity[1][at]!]),
    bootstrap: bootstrap ?? null,
  }
}
