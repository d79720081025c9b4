import type { Contract } from '@stoqey/ib'
import { WhatToShow } from '@stoqey/ib'
import type { BrokerEvent, FeedBar } from '../broker.ts'
import type { BrokerTime } from './broker-time.ts'
import type { IbSettings } from './options.ts'
import type { Session } from './session.ts'

/** Where five-second bars come from for the moment. */
export interface BarSource {
  readonly session: Session
  readonly contract: Contract
  readonly time: BrokerTime
  readonly nextId: () => number
}

/** The one stream of five-second bars, which outlives sessions. */
export interface LiveBars {
  add(listener: (bar: FeedBar) => void): void
  /** Asks for them on a session on which nobody has asked yet. */
  start(source: BarSource): void
  /** Asks again where the broker may have forgotten us. */
  restart(): void
}

const BAR_SECONDS = 5

export function openLiveBars(settings: IbSettings, emit: (event: BrokerEvent) => void): LiveBars {
  const listeners: ((bar: FeedBar) => void)[] = []
  let source: BarSource | undefined
  let reqId: number | undefined
  const tell = (bar: FeedBar): void => {
    for (const listener of listeners) {
      try {
        listener(bar)
      } catch (failure) {
        settings.onFault(failure)
      }
    }
  }
  const request = (): void => {
    if (source === undefined || listeners.length === 0) return
    const { session, contract, nextId } = source
    const id = nextId()
    reqId = id
    const useRegularHours = !settings.outsideRegularHours
    // One message that all else waits for, and what follows it must not come before it.
    session.send('sync', (api) => {
      api.reqRealTimeBars(id, contract, BAR_SECONDS, WhatToShow.TRADES, useRegularHours)
    })
  }
  const cancel = (): void => {
    const id = reqId
    if (id === undefined) return
    reqId = undefined
    source?.session.send('sync', (api) => api.cancelRealTimeBars(id))
  }
  return {
    add: (listener) => {
      listeners.push(listener)
      if (reqId === undefined) request()
    },
    start: (fresh) => {
      source = fresh
      fresh.session.hear({
        realtimeBar: (id, seconds, open, high, low, close, volume) => {
          if (id !== reqId) return
          const start = seconds * 1000
          fresh.time.seen(start + BAR_SECONDS * 1000)
          tell({ start, open, high, low, close, volume })
        },
        error: ({ message }, code, id) => {
          if (id === reqId) emit({ kind: 'notice', code, text: `live bars: ${message}` })
        },
      })
      request()
    },
    restart: () => {
      cancel()
      request()
    },
  }
}
