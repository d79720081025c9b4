import type { Timers } from './timers.ts'

/** What is sent, in the order in which it matters. */
export const LANES = ['cancel', 'order', 'sync', 'data', 'history'] as const
export type Lane = (typeof LANES)[number]

/** Something that waits to be sent. */
export interface Job {
  /** Takes it back; false when it has been sent already. */
  withdraw(): boolean
}

/** Sends messages within the broker's rate, the more important first. */
export interface Pacer {
  /** `cost` messages go out in one piece when `send` is called, never before this turn is over. */
  enqueue(lane: Lane, send: () => void, cost?: number): Job
  /** Forgets all that waits. */
  clear(): void
}

const WINDOW_MS = 1000

/**
 * Messages that may have gone out within one second for another of the lane to go. The broker
 * warns above 50; each lane leaves room for those before it, so that neither a cancel nor an order
 * ever waits for data.
 */
export const LANE_LIMITS: Readonly<Record<Lane, number>> = {
  cancel: 50,
  order: 45,
  sync: 40,
  data: 30,
  history: 30,
}

interface Waiting {
  readonly send: () => void
  readonly cost: number
  state: 'waiting' | 'gone'
}

/** A pacer with nothing sent yet. One that is not `limited` still keeps the order of the lanes. */
export function openPacer(timers: Timers, limited = true): Pacer {
  const lanes: Readonly<Record<Lane, Waiting[]>> = {
    cancel: [],
    order: [],
    sync: [],
    data: [],
    history: [],
  }
  /** Instants of the messages in the window, oldest first. */
  const sent: number[] = []
  let pumpIsDue = false
  let stopWaiting = (): void => {}

  const schedulePump = (): void => {
    if (pumpIsDue) return
    pumpIsDue = true
    queueMicrotask(() => {
      pumpIsDue = false
      pump()
    })
  }
  const pump = (): void => {
    stopWaiting()
    for (;;) {
      const lane = LANES.find((name) => lanes[name].length > 0)
      if (lane === undefined) return
      const now = timers.now()
      while (sent.length > 0 && now - sent[0]! >= WINDOW_MS) sent.shift()
      const job = lanes[lane][0]!
      const limit = limited ? LANE_LIMITS[lane] : Number.POSITIVE_INFINITY
      // A piece larger than its lane goes out alone rather than never.
      const excess = sent.length + Math.min(job.cost, limit) - limit
      if (limited && excess > 0) {
        stopWaiting = timers.after(sent[excess - 1]! + WINDOW_MS - now, pump)
        return
      }
      lanes[lane].shift()
      job.state = 'gone'
      for (let k = 0; k < job.cost; k++) sent.push(now)
      job.send()
    }
  }
  return {
    enqueue: (lane, send, cost = 1) => {
      const job: Waiting = { send, cost, state: 'waiting' }
      lanes[lane].push(job)
      schedulePump()
      return {
        withdraw: () => {
          if (job.state === 'gone') return false
          job.state = 'gone'
          lanes[lane].splice(lanes[lane].indexOf(job), 1)
          return true
        },
      }
    },
    clear: () => {
      stopWaiting()
      for (const lane of LANES) {
        for (const job of lanes[lane].splice(0)) job.state = 'gone'
      }
    },
  }
}
