import type { Command } from 'commander'
import type { AuditFlags } from './audit.ts'
import { addData, collect, command, examples, type Finish } from './command-shape.ts'
import type { GatewayFlags } from './gateway-options.ts'
import type { KillFlags } from './kill.ts'
import type { LiveFlags } from './live-options.ts'
import type { Terminal } from './terminal.ts'

/** The commands around live trading: a market to try it on, the run, its end, its audit. */
export function addTradingCommands(program: Command, terminal: Terminal, finish: Finish): void {
  addGateway(program, terminal, finish)
  addLive(program, terminal, finish)

  command(program, 'kill', '[RUN]', "stop live runs' entries, from any terminal")
    .argument('[run]', "a run's strategy or journal (default: every run kept here)")
    .option(
      '--mode <halt|cancel|flatten>',
      'no entries; waiting ones back, too; all sold',
      'cancel',
    )
    .option('--journal <path>', "the run's journal")
    .addHelpText(
      'after',
      examples('strat kill', 'strat kill my.strat --mode flatten', 'strat kill --mode halt'),
    )
    .action(async (run: string | undefined, flags: KillFlags) => {
      const { killCommand } = await import('./kill.ts')
      finish(await killCommand(run, flags, terminal))
    })

  command(program, 'audit', 'RUN', 'hold a live run against its strategy and its backtest')
    .argument('<run>', "the run's strategy, or its journal")
    .option('--journal <path>', "the run's journal (default: the strategy's in .strat/live)")
    .option('--json', 'print the findings as JSON and nothing else')
    .addHelpText(
      'after',
      examples('strat audit my.strat', 'strat audit .strat/live/my.journal --json'),
    )
    .action(async (run: string, flags: AuditFlags) => {
      const { auditCommand } = await import('./audit.ts')
      finish(await auditCommand(run, flags, terminal))
    })
}

function addGateway(program: Command, terminal: Terminal, finish: Finish): void {
  const gateway = command(
    program,
    'gateway',
    '',
    "play a broker's gateway over stored prices, on this machine",
  )
  const data = 'what to replay: a CSV file, or the symbol of one read before (default: a sample)'
  addData(gateway, `${data}; SPY=FILE: whose bars it tells besides`)
    .option('--sample', 'the sample, which needs no file: a seeded walk over the last days')
    .option('--speed <times>', 'times as fast as the clock on the wall', '60')
    .option('--virtual', 'as fast as the clients keep up: fills are those of the backtest')
    .option('--start <date>', 'where the replay begins; what is before it is history')
    .option('--port <port>', 'for clients; 0 takes a free one', '4002')
    .option('--control-port <port>', 'for the control line; 0 takes a free one', '0')
    .option('--account <number>', 'DU… is a paper account, U… plays a live one', 'DU1234567')
    .option('--symbol <name>', "instrument (default: SAMPLE, or the file's name)")
    .option('--cash <amount>', 'money in the account', '1000000')
    .option('--currency <code>', "the instrument's", 'USD')
    .option('--instruments <file>', 'what is known of symbols (default: instruments.yaml)')
    .option(
      '--calendar <name>',
      'its exchange, for regular hours and days (default: as it says there)',
    )
    .option('--account-currency <code>', "the account's (default: the instrument's)")
    .option(
      '--rates <prices>',
      "what the instrument's currency comes to in it (default: EURUSD of the store)",
    )
    .option('--costs <words>', 'as in a costs block, or none', 'commission ibkr fixed')
    .option('--timezone <zone>', 'of the times in the prices, e.g. America/New_York')
    .option('--seed <number>', 'of the sample and of all that is drawn at random', '1')
    .option('--frozen', 'let the clock stand until the control line says resume')
    .option('--drop <bars>', 'drop all connections at the end of these bars: 37,180', '')
    .option('--delay <ms>', 'send everything up to so much later')
    .option('--refuse <count>', 'refuse the next so many orders')
    .option('--fault <json>', 'any other fault, as the control line takes it', collect, [])
    .option('--log-level <level>', 'how much .strat/logs tells: debug to error, or silent', 'info')
    .addHelpText(
      'after',
      examples(
        'strat gateway',
        'strat gateway --data minutes.csv --symbol SPY --start 2026-03-02 --speed 10',
        'strat gateway --data minutes.csv --data QQQ=qqq.csv',
        'strat gateway --virtual --drop 37,180 --delay 20',
        'strat gateway --data sap.csv --currency EUR --account-currency USD --rates eurusd.csv',
        `strat gateway --fault '{"kind":"split-fills","parts":3}'`,
      ),
    )
    .action(async (flags: GatewayFlags) => {
      const { gatewayCommand } = await import('./gateway.ts')
      finish(await gatewayCommand(flags, terminal))
    })
}

function addLive(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'live', 'FILE --paper', 'trade a strategy through TWS, IB Gateway or the sample')
    .argument('<file>', 'strategy file')
    .option('--paper', 'in a paper account')
    .option('--live-money', 'in an account with real money; needs --account')
    .option('--host <address>', 'where the gateway is', '127.0.0.1')
    .option('--port <port>', 'and its port', '4002')
    .option('--client-id <number>', 'ours at the gateway; one a run', '1')
    .option('--account <number>', "the only one to trade in (default: strat gateway's DU1234567)")
    .option('--symbol <name>', "instrument (default: the strategy's)")
    .option('--exchange <name>', "where it trades (default: the strategy's, or SMART)")
    .option('--instruments <file>', 'what is known of symbols (default: instruments.yaml)')
    .option('--param <name=value>', 'set a parameter; may be repeated', collect, [])
    .option('--cash <amount>', 'start capital of the strategy', '100000')
    .option('--costs <words>', "as in a costs block (default: the strategy's own, or IBKR's)")
    .option('--tick <step>', 'smallest price step', '0.01')
    .option('--lot <shares>', 'smallest quantity step', '1')
    .option('--multiplier <money>', 'money for one point of price, per share', '1')
    .option('--history <bars>', 'bars that the indicators see before the run begins', '500')
    .option('--max-order-quantity <shares>', 'refuse larger entries')
    .option('--max-order-notional <money>', 'refuse dearer entries')
    .option('--max-position <shares>', 'refuse entries that could lead beyond it')
    .option('--max-orders-per-minute <count>', 'refuse entries after so many', '30')
    .option('--max-open-orders <count>', 'refuse entries while so many work', '15')
    .option('--stale-data <seconds>', 'refuse entries on prices older than this', '60')
    .option(
      '--stale-rate <days>',
      "refuse entries on a rate into the account's older than this",
      '8',
    )
    .option('--price-collar <percent>', 'refuse entries priced further off than this', '20')
    .option('--clock-skew <seconds>', "refuse a clock further off than this from the broker's")
    .option('--journal <path>', "the run's log (default: .strat/live/<strategy>.journal)")
    .option('--new', 'put the journal that is there aside, and begin a new run')
    .option('--clear-kill', 'go on although the kill latch is set')
    .option('--virtual', 'the gateway runs with --virtual')
    .option('--log-level <level>', 'how much .strat/logs tells: debug to error, or silent', 'info')
    .addHelpText(
      'after',
      examples(
        'strat live strategies/minute_cross.strat --paper',
        'strat live my.strat --paper --port 7497 --account DU7654321 --max-position 500',
        'strat live my.strat --paper --param fast=5 --new',
      ),
    )
    .action(async (file: string, flags: LiveFlags) => {
      const { liveCommand } = await import('./live.ts')
      finish(await liveCommand(file, flags, terminal))
    })
}
