import { BrokerRefusal } from '../refusal.ts'
import { backoffMs } from './backoff.ts'
import type { IbSettings } from './options.ts'
import type { Pacer } from './pacer.ts'
import type { Session } from './session.ts'
import { openSession } from './session.ts'

/** What a link asks of its owner. */
export interface LinkOwner {
  /**
   * Earns READY on a session: who we are, what is true. It rejects when that cannot be had.
   * Called again on the same session after the broker's own link was lost and is back.
   */
  readonly prepare: (session: Session) => Promise<void>
  /** READY; on a new session or not, and whether the broker may have forgotten data requests. */
  readonly ready: (news: { fresh: boolean; dataLost: boolean }) => void
  /** No longer READY. */
  readonly lost: (reason: string) => void
  readonly notice: (code: number, text: string) => void
  /** Asks for any answer, in a way that has no meaning beyond. */
  readonly askForLife: (session: Session) => void
  /** The data farm is back after it had broken. */
  readonly farmBack: () => void
}

/** Keeps one session up: connects, watches it, and connects anew. */
export interface Link {
  /** The session on which anything can be said, READY or not. */
  readonly session: Session | undefined
  /** Whether orders may be sent. */
  readonly isReady: boolean
  /** The first attempt; later ones are the link's own. */
  connect(): Promise<void>
  close(): void
}

/** Notices by which the gateway tells of its own link to the broker, and of the data farms. */
const BROKER_LOST: ReadonlySet<number> = new Set([1100, 2110])
const BROKER_BACK: ReadonlySet<number> = new Set([1101, 1102])
const DATA_LOST = 1101
const PORT_CHANGED = 1300
const FARM_BROKEN: ReadonlySet<number> = new Set([2103, 2105])
const FARM_BACK: ReadonlySet<number> = new Set([2104, 2106])

export function openLink(settings: IbSettings, pacer: Pacer, owner: LinkOwner): Link {
  const { timing, timers, random } = settings
  let session: Session | undefined
  let isReady = false
  let isClosed = false
  let brokerDown = false
  let farmBroken = false
  let owesData = false
  let outages = 0
  let failures = 0
  let stopRetry = (): void => {}

  const lose = (reason: string): void => {
    if (!isReady) return
    isReady = false
    owner.lost(reason)
  }
  const becomeReady = (news: { fresh: boolean; dataLost: boolean }): void => {
    isReady = true
    failures = 0
    owner.ready(news)
  }
  /** The broker's own link is back: everything is asked again before anything is sent. */
  const resume = async (on: Session): Promise<void> => {
    outages += 1
    const outage = outages
    try {
      await owner.prepare(on)
    } catch (failure) {
      on.lose(`after the broker's link was back: ${String(failure)}`)
      return
    }
    if (!on.alive || brokerDown || outage !== outages) return
    const dataLost = owesData
    owesData = false
    becomeReady({ fresh: false, dataLost })
  }
  const brokerIsBack = (on: Session, isUp: boolean, dataLost: boolean): void => {
    const wasDown = brokerDown
    brokerDown = false
    if (!isUp || !(wasDown || dataLost)) return
    owesData ||= dataLost
    lose("the gateway's link to the broker was interrupted (1101)")
    void resume(on)
  }
  const hearNotices = (on: Session, isUp: () => boolean): void => {
    on.hear({
      info: (text, code) => {
        owner.notice(code, text)
        if (BROKER_LOST.has(code)) {
          brokerDown = true
          lose(`the gateway has lost its link to the broker (${code})`)
        } else if (BROKER_BACK.has(code)) brokerIsBack(on, isUp(), code === DATA_LOST)
        else if (code === PORT_CHANGED) on.lose('the gateway moves to another port (1300)')
        else if (FARM_BROKEN.has(code)) farmBroken = true
        else if (FARM_BACK.has(code) && farmBroken) {
          farmBroken = false
          owner.farmBack()
        }
      },
      error: ({ message }, code, id) => {
        if (id === -1) owner.notice(code, message)
      },
    })
  }
  const attempt = async (): Promise<void> => {
    brokerDown = false
    farmBroken = false
    owesData = false
    const opened = await sessionWithPatience()
    if (isClosed) {
      opened.close()
      throw closedByUs()
    }
    session = opened
    let isUp = false
    hearNotices(opened, () => isUp)
    try {
      await owner.prepare(opened)
      if (brokerDown) throw brokerIsDown(settings)
    } catch (failure) {
      opened.close()
      session = undefined
      throw failure
    }
    isUp = true
    opened.whenLost((reason) => {
      session = undefined
      lose(reason)
      retryLater()
    })
    watch(opened)
    becomeReady({ fresh: true, dataLost: true })
  }
  /** A session of ours that has just died may hold the client id for a moment. */
  const sessionWithPatience = async (): Promise<Session> => {
    const until = timers.now() + timing.clientIdPatienceMs
    for (;;) {
      try {
        return await openSession(settings, pacer)
      } catch (failure) {
        const isTaken = failure instanceof BrokerRefusal && failure.code === 'client-id-taken'
        if (!isTaken || isClosed || timers.now() >= until) throw failure
        await new Promise<void>((resolve) => {
          timers.after(timing.clientIdRetryMs, resolve)
        })
      }
    }
  }
  const retryLater = (): void => {
    if (isClosed) return
    stopRetry = timers.after(backoffMs(timing.backoff, failures, random), () => {
      attempt().catch((failure: unknown) => {
        failures += 1
        owner.notice(0, failure instanceof Error ? failure.message : String(failure))
        retryLater()
      })
    })
  }
  /** Asks for a sign of life after a silence, and ends the session when there is none. */
  const watch = (on: Session): void => {
    const { heartbeatMs, heartbeatDeadlineMs } = timing
    let stopClock = (): void => {}
    const rest = (): void => {
      stopClock = timers.after(Math.max(1, on.heardAt + heartbeatMs - timers.now()), check)
    }
    const check = (): void => {
      if (timers.now() - on.heardAt < heartbeatMs) {
        rest()
        return
      }
      const asked = timers.now()
      const verdict = (): void => {
        if (on.heardAt >= asked) rest()
        else on.lose(`the gateway has not answered for ${heartbeatDeadlineMs / 1000} s`)
      }
      owner.askForLife(on)
      // One more turn: after a stall of ours the answer may be there, unread.
      stopClock = timers.after(heartbeatDeadlineMs, () => {
        stopClock = timers.after(1, verdict)
      })
    }
    on.whenLost(() => stopClock())
    rest()
  }
  return {
    get session() {
      return session
    },
    get isReady() {
      return isReady
    },
    connect: attempt,
    close: () => {
      isClosed = true
      isReady = false
      stopRetry()
      session?.close()
      session = undefined
    },
  }
}

function brokerIsDown({ host, port }: IbSettings): BrokerRefusal {
  return new BrokerRefusal(
    'broker-link-down',
    `The gateway at ${host}:${port} has no link to the broker at the moment. Wait until it says ` +
      'that it is connected; at night and on weekends that is maintenance.',
  )
}

function closedByUs(): BrokerRefusal {
  return new BrokerRefusal('not-connected', 'The link was closed while it connected.')
}
