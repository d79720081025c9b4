import { EXIT, type ExitCode } from './exit-code.ts'
import { choice } from './option-values.ts'
import { paint } from './paint.ts'
import { progress } from './progress.ts'
import { strategyFiles } from './strategy-files.ts'
import { cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'
import { testCases } from './test-cases.ts'
import { testJson } from './test-json.ts'
import { testJunit } from './test-junit.ts'
import { testText } from './test-text.ts'
import { type TestedFile, testFile } from './tested-file.ts'
import { watchStrategies } from './watch-strategies.ts'
import { writeFile } from './write-file.ts'

/** The options of `strat test` as the command line gives them. */
export interface TestFlags {
  readonly watch?: true
  /** Part of a title, in any case. */
  readonly filter?: string
  readonly reporter: string
  /** A file for the report; the terminal shows the text then. */
  readonly output?: string
  readonly coverage?: true
  readonly update?: true
}

/** The reports for programs. */
const REPORTERS = { json: testJson, junit: testJunit } as const

/** `strat test`: every test of every file, passed or failed, with what a failure found. */
export async function testCommand(
  paths: readonly string[],
  flags: TestFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const reporter = choice('--reporter', flags.reporter, ['text', 'json', 'junit'])
  if ('problem' in reporter) {
    terminal.err(`${reporter.problem}\n`)
    return EXIT.usage
  }
  const report = reporter.value === 'text' ? undefined : REPORTERS[reporter.value!]
  const run = () => testOnce(paths, flags, report, terminal)
  return flags.watch === true ? watchStrategies(paths, run, terminal) : run()
}

type Report = (typeof REPORTERS)[keyof typeof REPORTERS]

async function testOnce(
  paths: readonly string[],
  flags: TestFlags,
  report: Report | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const found = strategyFiles(paths, terminal)
  const tell = report === undefined || flags.output !== undefined ? terminal.out : () => {}
  const files = await testAll(
    found.filter((path) => path !== undefined),
    flags,
    terminal,
    tell,
  )
  const cases = files.flatMap(testCases)
  const failed = cases.filter(({ failures }) => failures.length > 0).length
  tell(`${cases.length - failed} passed, ${failed} failed\n`)
  const unusable = found.includes(undefined) || files.some(({ kind }) => kind === 'unusable')
  const broken = files.some(({ kind }) => kind === 'broken')
  if (!tellReport(files, flags, report, terminal) || unusable) return EXIT.usage
  if (flags.filter !== undefined && cases.length === 0 && !broken) {
    terminal.err(`No test has "${flags.filter}" in its title.\n`)
    return EXIT.usage
  }
  return failed > 0 || broken ? EXIT.mistakes : EXIT.ok
}

async function testAll(
  paths: readonly string[],
  { filter = '', coverage, update }: TestFlags,
  terminal: Terminal,
  tell: (text: string) => void,
): Promise<readonly TestedFile[]> {
  const steps = progress(terminal)
  const wanted = filter.toLowerCase()
  const only = (title: string): boolean => title.toLowerCase().includes(wanted)
  const text = { paints: paint(terminal.outColour), coverage: coverage === true }
  const options = { only, update: update === true, colour: terminal.errColour }
  const files: TestedFile[] = []
  for (const path of paths) {
    steps.step(`Testing ${path}`)
    const file = await testFile(path, options)
    steps.done()
    // What the filter leaves nothing of is not spoken of.
    const silent = filter !== '' && testCases(file).length === 0
    if (file.kind === 'tested' && !silent) tell(testText(file, text))
    else if (file.kind !== 'tested') terminal.err(`${file.problem}\n`)
    files.push(file)
  }
  return files
}

/** Hands the report over; false where its file cannot be written. */
function tellReport(
  files: readonly TestedFile[],
  { output }: TestFlags,
  report: Report | undefined,
  terminal: Terminal,
): boolean {
  const plain = { paints: paint(false), coverage: true }
  const text = report?.(files) ?? files.map((file) => testText(file, plain)).join('')
  if (output === undefined) {
    if (report !== undefined) terminal.out(text)
    return true
  }
  try {
    writeFile(output, text)
    return true
  } catch (error) {
    terminal.err(`${cannotWrite(output, error)}\n`)
    return false
  }
}
