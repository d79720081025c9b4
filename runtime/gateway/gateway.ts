import { randomBytes } from 'node:crypto'
import type { Server } from 'node:net'
import { createServer } from 'node:net'
import { calendarNamed } from '../calendar/calendars.ts'
import { DAY } from '../calendar/day.ts'
import { rateColumn, ratesProblem } from '../calendar/rates-beside.ts'
import { POLICIES } from '../core/policy.ts'
import { randomFrom } from '../core/random.ts'
import { openAccount } from './account.ts'
import { realClock, Stopped, virtualClock } from './clock.ts'
import { serve } from './connection.ts'
import { openControl } from './control.ts'
import type { GatewayCore, Quoted } from './core.ts'
import { cutOf, UTC_CUT } from './cut.ts'
import { openExchange } from './exchange.ts'
import type { Fault } from './faults.ts'
import { dueFaults, enterFault, noFaults } from './faults.ts'
import { type Listing, listingOf } from './instrument.ts'
import { GatewayRefusal, listenHere } from './loopback.ts'
import { firstAtOrAfter, unfit } from './market.ts'
import type { GatewayOptions, PricedInstrument } from './options.ts'
import { publish } from './publish.ts'
import { seedOf } from './random.ts'
import { replayReal, replayVirtual } from './replay.ts'
import type { GatewayReport } from './report.ts'
import { reportOf } from './report.ts'
import type { Session } from './session.ts'
import { fail, takesBars } from './session.ts'
import { wallTime } from './wall-time.ts'

/** A gateway that has been started: where it is, and what can be done to it. */
export interface RunningGateway {
  readonly port: number
  readonly controlPort: number
  /** What the control port asks for. */
  readonly token: string
  readonly account: string
  /** Resolves when the last bar is over, or the gateway is stopped. */
  readonly finished: Promise<void>
  report(): GatewayReport
  freeze(): void
  resume(): void
  fault(fault: Fault): void
  stop(): Promise<void>
}

/**
 * Starts a simulated gateway on this machine only: it speaks the broker's socket protocol,
 * replays stored bars and keeps one account, until it is stopped. Orders, executions and
 * positions outlive every connection, not the process. Throws a `GatewayRefusal`.
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const core = openCore(options)
  const { faults = [], seed = 1, virtual = false } = options
  const chance = randomFrom(seedOf(seed, -1))
  const delays = randomFrom(seedOf(seed, -2))
  const carryOut = (fault: Fault): void => carryOutFault(core, fault)
  for (const fault of faults) {
    if (fault.bar === undefined && fault.chance === undefined) carryOut(fault)
  }
  const hooks = {
    barEnded: (count: number) => {
      for (const fault of dueFaults(faults, count, chance)) carryOut(fault)
    },
  }
  const token = randomBytes(16).toString('hex')
  const running = {
    report: () => reportOf(core),
    freeze: core.clock.freeze,
    resume: core.clock.resume,
    fault: carryOut,
  }
  const control = await openControl(running, token, options.controlPort ?? 0)
  const server = createServer((socket) => serve(core, socket, delays))
  const port = await listenHere(server, options.port ?? 0).catch(async (failure: unknown) => {
    await control.close()
    throw failure
  })
  const replay = virtual ? replayVirtual : replayReal
  const finished = replay(core, hooks).catch((failure: unknown) => {
    if (!(failure instanceof Stopped)) throw failure
  })
  core.log(`gateway for ${core.listing.symbol} on 127.0.0.1:${port}`)
  return {
    ...running,
    port,
    controlPort: control.port,
    token,
    account: core.exchange.account.name,
    finished,
    stop: async () => {
      core.clock.stop()
      await Promise.all([close(server, core.sessions), control.close()])
      await finished
    },
  }
}

function openCore(options: GatewayOptions): GatewayCore {
  const { bars, seed = 1, log = () => {} } = options
  if (bars.length === 0) throw new GatewayRefusal('there are no bars to replay')
  const quoted = quotedIn(options, seed)
  const { listing, market } = quoted
  const wall = wallTime(listing.timeZone)
  if (wall === undefined) throw new GatewayRefusal(`unknown time zone '${listing.timeZone}'`)
  const first = firstAtOrAfter(bars, options.startTime ?? bars.time[0]!)
  if (first === bars.length) throw new GatewayRefusal('no bar starts at or after the start time')
  market.current = first
  const start = bars.time[first]!
  const others = (options.others ?? []).map((other) => {
    const one = quotedIn(other, seed)
    one.market.current = firstAtOrAfter(other.bars, start - other.timeframeMs + 1)
    return one
  })
  const mark = first > 0 ? bars.close[first - 1]! : bars.open[0]!
  const money = moneyOf(options, listing, first)
  const sessions = new Set<Session>()
  const clock = options.virtual
    ? virtualClock(start, () => [...sessions].filter(takesBars), options.deadlineMs ?? 5000)
    : realClock(start, options.speed ?? 1, () => sessions.size > 0)
  const faults = noFaults()
  const exchange = openExchange({
    listing,
    account: openAccount(options.account ?? 'DU1234567', options.cash ?? 1_000_000, mark, money),
    policy: options.policy ?? POLICIES.next_open,
    costs: options.costs ?? { commission: { kind: 'ibkr-fixed' } },
    faults,
    nonce: randomBytes(4).toString('hex'),
    now: clock.now,
    tell: (event) => publish(core, event),
  })
  const core: GatewayCore = {
    ...quoted,
    others,
    exchange,
    ...(money.rates && { rates: money.rates }),
    clock,
    faults,
    wall,
    sessions,
    lateReports: [],
    messageRate: options.messageRate ?? 0,
    maxClients: options.maxClients ?? 32,
    log,
  }
  return core
}

/** An instrument with its bars, before the first of them. */
function quotedIn(
  { symbol, bars, timeframeMs, instrument, calendar: name }: PricedInstrument,
  seed: number,
): Quoted {
  const problem = unfit(bars, timeframeMs)
  if (problem !== undefined) throw new GatewayRefusal(`${symbol}: ${problem}`)
  const listing = listingOf({ ...instrument, symbol })
  const plan = { seed, timeframeMs, tick: listing.tick }
  const calendar = name === undefined ? undefined : calendarNamed(name)
  if (name !== undefined && calendar === undefined)
    throw new GatewayRefusal(`${symbol}: no exchange ${name} is known`)
  // Bars of whole days are as they were stored.
  const cuts =
    calendar === undefined || timeframeMs >= DAY
      ? { regular: UTC_CUT, all: UTC_CUT }
      : { regular: cutOf(calendar, 'regular'), all: cutOf(calendar, 'all') }
  return { listing, market: { bars, plan, current: 0, told: 0 }, cuts }
}

/** The account's currency, and what the instrument's comes to in it: now, and after each bar. */
function moneyOf(
  { bars, timeframeMs, currency: asked, rates: given }: GatewayOptions,
  { currency: own }: Listing,
  first: number,
): { readonly currency: string; readonly rate: number; readonly rates?: Float64Array } {
  if (asked === undefined || asked === own) return { currency: own, rate: 1 }
  if (given === undefined)
    throw new GatewayRefusal(`the account is in ${asked}, and nobody gave the rate of ${own}`)
  const problem = ratesProblem(given, bars)
  if (problem !== undefined) throw new GatewayRefusal(problem)
  const rates = rateColumn(given, (start) => start + timeframeMs, bars)
  return { currency: asked, rate: rateColumn(given, (start) => start, bars)[first]!, rates }
}

function carryOutFault(core: GatewayCore, fault: Fault): void {
  enterFault(core.faults, fault)
  core.log(`fault: ${JSON.stringify(fault)}`)
  if (fault.kind === 'drop') {
    for (const session of core.sessions) session.socket.resetAndDestroy()
    // Gone at once: the clock must not go on as if they were still there.
    core.sessions.clear()
  }
  if (fault.kind === 'link') {
    const text = LINK_NOTICES[fault.code]
    for (const session of core.sessions) {
      if (session.clientId !== undefined) fail(session, -1, fault.code, text)
    }
  }
}

const LINK_NOTICES = {
  1100: 'Connectivity between IB and Trader Workstation has been lost.',
  1101: 'Connectivity between IB and Trader Workstation has been restored- data lost.',
  1102: 'Connectivity between IB and Trader Workstation has been restored- data maintained.',
} as const

function close(server: Server, sessions: ReadonlySet<Session>): Promise<void> {
  for (const session of sessions) session.socket.destroy()
  return new Promise((resolve) => server.close(() => resolve()))
}
