import { Command, CommanderError } from 'commander'
import { ExternFailure } from '../../stdlib/extern.ts'
import type { CheckFlags } from './check.ts'
import { command, examples } from './command-shape.ts'
import { applyConfig } from './config/apply-config.ts'
import { readConfig } from './config/read-config.ts'
import { addDataCommands } from './data-commands.ts'
import { EXIT, EXIT_CODES_HELP, type ExitCode } from './exit-code.ts'
import type { FmtFlags } from './fmt.ts'
import type { NewFlags } from './new.ts'
import { addRunCommands } from './run-commands.ts'
import { addSetupCommands } from './setup-commands.ts'
import type { StudioFlags } from './studio.ts'
import type { Terminal } from './terminal.ts'
import type { TestFlags } from './test.ts'
import { addTradingCommands } from './trading-commands.ts'
import { VERSION } from './version.ts'

/**
 * The `strat` command: reads the arguments (without `node` and script), runs the command they name
 * and answers with the exit code. Never throws; each command is loaded when it is asked for.
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  const program = commandLine(terminal, (result) => {
    code = result
  })
  let giveBack = () => {}
  program.hook('preAction', (_, called) => {
    if (UNCONFIGURED.has(called.name())) return
    const read = readConfig(process.env)
    if (read.kind === 'ok') giveBack = applyConfig(called, read.settings)
    else {
      terminal.err(read.problems.map((problem) => `${problem}\n`).join(''))
      throw new CommanderError(EXIT.usage, 'strat.config', 'the configuration is wrong')
    }
  })
  try {
    if (args.length === 0) {
      terminal.out(program.helpInformation())
      return EXIT.usage
    }
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    if (error instanceof ExternFailure) {
      terminal.err(`${error.message}\n`)
      return EXIT.mistakes
    }
    terminal.err(ourMistake(error, terminal.debug))
    return EXIT.ours
  } finally {
    giveBack()
  }
}

/** What looks at texts alone, and what has the configuration itself for its subject. */
const UNCONFIGURED = new Set([
  ...['new', 'check', 'explain', 'fmt', 'test', 'build'],
  ...['config', 'doctor', 'lsp'],
])

function commandLine(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const program = new Command('strat')
    .description('Write, check, format, run, build, test and trade strategies written in Strat.')
    .version(VERSION, '-v, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError('(strat --help tells what there is)')
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      getOutHasColors: () => terminal.outColour,
      getErrHasColors: () => terminal.errColour,
      getOutHelpWidth: () => terminal.columns,
    })
    .addHelpText(
      'after',
      `
Examples:
  strat new my_strategy
  strat check strategies
  strat run strategies/sma_crossover.strat --data prices.csv --report report.html
  strat gateway                                        a market to try it on, then elsewhere
  strat live strategies/minute_cross.strat --paper
${EXIT_CODES_HELP}`,
    )

  command(program, 'new', '[NAME]', 'write a strategy to begin with, its tests in it')
    .argument('[name]', 'of the strategy, or the path of its file')
    .option('--template <name>', 'what to begin with; strat new alone lists them')
    .option('--workflow', 'write the workflow that checks a repository of strategies on GitHub')
    .addHelpText(
      'after',
      examples(
        'strat new my_strategy',
        'strat new dips --template rsi_reversion',
        'strat new --workflow',
      ),
    )
    .action(async (name: string | undefined, flags: NewFlags) => {
      const { newCommand } = await import('./new.ts')
      finish(await newCommand(name, flags, terminal))
    })

  command(program, 'check', 'FILE…', 'find the mistakes in strategies, without running them')
    .argument('<files...>', 'strategy files, or folders of them; - is the standard input')
    .option('--fix', 'make the edits that are certain, and say which')
    .option('--json', 'print the diagnostics as JSON')
    .addHelpText(
      'after',
      examples(
        'strat check my.strat',
        'strat check --fix my.strat',
        'strat check strategies/*.strat --json',
        'strat check - < my.strat',
      ),
    )
    .action(async (files: string[], flags: CheckFlags) => {
      const { checkCommand } = await import('./check.ts')
      finish(await checkCommand(files, flags, terminal))
    })

  command(program, 'fmt', 'FILE…', 'lay strategies out in the one style')
    .argument('<files...>', 'strategy files, folders of them, or - for what comes in')
    .option('--check', 'write nothing: show what would change, exit 1 if anything')
    .addHelpText(
      'after',
      examples('strat fmt my.strat', 'strat fmt strategies --check', 'strat fmt - < my.strat'),
    )
    .action(async (files: string[], flags: FmtFlags) => {
      const { fmtCommand } = await import('./fmt.ts')
      finish(await fmtCommand(files, flags, terminal))
    })

  command(program, 'explain', '[CODE]', 'say what a message means, with an example')
    .argument('[code]', 'the code in brackets behind `error` or `warning` (default: list all)')
    .option('--json', 'print it as JSON')
    .addHelpText('after', examples('strat explain look-ahead', 'strat explain'))
    .action(async (code: string | undefined, flags: { json?: true }) => {
      const { explainCommand } = await import('./explain.ts')
      finish(explainCommand(code, flags, terminal))
    })

  addRunCommands(program, terminal, finish)

  command(program, 'build', 'FILE', 'translate a strategy to TypeScript and JavaScript')
    .argument('<file>', 'strategy file')
    .option('--out <folder>', 'where to write (default: dist beside the strategy)')
    .addHelpText('after', examples('strat build my.strat', 'strat build my.strat --out build'))
    .action(async (file: string, flags: { out?: string }) => {
      const { buildCommand } = await import('./build.ts')
      finish(await buildCommand(file, flags, terminal))
    })

  command(program, 'test', 'FILE…', 'run the tests of strategies')
    .argument('<files...>', 'strategy files, or folders of them')
    .option('--watch', 'run them again with every change')
    .option('--filter <text>', 'only tests that have this in their title')
    .option('--update', 'write the expected results anew that differ')
    .option('--coverage', 'tell which rules fired in which tests')
    .option('--reporter <text|json|junit>', 'what for', 'text')
    .option('--output <file>', 'write the report there, and show the text')
    .addHelpText(
      'after',
      examples(
        'strat test my.strat --watch',
        'strat test strategies --coverage',
        'strat test . --reporter junit --output tests.xml',
      ),
    )
    .action(async (files: string[], flags: TestFlags) => {
      const { testCommand } = await import('./test.ts')
      finish(await testCommand(files, flags, terminal))
    })

  command(
    program,
    'studio',
    '[FOLDER]',
    'write strategies in the browser, the result beside the text',
  )
    .argument('[folder]', 'where they are kept', 'strategies')
    .option('--port <port>', 'on this machine, 0 for a free one', '4380')
    .option(
      '--data <prices.csv...>',
      'prices to choose from, besides those read before and samples',
    )
    .option('--open', 'open the browser')
    .option('--log-level <level>', 'how much .strat/logs tells: debug to error, or silent', 'info')
    .addHelpText(
      'after',
      examples('strat studio --open', 'strat studio my-strategies --data prices.csv --port 0'),
    )
    .action(async (folder: string, flags: StudioFlags) => {
      const { studioCommand } = await import('./studio.ts')
      finish(await studioCommand(folder, flags, terminal))
    })

  addDataCommands(program, terminal, finish)
  addSetupCommands(program, terminal, finish)
  addTradingCommands(program, terminal, finish)
  return program
}

function ourMistake(error: unknown, debug: boolean): string {
  const message = error instanceof Error ? error.message : String(error)
  const stack = error instanceof Error ? error.stack : undefined
  return [
    `This is our mistake, not yours: ${message}`,
    `Please report it with the strategy file and the command line (strat ${VERSION}, Node`,
    `${process.version}, ${process.platform}): the issues page of the project is the place.`,
    debug && stack !== undefined ? stack : 'STRAT_DEBUG=1 before the command shows where it was.',
    '',
  ].join('\n')
}
