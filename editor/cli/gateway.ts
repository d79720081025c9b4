import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { calendarNamed } from '../../runtime/calendar/calendars.ts'
import { refusalText } from '../../runtime/feeds/problem.ts'
import { type RunningGateway, startGateway } from '../../runtime/gateway/gateway.ts'
import { GatewayRefusal } from '../../runtime/gateway/loopback.ts'
import type { PricedInstrument } from '../../runtime/gateway/options.ts'
import { sampleBars } from '../../runtime/gateway/sample-bars.ts'
import type { Instrument } from '../../runtime/instruments/instruments.ts'
import { instrumentOf, readInstruments } from '../../runtime/instruments/read-instruments.ts'
import { plainText } from '../../runtime/report/words.ts'
import { loadBars } from '../../runtime/store/load-bars.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { contractWords } from './broker-contract.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { type GatewayFlags, type GatewaySettings, readGatewayOptions } from './gateway-options.ts'
import { stratFolder } from './journal-files.ts'
import { openLog } from './log/open-log.ts'
import { progress } from './progress.ts'
import { readRates } from './read-rates.ts'
import { cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'

const MINUTE = 60_000
const SAMPLE_SESSIONS = 12
/** Bars before the replay where nobody says where it begins; half of them where there are few. */
const HISTORY_BARS = 780

/** `strat gateway`: a simulated broker's gateway, until it is stopped. */
export async function gatewayCommand(flags: GatewayFlags, terminal: Terminal): Promise<ExitCode> {
  const read = readGatewayOptions(flags)
  if ('problems' in read) {
    terminal.err(read.problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }
  const { settings } = read
  const prices = await readPrices(settings, terminal)
  if ('problem' in prices) {
    terminal.err(`${prices.problem}\n`)
    return EXIT.usage
  }
  const converted = await ratesFor(settings, prices.bars)
  if ('problems' in converted) {
    terminal.err(converted.problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }
  let gateway: RunningGateway | undefined
  const onFailure = (problem: string) => terminal.err(`${problem}\n`)
  const kept = openLog({ name: 'gateway', level: flags.logLevel, onFailure })
  const log = (line: string): void => {
    if (gateway === undefined) return
    const { time } = gateway.report()
    terminal.out(`${clock(time)}  ${plainText(line)}\n`)
    kept.write.info({ market: new Date(time).toISOString() }, line)
  }
  const { calendar: _, ...offered } = settings
  try {
    gateway = await startGateway({ ...offered, ...prices, ...converted, log })
  } catch (error) {
    if (!(error instanceof GatewayRefusal)) throw error
    kept.write.error(error.message)
    kept.close()
    terminal.err(`The gateway cannot start: ${error.message}.\n${hint(error.message, settings)}`)
    return EXIT.usage
  }
  kept.hide(gateway.token)
  const { port, controlPort, account } = gateway
  kept.write.info({ port, controlPort, account, symbol: settings.symbol }, 'started')
  if (settings.frozen) gateway.freeze()
  const code = await serve(gateway, settings, prices, terminal)
  kept.write.info('ended')
  kept.close()
  return code
}

/** Says where the gateway is, and waits until it is told to stop. */
async function serve(
  gateway: RunningGateway,
  settings: GatewaySettings,
  prices: Prices,
  terminal: Terminal,
): Promise<ExitCode> {
  const tokenFile = join(stratFolder(), `gateway-${gateway.port}.token`)
  const stopped = new Promise<void>((resolve) => terminal.onStop(resolve))
  try {
    const problem = writeToken(tokenFile, gateway.token)
    if (problem !== undefined) {
      terminal.err(`${problem}\n`)
      return EXIT.usage
    }
    terminal.out(head(gateway, settings, prices, tokenFile))
    void gateway.finished.then(() => {
      if (gateway.report().bar === gateway.report().bars) {
        terminal.out('The last bar is over; orders and account can still be asked for.\n')
      }
    })
    await stopped
  } finally {
    rmSync(tokenFile, { force: true })
    await gateway.stop()
  }
  const { executions, position, commissions } = gateway.report()
  terminal.out(
    `Stopped: ${executions.length} executions, position ${position}, ` +
      `commissions ${commissions.toFixed(2)}.\n`,
  )
  return EXIT.ok
}

interface Prices {
  readonly bars: Bars
  readonly timeframeMs: number
  readonly startTime: number
  readonly others: readonly PricedInstrument[]
  readonly calendar?: string
}

async function readPrices(
  settings: GatewaySettings,
  terminal: Terminal,
): Promise<Prices | { readonly problem: string }> {
  const { data, seed, start } = settings
  const known = await readInstruments(settings.instruments)
  if (known.kind === 'refused') return { problem: known.problems.join('\n') }
  const { instruments } = known
  const own =
    data === undefined
      ? { bars: sampleBars(SAMPLE_SESSIONS, Date.now(), seed), timeframeMs: MINUTE }
      : await readBars(data, settings, terminal)
  if ('problem' in own) return own
  const others: PricedInstrument[] = []
  for (const { symbol, path } of settings.others) {
    const read = await readBars(path, settings, terminal)
    if ('problem' in read) return read
    const instrument = contractWords(instruments, symbol)
    others.push({ symbol, ...read, instrument, ...calendarIn(instruments, symbol) })
  }
  const { bars } = own
  const begin = start ?? bars.time[Math.min(HISTORY_BARS, Math.floor(bars.length / 2))] ?? 0
  const { symbol } = settings
  const calendar = calendarIn(instruments, symbol, settings.calendar)
  return { ...own, startTime: begin, others, ...calendar }
}

/** The calendar that a flag names, else that of the instruments file, or of its exchange there. */
function calendarIn(
  instruments: ReadonlyMap<string, Instrument>,
  symbol: string,
  named?: string,
): { readonly calendar?: string } {
  const { calendar, exchange } = instrumentOf(instruments, symbol) ?? {}
  const name = named ?? calendar ?? exchange
  return name === undefined || calendarNamed(name) === undefined ? {} : { calendar: name }
}

async function readBars(
  data: string,
  { timezone }: GatewaySettings,
  terminal: Terminal,
): Promise<Pick<Prices, 'bars' | 'timeframeMs'> | { readonly problem: string }> {
  const steps = progress(terminal)
  steps.step(`Reading ${data}`)
  const loaded = await loadBars(data, { read: timezone === undefined ? {} : { timezone } })
  steps.done()
  if (loaded.kind === 'refused') return { problem: refusalText(loaded, data) }
  const { bars, report, notes } = loaded
  for (const note of [...report.notes, ...notes]) terminal.err(`${note}\n`)
  if (report.interval === undefined) {
    return { problem: `${data} has one bar: nobody can tell how long it is.` }
  }
  return { bars, timeframeMs: report.interval.milliseconds }
}

/** The rates of an account in another currency, and nothing for any other. */
function ratesFor(
  { ratesFrom, symbol, instrument, currency }: GatewaySettings,
  bars: Bars,
): ReturnType<typeof readRates> {
  const account = currency === instrument.currency ? {} : { currency }
  const traded = { symbol, currency: instrument.currency }
  const asked = { store: true, ...(ratesFrom !== undefined && { rates: ratesFrom }) }
  return readRates(asked, { ...account, instrument: traded }, bars, '--account-currency')
}

function head(
  gateway: RunningGateway,
  { symbol, virtual, speed, frozen, currency, instrument }: GatewaySettings,
  { bars, startTime, others }: Prices,
  tokenFile: string,
): string {
  const { port, controlPort, account } = gateway
  const pace = virtual ? 'as fast as its clients' : `${speed} times as fast as the wall's clock`
  const last = bars.time[bars.length - 1] ?? startTime
  const state = frozen ? 'frozen' : 'begins with its first client'
  const besides = others.map((one) => ` and ${plainText(one.symbol)}`).join('')
  return [
    `Gateway on 127.0.0.1:${port}, account ${account} in ${currency}`,
    `  market   ${plainText(symbol)} in ${instrument.currency}${besides}, ${clock(startTime)} to ${clock(last)} UTC, ${pace}; ${state}`,
    `  control  127.0.0.1:${controlPort}, its token in ${tokenFile}:`,
    `           curl -H "authorization: Bearer $(cat '${tokenFile}')" http://127.0.0.1:${controlPort}/state`,
    `  trade    strat live FILE --paper${port === 4002 ? '' : ` --port ${port}`}` +
      `${account === 'DU1234567' ? '' : ` --account ${account}`}${virtual ? ' --virtual' : ''}`,
    '  Ctrl-C stops it.',
    '',
  ].join('\n')
}

/** Only the owner may read it; a text: why it could not be written. */
function writeToken(path: string, token: string): string | undefined {
  try {
    mkdirSync(stratFolder(), { recursive: true })
    // A file that is there would keep the mode that it has.
    rmSync(path, { force: true })
    writeFileSync(path, `${token}\n`, { mode: 0o600, flag: 'wx' })
    return undefined
  } catch (error) {
    return cannotWrite(path, error)
  }
}

function hint(message: string, { port }: GatewaySettings): string {
  if (!message.includes('EADDRINUSE')) return ''
  return message.startsWith(`port ${port} `)
    ? 'Another gateway is there: stop it, or take another --port.\n'
    : 'Something is there: take another --control-port.\n'
}

/** `2026-03-02 14:30:05` */
function clock(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ')
}
