import type { Command } from 'commander'
import { collect, command, examples, type Finish } from './command-shape.ts'
import type { CheckDataFlags } from './data-check.ts'
import type { ExportFlags } from './data-export.ts'
import type { ImportFlags } from './data-import.ts'
import type { PickFlags } from './data-store.ts'
import type { DownloadFlags } from './download.ts'
import { addFeedOptions } from './feed-options.ts'
import type { Terminal } from './terminal.ts'

/** `strat data` and `strat download`: prices in and out of the store, and what they are worth. */
export function addDataCommands(program: Command, terminal: Terminal, finish: Finish): void {
  const data = program
    .command('data')
    .description('import, list, check, export and remove prices')
    .showHelpAfterError('(strat data --help tells what there is)')
    .addHelpText(
      'after',
      examples('strat data import spy.csv', 'strat data list', 'strat data check SPY'),
    )
  addImport(data, terminal, finish)
  addDownload(program, terminal, finish)

  command(data, 'list', '', 'what prices there are')
    .option('--json', 'print them as JSON')
    .addHelpText('after', examples('strat data list'))
    .action(async (flags: { json?: true }) => {
      const { dataListCommand } = await import('./data-list.ts')
      finish(await dataListCommand(flags, terminal))
    })

  ofSeries(data, 'show', 'a series, its revisions, its first and its last bars')
    .addHelpText('after', examples('strat data show SPY', 'strat data show SPY --interval 1m'))
    .action(async (symbol: string, flags: PickFlags) => {
      const { dataShowCommand } = await import('./data-show.ts')
      finish(await dataShowCommand(symbol, flags, terminal))
    })

  ofSeries(data, 'check', 'gaps, outliers, splits, times of another zone, rows put aside')
    .option('--calendar <name>', 'its exchange (default: as instruments.yaml says, or what fits)')
    .option('--instruments <file>', 'what is known of symbols (default: instruments.yaml)')
    .option('--report <page.html>', 'write the findings as one HTML page')
    .addHelpText(
      'after',
      examples('strat data check SPY', 'strat data check SPY --calendar XNYS --report spy.html'),
    )
    .action(async (symbol: string, flags: CheckDataFlags) => {
      const { dataCheckCommand } = await import('./data-check.ts')
      finish(await dataCheckCommand(symbol, flags, terminal))
    })

  ofSeries(data, 'export', 'a series as a file that an import reads back bit for bit')
    .option('--format <csv|parquet>', 'how it is written', 'csv')
    .option('--out <file>', 'where (default: CSV goes to the output)')
    .addHelpText(
      'after',
      examples(
        'strat data export SPY > spy.csv',
        'strat data export SPY --format parquet --out spy.parquet',
      ),
    )
    .action(async (symbol: string, flags: ExportFlags) => {
      const { dataExportCommand } = await import('./data-export.ts')
      finish(await dataExportCommand(symbol, flags, terminal))
    })

  ofSeries(data, 'remove', 'a series with all its revisions; files stay where they are')
    .addHelpText('after', examples('strat data remove SPY', 'strat data remove SPY --interval 1m'))
    .action(async (symbol: string, flags: PickFlags) => {
      const { dataRemoveCommand } = await import('./data-remove.ts')
      finish(await dataRemoveCommand(symbol, flags, terminal))
    })
}

function addImport(data: Command, terminal: Terminal, finish: Finish): void {
  const entry = command(
    data,
    'import',
    'FILE…',
    'files of prices, or folders of them, into the store',
  )
    .argument('<files...>', 'CSV of any kind, JSON, Parquet, LEAN zip; gzipped or not')
    .option('--symbol <name>', 'what the prices are of (default: as the file or its name says)')
  addFeedOptions(entry)
    .option('--json', 'print what happened as JSON')
    .addHelpText(
      'after',
      examples(
        'strat data import spy.csv',
        'strat data import SPY-2007.csv SPY-2008.csv --symbol SPY',
        'strat data import minutes/ --timezone America/New_York --on-bad quarantine',
      ),
    )
    .action(async (files: string[], flags: ImportFlags) => {
      const { dataImportCommand } = await import('./data-import.ts')
      finish(await dataImportCommand(files, flags, terminal))
    })
}

function addDownload(program: Command, terminal: Terminal, finish: Finish): void {
  const entry = command(
    program,
    'download',
    'SYMBOL… --source NAME',
    'prices from a service, with your key',
  )
    .argument('<symbols...>', 'as the source writes them')
    .option('--source <name>', 'http, stooq, alphavantage, tiingo or polygon')
    .option('--from <date>', 'first day (default: where the store ends, else 2000)')
    .option('--to <date>', 'last day, included (default: yesterday)')
    .option(
      '--url <address>',
      'another address of the source; of http: with {symbol}, {from}, {to}',
    )
    .option(
      '--header <name: value>',
      'of http: sent along, {key} in it; may be repeated',
      collect,
      [],
    )
    .option('--rows <path>', 'of http: where the rows are in its JSON, data.bars')
    .option('--allow-private', "follow the source to addresses of this machine's network")
  addFeedOptions(entry)
    .option('--json', 'print what happened as JSON')
    .addHelpText(
      'after',
      examples(
        'strat download spy.us --source stooq',
        'TIINGO_API_KEY=… strat download SPY QQQ --source tiingo --adjusted',
        'strat download SPY --source http --url "https://example.com/{symbol}.csv?from={from}"',
      ),
    )
    .action(async (symbols: string[], flags: DownloadFlags) => {
      const { downloadCommand } = await import('./download.ts')
      finish(await downloadCommand(symbols, flags, terminal))
    })
}

/** A command on one series of the store. */
function ofSeries(data: Command, name: string, description: string): Command {
  return command(data, name, 'SYMBOL', description)
    .argument('<symbol>', 'as strat data list tells it')
    .option('--interval <length>', 'which of several: of 1d or of 1m')
    .option('--quote <bid|ask>', 'which of several: one side of quotes')
    .option('--adjusted', 'which of several: the adjusted one')
    .option('--json', 'print it as JSON')
}
