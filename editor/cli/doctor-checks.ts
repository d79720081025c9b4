import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { probeGateway } from '../../runtime/broker/ib/probe-gateway.ts'
import { durationText, numberText } from '../../runtime/report/format.ts'
import { openStore } from '../../runtime/store/bar-store.ts'
import { symbolOfSeries } from '../../runtime/store/series-meta.ts'
import type { Configured } from './config/read-config.ts'
import { cannotWrite } from './system-message.ts'

/** What was looked at, how it stands, and what to do where it does not. */
export interface Examined {
  readonly name: string
  /** `warning`: something will not work that not everybody needs. */
  readonly status: 'good' | 'warning' | 'bad'
  readonly found: string
  readonly todo?: string
}

/** What the doctor goes by. */
export interface Examination {
  readonly settings: readonly Configured[]
  /** As `process.versions.node`. */
  readonly node: string
  /** Whether the page of the studio was built. */
  readonly pageBuilt: boolean
}

const OLDEST_NODE = 20
const GIGABYTE = 2 ** 30
/** Ours among the gateway's clients, far from those of runs. */
const CLIENT_ID = 7_391
const WAIT = { connectMs: 4_000, answerMs: 4_000 } as const
/** `strat live` refuses real money from here on. */
const SKEW_MS = 5_000
/** Further off no clock is: the gateway replays another day. */
const REPLAY_MS = 86_400_000

/** Looks at everything, in the order in which a newcomer needs it. */
export async function examine(examination: Examination): Promise<readonly Examined[]> {
  const value = (key: string) =>
    examination.settings.find(({ setting }) => setting.key === key)?.value
  const home = String(value('home'))
  return [
    nodeVersion(examination.node),
    homeFolder(home),
    diskSpace(home),
    ...(await prices(home, value('data'))),
    page(examination.pageBuilt),
    ...(await gateway(String(value('gateway.host')), Number(value('gateway.port')))),
  ]
}

function nodeVersion(version: string): Examined {
  const isOld = Number(version.split('.')[0]) < OLDEST_NODE
  return {
    name: 'Node',
    status: isOld ? 'bad' : 'good',
    found: version,
    ...(isOld && { todo: `Install Node ${OLDEST_NODE} or newer.` }),
  }
}

function homeFolder(home: string): Examined {
  const probe = join(home, `doctor-${process.pid}.tmp`)
  try {
    mkdirSync(home, { recursive: true })
    writeFileSync(probe, '')
    rmSync(probe)
    return { name: 'Home', status: 'good', found: `${home} can be written` }
  } catch (error) {
    const todo = 'Make it writable, or name another folder: home in strat.yaml, or STRAT_HOME.'
    return { name: 'Home', status: 'bad', found: cannotWrite(home, error), todo }
  }
}

function diskSpace(home: string): Examined {
  const name = 'Disk'
  if (!existsSync(home)) return { name, status: 'warning', found: 'unknown, without a home' }
  const { bavail, bsize } = statfsSync(home)
  const free = bavail * bsize
  const found = `${numberText(free / GIGABYTE, 1)} GB free`
  if (free >= GIGABYTE) return { name, status: 'good', found }
  // A journal that cannot grow ends a live run.
  const status = free < GIGABYTE / 10 ? 'bad' : 'warning'
  return { name, status, found, todo: 'Make room: journals, prices and logs are kept here.' }
}

/** The store, and the prices that are run over by default. */
async function prices(home: string, data: string | number | undefined): Promise<Examined[]> {
  const opened = await openStore(join(home, 'bars.db'))
  if (opened.kind !== 'open') {
    const todo = 'Move the file away: a new store is made, and prices are read again.'
    return [{ name: 'Store', status: 'bad', found: opened.reason, todo }]
  }
  const series = opened.store.listSeries()
  const symbols = new Set(series.map((entry) => symbolOfSeries(entry)))
  opened.store.close()
  const count = `${numberText(series.length, 0)} series of ${numberText(symbols.size, 0)} symbols`
  const store: Examined =
    series.length > 0
      ? { name: 'Store', status: 'good', found: count }
      : {
          name: 'Store',
          status: 'good',
          found: 'empty',
          todo: 'Bring prices in: strat data import FILE, or strat run … --data FILE.',
        }
  if (data === undefined) return [store]
  const there = existsSync(String(data)) || symbols.has(String(data))
  const todo = 'Import them, or correct data in strat.yaml or STRAT_DATA.'
  return [
    store,
    there
      ? { name: 'Data', status: 'good', found: String(data) }
      : { name: 'Data', status: 'bad', found: `${data} is no file and no symbol here`, todo },
  ]
}

function page(built: boolean): Examined {
  const name = 'Studio'
  return built
    ? {
        name,
        status: 'good',
        found: 'the page is built; any browser will do, nothing else needs one',
      }
    : { name, status: 'warning', found: 'not built', todo: 'Build it: npm run build.' }
}

/** Needed to trade, and for nothing else. */
async function gateway(host: string, port: number): Promise<Examined[]> {
  const name = 'Gateway'
  const probed = await probeGateway({ host, port, clientId: CLIENT_ID, timing: WAIT })
  if (probed.kind === 'refused') {
    const { message, code } = probed.refusal
    const todo =
      code === 'gateway-absent'
        ? 'To trade, start strat gateway, or TWS with the API enabled: Configuration, API, ' +
          `Settings, "Enable ActiveX and Socket Clients", socket port ${port}; "Read-Only API" off.`
        : 'In TWS: Configuration, API, Settings; trust this address, and free a client id.'
    return [{ name, status: 'warning', found: `${host}:${port}: ${message}`, todo }]
  }
  const { accounts, serverVersion, clockAheadMs } = probed
  const money = accounts.filter((account) => !account.startsWith('D'))
  const kinds = accounts.map((one) => `${one} (${one.startsWith('D') ? 'paper' : 'real money'})`)
  const answered = `${host}:${port} answers, protocol version ${serverVersion}, ${kinds.join(', ')}`
  return [
    {
      name,
      status: money.length > 0 ? 'warning' : 'good',
      found: answered,
      ...(money.length > 0 && {
        todo: 'Log in to a paper account to try things: --live-money trades real money.',
      }),
    },
    clock(clockAheadMs),
  ]
}

function clock(aheadMs: number): Examined {
  const name = 'Clock'
  const size = Math.abs(aheadMs)
  if (size >= REPLAY_MS) {
    return { name, status: 'good', found: 'the gateway replays another day: not compared' }
  }
  // The gateway tells whole seconds.
  if (size < 2_000) return { name, status: 'good', found: "within two seconds of the gateway's" }
  const found = `${durationText(size)} ${aheadMs > 0 ? 'behind' : 'ahead of'} the gateway's`
  const todo = 'Set the clock by the network (NTP); a replaying gateway has a clock of its own.'
  return { name, status: size < SKEW_MS ? 'warning' : 'bad', found, todo }
}
