import { Command, CommanderError } from 'commander'
import { collect, command, examples } from './command-shape.ts'
import { EXIT, EXIT_CODES_HELP, type ExitCode } from './exit-code.ts'
import type { RunFlags } from './run-options.ts'
import type { Terminal } from './terminal.ts'
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
  try {
    if (args.length === 0) {
      terminal.out(program.helpInformation())
      return EXIT.usage
    }
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    terminal.err(ourMistake(error, terminal.debug))
    return EXIT.ours
  }
}

function commandLine(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const program = new Command('strat')
    .description('Check, run, build, test and trade strategies written in Strat.')
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
  strat check strategies/*.strat
  strat run strategies/sma_crossover.strat --data prices.csv --report report.html
  strat gateway                                        a market to try it on, then elsewhere
  strat live strategies/minute_cross.strat --paper
${EXIT_CODES_HELP}`,
    )

  command(program, 'check', 'FILE…', 'find the mistakes in strategies, without running them')
    .argument('<files...>', 'strategy files')
    .option('--json', 'print the diagnostics as JSON')
    .addHelpText('after', examples('strat check my.strat', 'strat check strategies/*.strat --json'))
    .action(async (files: string[], flags: { json?: true }) => {
      const { checkCommand } = await import('./check.ts')
      finish(await checkCommand(files, flags, terminal))
    })

  command(program, 'run', 'FILE --data PRICES', 'backtest a strategy and print the report')
    .argument('<file>', 'strategy file')
    .option(
      '--data <prices.csv>',
      'prices: CSV with a header (time or date, open, high, low, close)',
    )
    .option('--from <date>', 'first day to use, 2015-01-01 (indicators start there too)')
    .option('--to <date>', 'last day to use, included')
    .option('--param <name=value>', 'set a parameter; may be repeated', collect, [])
    .option('--cash <amount>', 'start capital', '100000')
    .option('--costs <words>', "as in a costs block, or none (default: the strategy's own)")
    .option('--policy <name>', 'how orders fill', 'next_open')
    .option('--end <mark|close>', "open positions at the end (default: the policy's way)")
    .option('--timezone <zone>', 'of the times in the prices, e.g. America/New_York')
    .option('--date-order <mdy|dmy>', 'what 03/04/2024 means, where the prices cannot tell')
    .option('--on-bad <refuse|quarantine>', 'bad rows: refuse the file, or leave them out')
    .option('--symbol <name>', "instrument (default: the strategy's, or the file's name)")
    .option('--tick <step>', 'smallest price step; 0 leaves prices as they are')
    .option('--lot <shares>', 'smallest quantity step')
    .option('--multiplier <money>', 'money for one point of price, per share')
    .option('--report <page.html>', 'write the report as one HTML page')
    .option('--json', 'print the result as JSON and nothing else')
    .option('--no-store', 'read the prices afresh and keep nothing in .strat/')
    .addHelpText(
      'after',
      examples(
        'strat run my.strat --data prices.csv',
        'strat run my.strat --data prices.csv --param fast=12 --param slow=40 --from 2015-01-01',
        'strat run my.strat --data prices.csv --costs "commission ibkr fixed, slippage 2 bps"',
        'strat run my.strat --data prices.csv --json > result.json',
      ),
    )
    .action(async (file: string, flags: RunFlags) => {
      const { runCommand } = await import('./run.ts')
      finish(await runCommand(file, flags, terminal))
    })

  command(program, 'build', 'FILE', 'translate a strategy to TypeScript and JavaScript')
    .argument('<file>', 'strategy file')
    .option('--out <folder>', 'where to write (default: dist beside the strategy)')
    .addHelpText('after', examples('strat build my.strat', 'strat build my.strat --out build'))
    .action(async (file: string, flags: { out?: string }) => {
      const { buildCommand } = await import('./build.ts')
      finish(await buildCommand(file, flags, terminal))
    })

  command(program, 'test', 'FILE…', 'run the test blocks of strategies')
    .argument('<files...>', 'strategy files')
    .addHelpText('after', examples('strat test my.strat', 'strat test strategies/*.strat'))
    .action(async (files: string[]) => {
      const { testCommand } = await import('./test.ts')
      finish(await testCommand(files, terminal))
    })

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
