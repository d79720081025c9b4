import type { Contract } from '@stoqey/ib'
import { WhatToShow } from '@stoqey/ib'
import type { BrokerEvent, FeedBar } from '../broker.ts'
import type { BrokerTime } from './broker-time.ts'
import type { IbSettings } from './options.ts'
import type { Session } from './session.ts'

/** The contract of a symbol; absent: of the traded instrument. */
export type ContractOf = (symbol: string | undefined) => Contract

/** Where five-second bars come from for the moment. */
export interface BarSource {
  readonly session: Session
  readonly contractOf: ContractOf
  readonly time: BrokerTime
  readonly nextId: () => number
}

/** The streams of five-second bars, one an instrument, which outlive sessions. */
export interface LiveBars {
  add(listener: (bar: FeedBar) => void, symbol?: string): void
  /** Asks for them on a session on which nobody has asked yet. */
  start(source: BarSource): void
  /** Asks again where the broker may have forgotten us. */
  restart(): void
}

interface Stream {
  readonly symbol: string | undefined
  readonly listeners: ((bar: FeedBar) => void)[]
  reqId: number | undefined
}

const BAR_SECONDS = 5

export function openLiveBars(settings: IbSettings, emit: (event: BrokerEvent) => void): LiveBars {
  const streams: Stream[] = []
  let source: BarSource | undefined
  const tell = ({ listeners }: Stream, bar: FeedBar): void => {
    for (const listener of listeners) {
      try {
        listener(bar)
      } catch (failure) {
        settings.onFault(failure)
      }
    }
  }
  const request = (stream: Stream): void => {
    if (source === undefined) return
    const { session, contractOf, nextId } = source
    const id = nextId()
    stream.reqId = id
    const contract = contractOf(stream.symbol)
    const useRegularHours = !settings.outsideRegularHours
    // One message that all else waits for, and what follows it must not come before it.
    session.send('sync', (api) => {
      api.reqRealTimeBars(id, contract, BAR_SECONDS, WhatToShow.TRADES, useRegularHours)
    })
  }
  const cancel = (stream: Stream): void => {
    const id = stream.reqId
    if (id === undefined) return
    stream.reqId = undefined
    source?.session.send('sync', (api) => api.cancelRealTimeBars(id))
  }
  return {
    add: (listener, symbol) => {
      const known = streams.find((one) => one.symbol === symbol)
      if (known !== undefined) {
        known.listeners.push(listener)
        return
      }
      const stream = { symbol, listeners: [listener], reqId: undefined }
      streams.push(stream)
      request(stream)
    },
    start: (fresh) => {
      source = fresh
      const streamOf = (id: number) => streams.find(({ reqId }) => reqId === id)
      fresh.session.hear({
        realtimeBar: (id, seconds, open, high, low, close, volume) => {
          const stream = streamOf(id)
          if (stream === undefined) return
          const start = seconds * 1000
          fresh.time.seen(start + BAR_SECONDS * 1000)
          tell(stream, { start, open, high, low, close, volume })
        },
        error: ({ message }, code, id) => {
          const stream = streamOf(id)
          if (stream === undefined) return
          const of = stream.symbol === undefined ? '' : ` of ${stream.symbol}`
          emit({ kind: 'notice', code, text: `live bars${of}: ${message}` })
        },
      })
      for (const stream of streams) request(stream)
    },
    restart: () => {
      for (const stream of streams) {
        cancel(stream)
        request(stream)
      }
    },
  }
}
