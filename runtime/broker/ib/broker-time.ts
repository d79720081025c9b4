import { notConnected } from './ask.ts'
import type { IbSettings } from './options.ts'
import type { Session } from './session.ts'

/** The broker's clock as one session hears it. */
export interface BrokerTime {
  /** Asks; answers come in the order of the questions. ms UTC, whole seconds. */
  ask(): Promise<number>
  /** The latest instant that the broker has shown in any way, NaN before the first. */
  readonly latest: number
  /** Something is known to have happened at an instant. */
  seen(instant: number): void
}

interface Waiter {
  readonly done: (instant: number) => void
  readonly fail: (reason: string) => void
}

/** The clock of a session. A question without an answer within the deadline ends the session. */
export function openBrokerTime(session: Session, settings: IbSettings): BrokerTime {
  const { timing, timers } = settings
  const waiters: Waiter[] = []
  let latest = Number.NaN
  const seen = (instant: number): void => {
    if (!(instant <= latest)) latest = instant
  }
  session.hear({
    currentTime: (seconds) => {
      seen(seconds * 1000)
      waiters.shift()?.done(seconds * 1000)
    },
  })
  session.whenLost((reason) => {
    for (const waiter of waiters.splice(0)) waiter.fail(reason)
  })
  return {
    get latest() {
      return latest
    },
    seen,
    ask: () =>
      new Promise((resolve, reject) => {
        const fail = (reason: string) => reject(notConnected('the time', reason))
        if (!session.alive) {
          fail('there is no session')
          return
        }
        let stopClock = (): void => {}
        waiters.push({
          done: (instant) => {
            stopClock()
            resolve(instant)
          },
          fail: (reason) => {
            stopClock()
            fail(reason)
          },
        })
        session.send('sync', (api) => {
          stopClock = timers.after(timing.answerMs, () => {
            session.lose(`no answer to the time within ${timing.answerMs / 1000} s`)
          })
          api.reqCurrentTime()
        })
      }),
  }
}
