/**
 * Prints, as one line of JSON, how long 20 live runs take from a closed bar to their order on the
 * socket. Each run is as `strat live` has it: its own broker session, pacer, journal and syncs to
 * disk; all share this process, so that their bars close at once on one thread. Their gateways
 * are another process (`gateways` as the argument), on the wall's clock. With `unsynced` nobody
 * waits for the disk.
 *
 * The clock starts when the five-second bar that ends a one-minute bar is read from the socket,
 * and stops when the write of the first new order has returned. What passes the sockets is only
 * noted with its instant, and decoded when all is over.
 */
import { fork } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ibBroker } from '../../runtime/broker/ib/ib-broker.ts'
import { LANE_LIMITS } from '../../runtime/broker/ib/pacer.ts'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import { sampleBars } from '../../runtime/gateway/sample-bars.ts'
import { frameReader, splitFields } from '../../runtime/gateway/wire/frame.ts'
import type { Disk } from '../../runtime/journal/disk.ts'
import { openDisk } from '../../runtime/journal/disk.ts'
import { runLive } from '../../runtime/live/live.ts'
import type { LiveRun } from '../../runtime/live/options.ts'
import { RiskLimits } from '../../runtime/live/risk-limits.ts'
import { moduleOf } from './strategy.ts'

const RUNS = 20
const HISTORY = 60
const BARS = 150
const MINUTE = 60_000
/** A bar each 375 ms. */
const SPEED = 160
const ACCOUNT = 'DU1'
const CASH = 100_000
const INSTRUMENT = { symbol: 'SPY', tick: 0.01, lot: 1, multiplier: 1, currency: 'USD' }
const COSTS = { commission: { kind: 'ibkr-fixed' } } as const

/** An order at nearly every close: an entry with its stop and target, an exit, an entry, … */
const STRATEGY = `
strategy "Every bar"
timeframe 1m
let fast = ema(close, 8)
let slow = ema(close, 21)
enter long when fast > slow or fast <= slow
  size 5% of equity
  stop entry_price - 3 * atr(10)
  target entry_price + 3 * atr(10)
exit long when rsi(close, 14) >= 0
`

/** Bytes that passed a socket, or a sync of a disk: milliseconds of this process. */
interface Passed {
  readonly at: number
  readonly bytes: Uint8Array
}
interface Span {
  readonly from: number
  readonly to: number
}

/** What one run left to be decoded. */
interface Line {
  readonly received: Passed[]
  readonly written: Passed[]
  readonly syncs: Span[]
}

interface Quantiles {
  readonly p50: number
  readonly p99: number
  readonly worst: number
}

/** What is printed: milliseconds from a closed bar to its order, and what of it went in syncs. */
export interface Latency {
  readonly closes: number
  /** Closes without their order before the next: they count as long as that took, at least. */
  readonly late: number
  readonly total: Quantiles
  readonly syncing: Quantiles
}

/** One close, and the order that it leads to, milliseconds. */
interface Reaction {
  readonly total: number
  readonly isLate: boolean
  /** Of it, with a sync of the run's journal under way. */
  readonly syncing: number
}

const [mode] = process.argv.slice(2)
if (mode === 'gateways') await serveGateways()
else console.log(JSON.stringify(await measure()))

/** One gateway a run, for each has its own account; all their clocks start at once. */
async function serveGateways(): Promise<void> {
  const gateways = await Promise.all(
    Array.from({ length: RUNS }, (_, k) => {
      const bars = sampleBars(1, Date.UTC(2026, 0, 6), k + 1)
      bars.length = HISTORY + BARS
      const instrument = { symbol: INSTRUMENT.symbol, timeframeMs: MINUTE, speed: SPEED }
      const account = { account: ACCOUNT, cash: CASH, costs: COSTS }
      return startGateway({ bars, startTime: bars.time[HISTORY]!, ...instrument, ...account })
    }),
  )
  for (const gateway of gateways) gateway.freeze()
  process.send?.(gateways.map(({ port }) => port))
  await once(process, 'message')
  for (const gateway of gateways) gateway.resume()
  await Promise.all(gateways.map(({ finished }) => finished))
  process.send?.('finished')
  await once(process, 'disconnect')
  await Promise.all(gateways.map((gateway) => gateway.stop()))
}

async function measure(): Promise<Latency> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-latency-'))
  const gateways = fork(fileURLToPath(import.meta.url), ['gateways'])
  const died = once(gateways, 'exit').then(() => Promise.reject(new Error('the gateways died')))
  const nextMessage = async (): Promise<unknown> =>
    ((await Promise.race([once(gateways, 'message'), died])) as readonly unknown[])[0]
  died.catch(() => {})
  try {
    const ports = (await nextMessage()) as readonly number[]
    const lines = new Map<number, Line>(
      ports.map((port) => [port, { received: [], written: [], syncs: [] }]),
    )
    noteSockets(lines)
    const runs = await Promise.all(
      ports.map((port) => startRun(port, join(folder, String(port)), lines.get(port)!)),
    )
    gateways.send('go')
    await nextMessage()
    const outcomes = await Promise.all(runs.map((run) => run.stop('measured')))
    for (const outcome of outcomes) if (outcome.kind !== 'stopped') throw new Error(outcome.reason)
    return summary([...lines.values()])
  } finally {
    if (gateways.connected) gateways.disconnect()
    rmSync(folder, { recursive: true })
  }
}

/** Notes what passes each client's socket, before the client itself sees it. */
function noteSockets(lines: ReadonlyMap<number, Line>): void {
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { readonly socket: Socket }
    socket.on('data', (bytes: Uint8Array) => {
      const at = performance.now()
      lines.get(socket.remotePort ?? 0)?.received.push({ at, bytes })
    })
    // Connecting gives a socket its write anew.
    socket.once('connect', () => {
      const write = socket.write.bind(socket) as (...values: readonly unknown[]) => boolean
      socket.write = (...values: readonly unknown[]) => {
        const accepted = write(...values)
        const at = performance.now()
        lines.get(socket.remotePort ?? 0)?.written.push({ at, bytes: values[0] as Uint8Array })
        return accepted
      }
    })
  })
}

/** Starts a run; resolves once it is ready to trade. */
function startRun(port: number, journal: string, line: Line): Promise<LiveRun> {
  const module = moduleOf(STRATEGY)
  return new Promise((resolve, reject) => {
    const run = runLive({
      module,
      parameters: new Float64Array(),
      broker: ibBroker({ port, clientId: 1, instrument: INSTRUMENT }),
      account: ACCOUNT,
      instrument: INSTRUMENT,
      cash: CASH,
      costs: COSTS,
      limits: RiskLimits.parse({ expectedAccount: ACCOUNT }),
      journal,
      disk: timedDisk(journal, line.syncs),
      history: HISTORY,
      version: 'bench',
      status: ({ ready }) => {
        if (ready) resolve(run)
      },
    })
    run.finished.then((outcome) => reject(new Error(JSON.stringify(outcome))))
  })
}

function timedDisk(path: string, syncs: Span[]): Disk {
  const disk = openDisk(path)
  return {
    ...disk,
    sync: async () => {
      const from = performance.now()
      if (mode !== 'unsynced') await disk.sync()
      syncs.push({ from, to: performance.now() })
    },
  }
}

function summary(lines: readonly Line[]): Latency {
  const all = lines.flatMap(reactions)
  const late = all.filter(({ isLate }) => isLate).length
  if (late === all.length) throw new Error('no order in time: nothing was measured')
  const busiest = Math.max(...lines.map(({ written }) => mostInASecond(written)))
  if (busiest > LANE_LIMITS.sync) throw new Error(`${busiest} messages in a second: paced`)
  const quantiles = (values: readonly number[]): Quantiles => {
    const sorted = [...values].sort((a, b) => a - b)
    const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!
    return { p50: at(0.5), p99: at(0.99), worst: at(1) }
  }
  return {
    closes: all.length,
    late,
    total: quantiles(all.map(({ total }) => total)),
    syncing: quantiles(all.map(({ syncing }) => syncing)),
  }
}

/** From each close that led to an order: what the socket had read to what it had written. */
function reactions({ received, written, syncs }: Line): readonly Reaction[] {
  const closes = messages(received).filter(({ fields }) => closesBar(fields))
  const seen = new Set<string>()
  const orders = messages(written).filter(({ fields: [kind, id = ''] }) => {
    const isNew = kind === '3' && !seen.has(id)
    if (isNew) seen.add(id)
    return isNew
  })
  // The last close may be followed by the end.
  return closes.slice(0, -1).map(({ at: from }, k) => {
    const next = closes[k + 1]!.at
    const sent = orders.find(({ at }) => at > from && at < next)?.at
    const to = sent ?? next
    const shared = (span: Span) => Math.max(0, Math.min(to, span.to) - Math.max(from, span.from))
    const syncing = syncs.reduce((sum, span) => sum + shared(span), 0)
    return { total: to - from, isLate: sent === undefined, syncing }
  })
}

/** A live bar (50, version, request, start in seconds, …) that ends on a whole minute. */
function closesBar([kind, , , start]: readonly string[]): boolean {
  return kind === '50' && (Number(start) * 1000 + 5000) % MINUTE === 0
}

function messages(passed: readonly Passed[]): readonly { at: number; fields: readonly string[] }[] {
  const reader = frameReader()
  const found: { at: number; fields: readonly string[] }[] = []
  let greeted = false
  for (const { at, bytes } of passed) {
    // A client's first bytes are no frame.
    if (!greeted) {
      greeted = true
      const isGreeting = Buffer.from(bytes).toString('latin1', 0, 3) === 'API'
      reader.push(isGreeting ? bytes.subarray(4) : bytes)
    } else reader.push(bytes)
    for (let frame = reader.frame(); frame !== undefined; frame = reader.frame())
      found.push({ at, fields: splitFields(frame) })
  }
  return found
}

function mostInASecond(written: readonly Passed[]): number {
  let first = 0
  let most = 0
  for (let last = 0; last < written.length; last++) {
    while (written[last]!.at - written[first]!.at >= 1000) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}
