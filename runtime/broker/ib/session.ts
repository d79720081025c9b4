import type { Socket } from 'node:net'
import type {
  CommissionReport,
  Contract,
  ContractDetails,
  Execution,
  Order,
  OrderState,
} from '@stoqey/ib'
import { EventName, IBApi } from '@stoqey/ib'
import { BrokerRefusal } from '../refusal.ts'
import type { IbSettings } from './options.ts'
import type { Job, Lane, Pacer } from './pacer.ts'

/** The client library's events that we hear, by their names. */
export interface IbMessages {
  server: [version: number, time: string]
  disconnected: []
  nextValidId: [orderId: number]
  managedAccounts: [accounts: string]
  currentTime: [seconds: number]
  /** Whatever has the id -1: connection, farms, client id. */
  info: [text: string, code: number]
  error: [failure: Error, code: number, id: number]
  /** The fields of a message, before anything else of it. */
  received: [fields: string[]]
  contractDetails: [reqId: number, details: ContractDetails]
  contractDetailsEnd: [reqId: number]
  openOrder: [orderId: number, contract: Contract, order: Order, state: OrderState]
  openOrderEnd: []
  orderStatus: [
    orderId: number,
    status: string,
    filled: number,
    remaining: number,
    averagePrice: number,
    permId?: number,
    parentId?: number,
    lastPrice?: number,
    clientId?: number,
  ]
  completedOrder: [contract: Contract, order: Order, state: OrderState]
  completedOrdersEnd: []
  /** `reqId` is -1 for those that were not asked for. */
  execDetails: [reqId: number, contract: Contract, execution: Execution]
  execDetailsEnd: [reqId: number]
  commissionReport: [report: CommissionReport]
  updateAccountValue: [key: string, value: string, currency: string, account: string]
  accountDownloadEnd: [account: string]
  position: [account: string, contract: Contract, shares: number]
  positionEnd: []
  /** A pseudo-bar `finished-…` ends them. */
  historicalData: [
    reqId: number,
    date: string,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ]
  realtimeBar: [
    reqId: number,
    seconds: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ]
}

/** What is done on which event. */
export type Heard = { readonly [K in keyof IbMessages]?: (...message: IbMessages[K]) => void }

/**
 * One TCP session. Nothing of it outlives it: the library keeps requests back while it is
 * disconnected and sends them after the next connect, minutes late.
 */
export interface Session {
  readonly accounts: readonly string[]
  /** Of the protocol, as agreed upon. */
  readonly serverVersion: number
  /** The gateway's next order id at the start. */
  readonly nextOrderId: number
  readonly alive: boolean
  /** When anything was last received, by the settings' timers. */
  readonly heardAt: number
  /** Listens until the returned function is called or the session ends. */
  hear(heard: Heard): () => void
  /** Sends a request when its lane's turn comes, if the session is still alive by then. */
  send(lane: Lane, request: (api: IBApi) => void, cost?: number): Job
  /** Called once when the session ends. */
  whenLost(action: (reason: string) => void): () => void
  /** Ends it, as lost. */
  lose(reason: string): void
  close(): void
}

/** Older gateways lack fields that we rely on; the newest the library speaks is 193. */
const OLDEST_VERSION = 176
/** So high that the library's own first-in-first-out limiter never holds anything back. */
const UNLIMITED = 1_000_000

/** Connects, and resolves once the gateway has told its accounts and ids; else a refusal. */
export function openSession(settings: IbSettings, pacer: Pacer): Promise<Session> {
  const { host, port, clientId, timing, timers } = settings
  return new Promise((resolve, reject) => {
    const api = new IBApi({ host, port, clientId, maxReqPerSec: UNLIMITED })
    const { session, end } = sessionOn(api, settings, pacer)
    let accounts: readonly string[] | undefined
    let nextOrderId: number | undefined
    let serverVersion = 0
    const refuse = (refusal: BrokerRefusal): void => {
      stopClock()
      end()
      reject(refusal)
    }
    const stopClock = timers.after(timing.connectMs, () => refuse(silent(settings)))
    const settle = (): void => {
      if (accounts === undefined || nextOrderId === undefined) return
      stopClock()
      stopListening()
      stopWaiting()
      session.hear({ disconnected: () => session.lose('the gateway closed the connection') })
      resolve(Object.assign(session, { accounts, nextOrderId, serverVersion }))
    }
    const stopListening = session.hear({
      server: (version) => {
        serverVersion = version
        if (version < OLDEST_VERSION) refuse(unsupported(settings, version))
      },
      managedAccounts: (list) => {
        accounts = list.split(',').filter((name) => name !== '')
        settle()
      },
      nextValidId: (id) => {
        nextOrderId = id
        settle()
      },
      info: (_text, code) => {
        if (code === 326) refuse(taken(settings))
      },
      error: ({ message }, code) => {
        if (code === 502) refuse(absent(settings, message))
        if (code === 503 || code === 506) refuse(unsupported(settings, message))
      },
      disconnected: () => refuse(closed(settings, 'the session was not up yet')),
    })
    const stopWaiting = session.whenLost((reason) => refuse(closed(settings, reason)))
    api.connect()
    sendAtOnce(api)
  })
}

type OpenedSession = Omit<Session, 'accounts' | 'nextOrderId' | 'serverVersion'>

/** The session's own part: guarded events, paced requests, one end. */
function sessionOn(
  api: IBApi,
  settings: IbSettings,
  pacer: Pacer,
): { readonly session: OpenedSession; readonly end: () => void } {
  const { timers, onFault } = settings
  const losses = new Set<(reason: string) => void>()
  let alive = true
  let heardAt = timers.now()
  let lastFields: readonly string[] = []
  const end = (): void => {
    alive = false
    pacer.clear()
    api.removeAllListeners()
    // Without a listener a late socket error would be nobody's.
    api.on(EventName.error, () => {})
    if (isConnecting(api)) api.disconnect()
  }
  const lose = (reason: string): void => {
    if (!alive) return
    end()
    for (const action of [...losses]) action(reason)
  }
  const hear = (heard: Heard): (() => void) => {
    const stops = Object.entries(heard).map(([name, action]) => {
      // A listener that throws would take the rest of the message's events with it.
      const guarded = (...message: readonly unknown[]): void => {
        if (!alive) return
        try {
          ;(action as (...values: readonly unknown[]) => void)(...message)
        } catch (failure) {
          onFault(failure)
        }
      }
      const event = name as EventName.error
      api.on(event, guarded)
      return () => {
        api.off(event, guarded)
      }
    })
    return () => {
      for (const stop of stops) stop()
    }
  }
  hear({
    received: (fields) => {
      heardAt = timers.now()
      lastFields = fields
    },
  })
  guardDecoder(api, (failure) => {
    const problem = failure instanceof Error ? failure.message : String(failure)
    reportUndecoded(api, lastFields)
    lose(`message ${lastFields[0] ?? '?'} of the gateway cannot be read: ${problem}`)
  })
  const session: OpenedSession = {
    get alive() {
      return alive
    },
    get heardAt() {
      return heardAt
    },
    hear,
    send: (lane, request, cost) =>
      pacer.enqueue(
        lane,
        () => {
          if (alive) request(api)
        },
        cost,
      ),
    whenLost: (action) => {
      losses.add(action)
      return () => losses.delete(action)
    },
    lose,
    close: () => lose('the session was closed'),
  }
  return { session, end }
}

interface Internals {
  readonly controller: {
    processIngressQueue(): void
    readonly socket: { readonly status: number; readonly client: Socket | undefined }
  }
}

/**
 * TCP keeps a small message back until the one before it is acknowledged, which takes up to 40 ms:
 * a cancel would wait for data, and an entry for the last of its children. The library lets it.
 */
function sendAtOnce(api: IBApi): void {
  ;(api as unknown as Internals).controller.socket.client?.setNoDelay(true)
}

/**
 * The library parses a rejection's details as JSON inside of the socket's event, where a failure
 * is nobody's and ends the process. We go inside the library to catch it.
 */
function guardDecoder(api: IBApi, failed: (failure: unknown) => void): void {
  const { controller } = api as unknown as Internals
  const decode = controller.processIngressQueue.bind(controller)
  controller.processIngressQueue = () => {
    try {
      decode()
    } catch (failure) {
      failed(failure)
    }
  }
}

/** The library says it is connected only after the first answer; before, there is a socket too. */
function isConnecting(api: IBApi): boolean {
  return (api as unknown as Internals).controller.socket.status > 0
}

/** An error whose details could not be read still says which order it is about, and what. */
function reportUndecoded(api: IBApi, fields: readonly string[]): void {
  const [message, , id, code, text = ''] = fields
  if (message === '4') api.emit(EventName.error, new Error(text), Number(code), Number(id))
}

function absent({ host, port }: IbSettings, reason: string): BrokerRefusal {
  return new BrokerRefusal(
    'gateway-absent',
    `There is no gateway at ${host}:${port} (${reason}). Start one: \`strat gateway\` for the ` +
      `simulated one, or TWS or IB Gateway with its API enabled on port ${port}.`,
  )
}

function silent({ host, port, timing }: IbSettings): BrokerRefusal {
  return new BrokerRefusal(
    'gateway-silent',
    `Something at ${host}:${port} takes connections, but did not start a session within ` +
      `${timing.connectMs / 1000} s. Is it TWS or IB Gateway, is it logged in, and does no ` +
      'dialog wait to be answered?',
  )
}

function closed({ host, port }: IbSettings, reason: string): BrokerRefusal {
  return new BrokerRefusal(
    'gateway-closed',
    `The connection to the gateway at ${host}:${port} ended at once (${reason}). Is its API ` +
      'enabled, and is this machine among its trusted addresses?',
  )
}

function taken({ host, port, clientId }: IbSettings): BrokerRefusal {
  return new BrokerRefusal(
    'client-id-taken',
    `Another program uses client id ${clientId} at ${host}:${port}. End it, or choose another ` +
      'id; orders that this id has placed can then no longer be changed.',
  )
}

function unsupported({ host, port }: IbSettings, what: number | string): BrokerRefusal {
  return new BrokerRefusal(
    'version-unsupported',
    `The gateway at ${host}:${port} does not speak a version of the protocol from ` +
      `${OLDEST_VERSION} to 193 (${what}). Install a current TWS or IB Gateway.`,
  )
}
