import type { BrokerOrder } from '../broker.ts'
import type { Backoff } from './backoff.ts'
import type { Timers } from './timers.ts'
import { REAL_TIMERS } from './timers.ts'

/** How long the adapter waits for what, milliseconds. */
export interface IbTiming {
  /** From the first byte until the gateway has told accounts and ids. */
  readonly connectMs: number
  /** For the end of an answer. */
  readonly answerMs: number
  readonly historyMs: number
  /** Silence after which the gateway is asked whether it lives, and how long it may take. */
  readonly heartbeatMs: number
  readonly heartbeatDeadlineMs: number
  /** How long a client id may be held by a session that is about to die, and between attempts. */
  readonly clientIdPatienceMs: number
  readonly clientIdRetryMs: number
  readonly backoff: Backoff
}

/** What one instrument at the broker is called. */
export interface IbInstrument {
  readonly symbol: string
  /** `STK` when absent. */
  readonly secType?: string
  /** `SMART` when absent. */
  readonly exchange?: string
  readonly primaryExchange?: string
  /** `USD` when absent. */
  readonly currency?: string
}

/** What the adapter is started with. */
export interface IbBrokerOptions {
  /** `127.0.0.1` when absent. */
  readonly host?: string
  readonly port: number
  readonly clientId: number
  readonly instrument: IbInstrument
  /** Other instruments whose bars may be asked for, by their symbols; none when absent. */
  readonly others?: readonly IbInstrument[]
  /** The account to trade; the only one there is when absent. */
  readonly account?: string
  /** Whether that may be an account with real money; no when absent. */
  readonly allowLive?: boolean
  /**
   * The gateway replays stored bars on a clock that waits for us: only `time()` asks for the time,
   * for that is how we say that we are done.
   */
  readonly virtualTime?: boolean
  /** Whether to keep to the broker's message rate; yes when absent, except in virtual time. */
  readonly paced?: boolean
  /** How far our clock may be from the broker's, ms; unchecked when absent. */
  readonly maxClockSkewMs?: number
  /** Trade, and see bars, outside regular hours too; no when absent. */
  readonly outsideRegularHours?: boolean
  /** No order number below this one is used. */
  readonly firstOrderId?: number
  /** Asked before every order is written to the socket; cancels are not asked about. */
  readonly mayWrite?: (order: BrokerOrder) => boolean
  /** Told of a listener that threw; thrown on, outside of the socket's events, when absent. */
  readonly onFault?: (failure: unknown) => void
  readonly timing?: Partial<IbTiming>
  readonly timers?: Timers
  /** Numbers in [0, 1) for the backoff. */
  readonly random?: () => number
}

/** Options with what was left out filled in. */
export interface IbSettings extends IbBrokerOptions {
  readonly host: string
  readonly virtualTime: boolean
  readonly outsideRegularHours: boolean
  readonly onFault: (failure: unknown) => void
  readonly timing: IbTiming
  readonly timers: Timers
  readonly random: () => number
}

const TIMING: IbTiming = {
  connectMs: 10_000,
  answerMs: 15_000,
  historyMs: 60_000,
  heartbeatMs: 10_000,
  heartbeatDeadlineMs: 5_000,
  clientIdPatienceMs: 5_000,
  clientIdRetryMs: 500,
  backoff: { firstMs: 1000, mostMs: 60_000 },
}

export function settingsOf(options: IbBrokerOptions): IbSettings {
  return {
    host: '127.0.0.1',
    virtualTime: false,
    outsideRegularHours: false,
    onFault: (failure) => {
      setImmediate(() => {
        throw failure
      })
    },
    timers: REAL_TIMERS,
    random: Math.random,
    ...options,
    timing: { ...TIMING, ...options.timing },
  }
}
