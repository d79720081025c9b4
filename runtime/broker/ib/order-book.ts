import type { BrokerEvent, BrokerOrder } from '../broker.ts'
import { fateOf, verdictOf } from './order-wire.ts'

/** An order of ours as far as we know. */
export interface Entry {
  readonly ref: string
  /** The number it has at the gateway; it belongs to the client id that placed it. */
  orderId: number
  clientId: number
  /** 0 until the broker has acknowledged it. */
  permId: number
  /** The number under which its parent was sent; 0 for none. */
  parentId: number
  state: 'sent' | 'live' | 'ended'
  filled: number
  /** A change is under way. */
  changing: boolean
  /** Sweeps in a row that did not find it. */
  misses: number
  /** When it was last sent or told of, in the book's own count. */
  news: number
}

/** What the gateway says of an order. */
export interface OrderReport {
  readonly orderId: number
  readonly clientId: number
  readonly permId: number
  readonly status: string
  readonly filled: number
}

/** Our orders by name and number, and what messages about them mean. Outlives sessions. */
export interface OrderBook {
  /** The highest number of ours that the gateway has told of; 0 before the first. */
  readonly highest: number
  find(ref: string): Entry | undefined
  byNumber(clientId: number, orderId: number): Entry | undefined
  /** Enters an order as it is about to be sent. */
  sent(order: BrokerOrder, orderId: number, parentId: number): void
  /** A message with the order's name. */
  openOrder(ref: string, report: OrderReport): void
  /** A message with its number alone. */
  status(report: OrderReport): void
  /** `cumulative`: shares of the order that have filled, this execution included. */
  execution(ref: string, cumulative: number): void
  /** An error with a number of ours; false when it names none of our orders. */
  problem(orderId: number, code: number, text: string): boolean
  /** The book's count as a sweep begins: what has news after it may be missed by the sweep. */
  readonly count: number
  /** A sweep begun at a count has found these open, and no others; these have ended. */
  swept(open: ReadonlySet<string>, ended: ReadonlySet<string>, begun: number): void
}

/** What the book asks of its owner. */
export interface BookOwner {
  readonly clientId: number
  readonly emit: (event: BrokerEvent) => void
  /** The gateway knows an order number that we took for new. */
  readonly numberIsTaken: (orderId: number) => void
}

export function openOrderBook(owner: BookOwner): OrderBook {
  const { clientId, emit } = owner
  const byRef = new Map<string, Entry>()
  const byKey = new Map<string, Entry>()
  const keyOf = (client: number, orderId: number) => `${client}:${orderId}`
  let highest = 0
  let count = 0
  const hasNews = (entry: Entry): void => {
    count += 1
    entry.news = count
    entry.misses = 0
  }
  const enter = (ref: string, client: number, orderId: number): Entry => {
    const entry: Entry = byRef.get(ref) ?? {
      ref,
      orderId,
      clientId: client,
      permId: 0,
      parentId: 0,
      state: 'sent',
      filled: 0,
      changing: false,
      misses: 0,
      news: 0,
    }
    entry.orderId = orderId
    entry.clientId = client
    hasNews(entry)
    byRef.set(ref, entry)
    byKey.set(keyOf(client, orderId), entry)
    return entry
  }
  const take = (entry: Entry, report: OrderReport): void => {
    if (entry.clientId === clientId) highest = Math.max(highest, entry.orderId)
    const { permId, status } = report
    const { ref } = entry
    entry.filled = Math.max(entry.filled, report.filled)
    entry.changing = false
    const fate = fateOf(status)
    if (permId !== 0 && permId !== entry.permId) {
      if (entry.permId !== 0 && entry.state === 'live' && fate === 'live') {
        const text = `two orders are called ${ref}: ${entry.permId} and ${permId}`
        emit({ kind: 'notice', code: 0, text })
      }
      entry.permId = permId
      emit({ kind: 'acked', ref, permId })
    }
    entry.state = fate === 'live' ? 'live' : 'ended'
    if (fate === 'cancelled') emit({ kind: 'cancelled', ref, reason: `the broker says ${status}` })
  }
  return {
    get highest() {
      return highest
    },
    get count() {
      return count
    },
    find: (ref) => byRef.get(ref),
    byNumber: (client, orderId) => byKey.get(keyOf(client, orderId)),
    sent: ({ ref }, orderId, parentId) => {
      const known = byRef.get(ref)
      const entry = enter(ref, clientId, orderId)
      entry.changing = known?.state === 'live'
      entry.parentId = parentId
      if (entry.changing) return
      entry.state = 'sent'
      entry.permId = 0
    },
    openOrder: (ref, report) => {
      const known = byRef.get(ref)
      const isOld = known !== undefined && known.orderId !== report.orderId
      // The end of an earlier incarnation is not the end of this one.
      if (isOld && fateOf(report.status) !== 'live') return
      const entry = enter(ref, report.clientId, report.orderId)
      take(entry, report)
    },
    status: (report) => {
      const entry = byKey.get(keyOf(report.clientId, report.orderId))
      if (entry?.orderId !== report.orderId) return
      hasNews(entry)
      take(entry, report)
    },
    execution: (ref, cumulative) => {
      const entry = byRef.get(ref)
      if (entry !== undefined) entry.filled = Math.max(entry.filled, cumulative)
    },
    problem: (orderId, code, text) => {
      const entry = byKey.get(keyOf(clientId, orderId))
      if (entry === undefined || entry.orderId !== orderId) return false
      const { ref, state } = entry
      const acknowledged = state !== 'sent'
      const verdict = verdictOf(code, { acknowledged, changing: entry.changing })
      if (acknowledged) entry.changing = false
      switch (verdict) {
        case 'refused':
          entry.state = 'ended'
          emit({ kind: 'refused', ref, code, reason: text })
          break
        case 'cancelled':
          entry.state = 'ended'
          emit({ kind: 'cancelled', ref, reason: text })
          break
        case 'known-id':
          byRef.delete(ref)
          byKey.delete(keyOf(clientId, orderId))
          owner.numberIsTaken(orderId)
          break
        case 'notice':
          emit({ kind: 'notice', code, text: `${ref}: ${text}` })
          break
        default:
          unreachable(verdict)
      }
      return true
    },
    swept: (open, ended, begun) => {
      for (const entry of byRef.values()) {
        if (open.has(entry.ref) || entry.state === 'ended' || entry.news > begun) continue
        // One that was never acknowledged may be a later incarnation of the one that ended.
        if (ended.has(entry.ref) && entry.state === 'live') entry.state = 'ended'
        entry.misses += 1
      }
    },
  }
}

function unreachable(value: never): never {
  throw new Error(`unknown verdict ${String(value)}`)
}
