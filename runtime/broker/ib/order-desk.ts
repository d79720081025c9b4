import type { Contract, IBApi } from '@stoqey/ib'
import type { BrokerEvent, BrokerOrder } from '../broker.ts'
import type { Ids } from './ids.ts'
import type { IbSettings } from './options.ts'
import type { Entry, OrderBook } from './order-book.ts'
import { toWire, unsendable } from './order-wire.ts'
import type { Job } from './pacer.ts'
import type { Session } from './session.ts'

/** What READY has brought. */
export interface Footing {
  readonly session: Session
  readonly account: string
  readonly contract: Contract
  readonly tick: number
  readonly zone: string
}

/** Sends orders, families in one piece, and takes them back. */
export interface OrderDesk {
  place(order: BrokerOrder): void
  cancel(ref: string): void
  cancelAll(): void
  /** The link is READY: cancels that waited for it go out. */
  ready(): void
  /** What waits to be sent is not sent any more; the sweeps to come say what was. */
  forget(): void
}

/** What a desk asks of its owner. */
export interface DeskOwner {
  readonly settings: IbSettings
  readonly book: OrderBook
  readonly ids: Ids
  readonly emit: (event: BrokerEvent) => void
  /** Where orders may be sent; nothing while not READY. */
  readonly footing: () => Footing | undefined
  /** Where cancels may be sent: READY or not. */
  readonly session: () => Session | undefined
}

/** Orders that go out together: an entry and those that wait for it. */
interface Family {
  readonly orders: BrokerOrder[]
  job: Job | undefined
}

/** Sweeps that must have missed an order before it is sent under another number. */
const ENOUGH_MISSES = 2

export function openOrderDesk(owner: DeskOwner): OrderDesk {
  const { settings, book, ids, emit } = owner
  /** Families that wait to be sent; the pacer takes them after this turn, so that they gather. */
  const waiting = new Set<Family>()
  const owed = new Set<string>()
  let owesAll = false

  const refuse = (ref: string, reason: string): void => {
    if (book.find(ref)?.state === 'live') {
      emit({ kind: 'notice', code: 0, text: `the change of ${ref} was not sent: ${reason}` })
    } else emit({ kind: 'refused', ref, code: 0, reason })
  }
  const familyOf = (ref: string): Family | undefined => {
    for (const family of waiting) if (family.orders.some((o) => o.ref === ref)) return family
    return undefined
  }
  const queue = (family: Family): void => {
    const { session } = owner.footing()!
    family.job?.withdraw()
    family.job = session.send('order', (api) => write(family, api), family.orders.length)
  }
  const write = (family: Family, api: IBApi): void => {
    waiting.delete(family)
    const footing = owner.footing()
    if (footing === undefined) return
    const { mayWrite = () => true } = settings
    if (!family.orders.every(mayWrite)) {
      for (const { ref } of family.orders) refuse(ref, 'the kill switch is on')
      return
    }
    const live = family.orders.filter(mayStillWork)
    live.forEach((order, k) => {
      writeOne(api, footing, order, k === live.length - 1)
    })
  }
  /** A change may cross the end of its order on the way: it must not become an order of its own. */
  const mayStillWork = ({ ref }: BrokerOrder): boolean => {
    const known = book.find(ref)
    if (known?.state !== 'ended' || known.permId === 0) return true
    emit({ kind: 'notice', code: 0, text: `${ref} has ended, and is not changed any more` })
    return false
  }
  const writeOne = (api: IBApi, footing: Footing, order: BrokerOrder, isLast: boolean): void => {
    const { account, contract, tick, zone } = footing
    const known = book.find(order.ref)
    const gone = Math.max(footing.session.nextOrderId, book.highest + 1)
    const orderId = numberFor(known, gone, ids)
    const parentId = known?.state === 'live' ? known.parentId : parentNumber(order)
    const { outsideRegularHours } = settings
    const terms = { account, parentId, transmit: isLast, outsideRegularHours, zone }
    book.sent(order, orderId, parentId)
    api.placeOrder(orderId, contract, toWire(order, tick, terms))
  }
  /** A parent that has filled, or that nobody remembers, is no parent any more. */
  const parentNumber = ({ parent }: BrokerOrder): number => {
    const entry = parent === undefined ? undefined : book.find(parent)
    if (entry === undefined || entry.state === 'ended') return 0
    return entry.misses > 0 && entry.filled > 0 ? 0 : entry.orderId
  }
  /** The family that a new order joins: its parent's, when that is new as well. */
  const parentsOf = ({ ref, parent }: BrokerOrder): Family | undefined => {
    if (parent === undefined || book.find(ref)?.state === 'live') return undefined
    return book.find(parent)?.state === 'live' ? undefined : familyOf(parent)
  }
  const problemWith = (order: BrokerOrder, tick: number): string | undefined => {
    const entry = book.find(order.ref)
    if (entry?.state === 'live' && entry.clientId !== settings.clientId) {
      return `client ${entry.clientId} has placed it, and it alone can change it`
    }
    const parent = order.parent === undefined ? undefined : book.find(order.parent)
    if (parent?.state === 'ended' && parent.filled === 0) {
      return `the order ${parent.ref} that it belongs to has ended without a fill`
    }
    return unsendable(order, tick)
  }
  const withdraw = (family: Family, ref: string): void => {
    const { orders } = family
    // Those that wait for it have nothing to wait for.
    const gone = orders.filter((order) => order.ref === ref || order.parent === ref)
    for (const order of gone) orders.splice(orders.indexOf(order), 1)
    if (orders.length === 0) {
      family.job?.withdraw()
      waiting.delete(family)
    } else queue(family)
    for (const { ref: unsent } of gone) {
      const reason = 'taken back before it was sent'
      if (book.find(unsent)?.state !== 'live') emit({ kind: 'cancelled', ref: unsent, reason })
    }
  }
  const cancelEntry = (session: Session, entry: Entry): void => {
    if (entry.clientId !== settings.clientId) {
      const text = `${entry.ref} was placed by client ${entry.clientId}, which alone can cancel it`
      emit({ kind: 'notice', code: 0, text })
      return
    }
    session.send('cancel', (api) => api.cancelOrder(entry.orderId))
  }
  const cancelEverything = (session: Session): void => {
    session.send('cancel', (api) => api.reqGlobalCancel())
  }
  return {
    place: (order) => {
      const footing = owner.footing()
      if (footing === undefined) {
        emit({ kind: 'notice', code: 0, text: `${order.ref} was not sent: the link is not ready` })
        return
      }
      owed.delete(order.ref)
      const problem = problemWith(order, footing.tick)
      if (problem !== undefined) {
        refuse(order.ref, problem)
        return
      }
      const again = familyOf(order.ref)
      if (again !== undefined) {
        again.orders[again.orders.findIndex(({ ref }) => ref === order.ref)] = order
        return
      }
      const family = parentsOf(order) ?? { orders: [], job: undefined }
      family.orders.push(order)
      waiting.add(family)
      queue(family)
    },
    cancel: (ref) => {
      const family = familyOf(ref)
      if (family !== undefined) withdraw(family, ref)
      const session = owner.session()
      const entry = book.find(ref)
      if (session === undefined) owed.add(ref)
      else if (entry !== undefined && entry.state !== 'ended') cancelEntry(session, entry)
      else if (family === undefined) {
        const text = `${ref} was to be cancelled, and the broker has no such order of ours`
        emit({ kind: 'notice', code: 0, text })
      }
    },
    cancelAll: () => {
      for (const family of [...waiting]) {
        for (const { ref } of [...family.orders]) {
          if (family.orders.some((order) => order.ref === ref)) withdraw(family, ref)
        }
      }
      const session = owner.session()
      if (session === undefined) owesAll = true
      else cancelEverything(session)
    },
    ready: () => {
      const session = owner.session()
      if (session === undefined) return
      if (owesAll) cancelEverything(session)
      owesAll = false
      for (const ref of owed) {
        const entry = book.find(ref)
        if (entry !== undefined && entry.state !== 'ended') cancelEntry(session, entry)
      }
      owed.clear()
    },
    forget: () => {
      for (const family of waiting) family.job?.withdraw()
      waiting.clear()
    },
  }
}

/**
 * The number to send an order under. Its own as long as it may be at the gateway: sent twice under
 * one number it is a change, never a second order. Another once it has ended, or once sweeps have
 * missed it and the gateway has gone past its number.
 */
function numberFor(entry: Entry | undefined, next: number, ids: Ids): number {
  if (entry === undefined || entry.state === 'ended') return ids.next()
  const isMissing = entry.misses >= ENOUGH_MISSES
  return isMissing && entry.orderId < next ? ids.next() : entry.orderId
}
