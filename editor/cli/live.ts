import { ibBroker } from '../../runtime/broker/ib/ib-broker.ts'
import { readInstruments } from '../../runtime/instruments/read-instruments.ts'
import { JournalFailure } from '../../runtime/journal/failure.ts'
import { latchPath, latchReader } from '../../runtime/live/kill.ts'
import { runLive } from '../../runtime/live/live.ts'
import type { LiveOutcome } from '../../runtime/live/options.ts'
import { brokenRequires } from '../pipeline/broken-requires.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { BEGIN_ANEW, type Prepared, prepareJournal } from './live-journal.ts'
import { type LiveFlags, type LiveSettings, readLiveOptions } from './live-options.ts'
import { type LiveScreen, liveScreen } from './live-screen.ts'
import { type Log, openLog } from './log/open-log.ts'
import { type ReadModule, readModule } from './strategy-module.ts'
import type { Terminal } from './terminal.ts'
import { VERSION } from './version.ts'

/** `strat live`: trades a strategy until it is stopped, or says why it cannot. */
export async function liveCommand(
  path: string,
  flags: LiveFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const strategy = readModule(path, terminal)
  if (typeof strategy === 'number') return strategy
  const { module } = strategy
  const known = await readInstruments(flags.instruments)
  const read =
    known.kind === 'refused' ? known : readLiveOptions(flags, path, module.meta, known.instruments)
  const problems =
    'problems' in read ? read.problems : brokenRequires(module, read.settings.parameters)
  if (problems.length > 0 || 'problems' in read) {
    terminal.err(problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }
  const { settings } = read
  const prepared = prepareJournal(settings, strategy)
  if ('problem' in prepared) {
    terminal.err(`${prepared.problem}\n`)
    return EXIT.usage
  }
  for (const note of prepared.notes) terminal.err(`${note}\n`)
  const { account, instrument, host, port, journal } = settings
  const { title, timeframe } = module.meta
  const { symbol } = instrument
  terminal.err(`${title}: connecting to ${host}:${port}, journal ${journal}\n`)
  const ready = `account ${account}, ${symbol} in bars of ${timeframe}; Ctrl-C stops`
  const screen = liveScreen(terminal, { symbol, timeframe, ready })
  const log = openLog({ name: 'live', level: flags.logLevel, onFailure: screen.hint })
  log.hide(account)
  log.write.info({ strategy: title, symbol, timeframe, host, port, journal }, 'started')
  const outcome = await trade(strategy, settings, prepared, logged(screen, log), terminal)
  screen.end()
  log.write[outcome.kind === 'stopped' ? 'info' : 'error']({ outcome }, 'ended')
  log.close()
  return exitCode(outcome, prepared, terminal)
}

/** A screen that is written down, too: lines and hints as they are, how it stands for who asks. */
function logged(screen: LiveScreen, { write }: Log): LiveScreen {
  return {
    ...screen,
    line: (text) => {
      screen.line(text)
      write.info(text)
    },
    hint: (text) => {
      screen.hint(text)
      write.warn(text)
    },
    status: (status) => {
      screen.status(status)
      write.debug({ status }, 'status')
    },
  }
}

function trade(
  { module }: ReadModule,
  settings: LiveSettings,
  prepared: Prepared,
  screen: LiveScreen,
  terminal: Terminal,
): Promise<LiveOutcome> {
  const { host, port, clientId, account, asked, others } = settings
  const { liveMoney, virtual, maxClockSkewMs } = settings
  const latch = latchReader(latchPath(settings.journal))
  const broker = ibBroker({
    host,
    port,
    clientId,
    account,
    instrument: asked,
    others,
    allowLive: liveMoney,
    virtualTime: virtual,
    // What closes a trade has a group, and a kill must never keep it from being sent.
    mayWrite: ({ group }) => group !== undefined || latch() === undefined,
    ...(maxClockSkewMs !== undefined && { maxClockSkewMs }),
  })
  const { parameters, instrument, cash, costs, limits, journal, clearKill, history } = settings
  let isFirst = true
  const run = runLive({
    ...{ module, parameters, broker, account, instrument, cash, costs, limits, journal },
    ...{ clearKill, history, virtual, version: VERSION },
    calendar: settings.calendar,
    print: screen.line,
    status: (status) => {
      screen.status(status)
      if (isFirst && prepared.kept !== undefined) {
        const { time, halted } = status
        if (halted !== undefined) screen.hint(`Settle the account by hand. ${BEGIN_ANEW}`)
        else if (time < (prepared.kept.lastBar ?? 0)) screen.hint(BACK_IN_TIME)
      }
      isFirst = false
    },
  })
  const forget = terminal.onStop(() => void run.stop('Ctrl-C'))
  return run.finished.finally(forget)
}

const BACK_IN_TIME =
  "The broker's clock is before the journal's last bar, as when a replay begins again: until it " +
  `is past it, nothing happens. ${BEGIN_ANEW}`

function exitCode(outcome: LiveOutcome, { kept }: Prepared, terminal: Terminal): ExitCode {
  switch (outcome.kind) {
    case 'stopped':
      return EXIT.ok
    case 'refused':
      terminal.err(`${outcome.reason}\n`)
      // A journal that another account or other costs were asked for.
      if (kept !== undefined && /begun with/.test(outcome.reason)) terminal.err(`${BEGIN_ANEW}\n`)
      return EXIT.usage
    case 'failed':
      if (!(outcome.error instanceof JournalFailure)) throw outcome.error
      terminal.err(`${outcome.reason}\n`)
      return EXIT.usage
  }
}
