import type { Command } from 'commander'
import { addData, collect, command, examples, type Finish } from './command-shape.ts'
import type { CompareFlags } from './compare.ts'
import { addFeedOptions } from './feed-options.ts'
import { RUN_DEFAULTS, type RunFlags } from './run-flags.ts'
import type { Terminal } from './terminal.ts'
import type { WhyFlags } from './why.ts'

/** The commands that run a strategy over the past: what came of it, why, and beside another. */
export function addRunCommands(program: Command, terminal: Terminal, finish: Finish): void {
  addRun(program, terminal, finish)
  addCompare(program, terminal, finish)
  addWhy(program, terminal, finish)
}

function addRun(program: Command, terminal: Terminal, finish: Finish): void {
  const run = command(
    program,
    'run',
    'FILE --data PRICES | --sample',
    'backtest a strategy and print the report',
  ).argument('<file>', 'strategy file')
  addInputs(run)
    .option('--all-figures', 'print every figure, not the main ones')
    .option('--lock <file>', 'lock the run in a new file; of a locked one, repeat it to the bit')
    .option('--report <page.html>', 'write the report as one HTML page')
    .option('--csv <folder>', 'write every table of the report as a CSV file')
    .option('--json', 'print the result as JSON and nothing else')
    .option('--no-store', 'read the prices afresh and keep nothing in .strat/')
    .option('--write-expected', 'keep the result: strat test expects it from now on')
    .addHelpText(
      'after',
      examples(
        'strat run my.strat --data prices.csv',
        'strat run my.strat --sample --write-expected',
        'strat run my.strat --data prices.csv --param fast=12 --param slow=40 --from 2015-01-01',
        'strat run my.strat --data prices.csv --costs "commission ibkr fixed, slippage 2 bps"',
        'strat run my.strat --data hours.csv --finer minutes.csv',
        'strat run my.strat --data prices.csv --data SPY=spy.csv --data 1d=days.csv',
        'strat run my.strat --data prices.csv --json > result.json',
        'strat run my.strat --data prices.csv --lock my.lock.json',
        'strat run my.strat --lock my.lock.json           repeats it, or says what changed',
      ),
    )
    .action(async (file: string, flags: RunFlags, called: Command) => {
      const { runCommand } = await import('./run.ts')
      finish(await runCommand(file, flags, terminal, givenOf(flags, called)))
    })
}

function addCompare(program: Command, terminal: Terminal, finish: Finish): void {
  const compare = command(
    program,
    'compare',
    'A [B]',
    'put two runs side by side: figures, trades, and whether it is luck',
  )
    .argument('<a>', 'a strategy, a lock of a run, or a report as JSON')
    .argument('[b]', 'another one (default: A with what the --b- options change)')
  addInputs(compare)
    .option('--b-param <name=value>', 'a parameter of B alone; may be repeated', collect, [])
    .option('--b-costs <words>', 'costs of B alone')
    .option('--b-policy <name>', 'fill policy of B alone')
    .option('--resamples <count>', 'how often the days are drawn anew', '2000')
    .option('--seed <number>', 'from which they are drawn', '1')
    .option('--block <days>', 'that stay together, on average (default: the cube root of them)')
    .option('--report <page.html>', 'write the comparison as one HTML page')
    .option('--json', 'print the comparison as JSON and nothing else')
    .option('--no-store', 'read the prices afresh and keep nothing in .strat/')
    .addHelpText(
      'after',
      examples(
        'strat compare before.lock.json after.lock.json',
        'strat compare old.strat new.strat --data prices.csv --report compare.html',
        'strat compare my.strat --data prices.csv --b-param fast=12',
        'strat compare my.strat --data prices.csv --costs none --b-costs "commission ibkr tiered"',
      ),
    )
    .action(async (first: string, second: string | undefined, flags: CompareFlags) => {
      const { compareCommand } = await import('./compare.ts')
      finish(await compareCommand(first, second, flags, terminal))
    })
}

function addWhy(program: Command, terminal: Terminal, finish: Finish): void {
  const why = command(
    program,
    'why',
    'FILE --at TIME --data PRICES | --sample',
    'say why the rules fired or not at a bar, and what became of their orders',
  ).argument('<file>', 'strategy file')
  addInputs(why)
    .requiredOption('--at <time>', 'a day, or a day and a time: "2024-03-28 10:30"')
    .option('--json', 'print it as JSON')
    .option('--no-store', 'read the prices afresh and keep nothing in .strat/')
    .addHelpText(
      'after',
      examples(
        'strat why my.strat --at 2024-03-28 --data prices.csv',
        'strat why my.strat --at "2024-03-28 10:30" --data minutes.csv --json',
      ),
    )
    .action(async (file: string, flags: WhyFlags) => {
      const { whyCommand } = await import('./why.ts')
      finish(await whyCommand(file, flags, terminal))
    })
}

/** What a run is made of: prices, parameters, money, costs, policy, instrument, metrics. */
function addInputs(run: Command): Command {
  const data = 'a file of prices, CSV with a header or other, or a symbol of the store'
  addData(run, `${data}; SPY=FILE and 1d=FILE: what is read beside them`)
    .option(
      '--finer <prices>',
      'shorter bars of them, which tell what filled first, or none (default: those in the store)',
    )
    .option('--sample', "made-up prices in place of a file's: the same each time")
    .option('--from <date>', 'first day to use, 2015-01-01 (indicators start there too)')
    .option('--to <date>', 'last day to use, included')
    .option('--param <name=value>', 'set a parameter; may be repeated', collect, RUN_DEFAULTS.param)
    .option('--cash <amount>', 'start capital', RUN_DEFAULTS.cash)
    .option('--currency <code>', "the account's, such as USD (default: the instrument's)")
    .option(
      '--rates <prices>',
      "what the instrument's currency comes to in it (default: EURUSD of the store)",
    )
    .option('--costs <words>', "as in a costs block, or none (default: the strategy's own)")
    .option('--policy <name>', 'how orders fill', RUN_DEFAULTS.policy)
    .option('--end <mark|close>', "open positions at the end (default: the policy's way)")
    .option(
      '--lots <method>',
      'which shares exits are booked against: fifo, lifo, average, specific',
    )
    .option('--symbol <name>', "instrument (default: the strategy's, or the file's name)")
    .option('--tick <step>', 'smallest price step, 0 for none (default: as instruments.yaml says)')
    .option('--lot <shares>', 'smallest quantity step')
    .option('--multiplier <money>', 'money for one point of price, per share')
    .option('--margin <words>', "cash, reg-t, 25%, 1200 per contract (default: the policy's way)")
    .option(
      '--calendar <exchange>',
      'whose sessions, XNYS or NASDAQ (default: what is known, or guessed)',
    )
    .option('--instruments <file>', 'what is known of symbols (default: instruments.yaml)')
    .option(
      '--metrics <words>',
      'what the figures mean: empyrical, lean, "lockstep, risk-free 2%"',
      RUN_DEFAULTS.metrics,
    )
  return addFeedOptions(run)
}

/** Of the flags, those that the command line itself gives. */
function givenOf(flags: RunFlags, called: Command): Partial<RunFlags> {
  return Object.fromEntries(
    Object.entries(flags).filter(
      ([name, value]) => value !== undefined && called.getOptionValueSource(name) === 'cli',
    ),
  )
}
