import type { Socket } from 'node:net'
import type { Party } from './clock.ts'
import type { Quoted } from './core.ts'
import type { Cut } from './cut.ts'
import type { FaultState } from './faults.ts'
import type { WireBar } from './market.ts'
import type { Field } from './wire/frame.ts'
import { encodeFrame } from './wire/frame.ts'
import { errorMessage } from './wire/server-messages.ts'

/** One connection of a client, from its first byte to its last. */
export interface Session extends Party {
  readonly socket: Socket
  /** 0 until the two sides have agreed on one. */
  version: number
  /** None until the client has named itself. */
  clientId: number | undefined
  /** Five-second bars, by request id. */
  readonly liveBars: Map<number, Followed>
  /** History that is kept up to date, by request id. */
  readonly histories: Map<number, KeptHistory>
  wantsPositions: boolean
  wantsAccount: boolean
  /** Request ids of account summaries. */
  readonly summaries: Set<number>
  /** Request ids that follow profit, and whether that of the contract alone. */
  readonly profits: Map<number, 'account' | 'contract'>
  /** Start of the current second, wall time, messages in it, and seconds with too many. */
  rateWindow: number
  rateCount: number
  rateStrikes: number
  send(fields: readonly Field[]): void
  /** Sends what is queued, then closes. */
  close(): void
}

/** Five-second bars of an instrument, in the hours that were asked for. */
export interface Followed {
  readonly of: Quoted
  readonly cut: Cut
}

/** A bar being formed for a client, and how to write its date. */
export interface KeptHistory {
  readonly of: Quoted
  readonly length: number
  readonly cut: Cut
  readonly dateOf: (instant: number) => string
  forming: WireBar | undefined
}

/** A session on a fresh connection. What one turn sends goes out in one write. */
export function openSession(socket: Socket, faults: FaultState, random: () => number): Session {
  let queue: Buffer[] = []
  let closing = false
  // With a delay, each batch goes out after the one before it, though timers may overtake.
  const delayed: (() => void)[] = []
  let lastDue = 0
  const flush = (): void => {
    const batch = Buffer.concat(queue)
    queue = []
    const finish = closing
    const write = (): void => {
      if (socket.destroyed) return
      if (!faults.muted && batch.length > 0) socket.write(batch)
      if (finish) socket.end()
    }
    const wait = Math.max(lastDue - performance.now(), faults.delayMs * random())
    if (wait <= 0 && delayed.length === 0) {
      write()
      return
    }
    lastDue = performance.now() + wait
    delayed.push(write)
    setTimeout(() => delayed.shift()?.(), wait)
  }
  const schedule = (): void => {
    if (queue.length === 0 && !closing) process.nextTick(flush)
  }
  return {
    socket,
    owes: false,
    passive: false,
    version: 0,
    clientId: undefined,
    liveBars: new Map(),
    histories: new Map(),
    wantsPositions: false,
    wantsAccount: false,
    summaries: new Set(),
    profits: new Map(),
    rateWindow: 0,
    rateCount: 0,
    rateStrikes: 0,
    send: (fields) => {
      schedule()
      queue.push(encodeFrame(fields))
    },
    close: () => {
      schedule()
      closing = true
    },
  }
}

/** Whether virtual time waits for the session. */
export function takesBars(session: Session): boolean {
  return session.liveBars.size > 0 || session.histories.size > 0
}

/** It takes bars from now on; what is on its way to it is not dealt with until it says so. */
export function follow(session: Session): void {
  session.owes = true
  session.passive = false
}

/** Tells a client what went wrong with a request or an order of its; -1 for neither. */
export function fail(session: Session, id: number, code: number, text: string): void {
  session.send(errorMessage(id, code, text, session.version))
}
