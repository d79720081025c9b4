import type { IBApi } from '@stoqey/ib'
import { BrokerRefusal } from '../refusal.ts'
import type { IbSettings } from './options.ts'
import type { Lane } from './pacer.ts'
import type { Heard, Session } from './session.ts'

/** How an answer ends. */
export interface Settle<T> {
  done(value: T): void
  fail(failure: Error): void
}

/** A request whose answer has an end. */
export interface Question<T> {
  /** For messages: 'open orders'. */
  readonly what: string
  readonly lane: Lane
  readonly deadlineMs: number
  readonly request: (api: IBApi) => void
  readonly hear: (settle: Settle<T>) => Heard
}

/**
 * Asks and waits for the whole answer: an answer that does not come is a failure, never an empty
 * one. It ends the session too, so that none of it can be taken for the next answer. The wait for
 * the pacer is not counted.
 */
export function ask<T>(session: Session, settings: IbSettings, question: Question<T>): Promise<T> {
  const { what, lane, deadlineMs } = question
  return new Promise((resolve, reject) => {
    if (!session.alive) {
      reject(notConnected(what, 'there is no session'))
      return
    }
    let stopClock = (): void => {}
    const finish = (): void => {
      stopClock()
      stopListening()
      stopWaiting()
    }
    const settle: Settle<T> = {
      done: (value) => {
        finish()
        resolve(value)
      },
      fail: (failure) => {
        finish()
        reject(failure)
      },
    }
    const stopListening = session.hear(question.hear(settle))
    const stopWaiting = session.whenLost((reason) => settle.fail(notConnected(what, reason)))
    session.send(lane, (api) => {
      stopClock = settings.timers.after(deadlineMs, () => {
        session.lose(`no end of ${what} within ${deadlineMs / 1000} s`)
      })
      question.request(api)
    })
  })
}

export function notConnected(what: string, reason: string): BrokerRefusal {
  return new BrokerRefusal(
    'not-connected',
    `The gateway did not tell ${what}: ${reason}. Nothing is known, which is not nothing; ask ` +
      'again once the link is back.',
  )
}
