import type { BrokerOrder, BrokerTruth } from '../broker/broker.ts'
import type { OrderPurpose } from '../core/result.ts'
import type { JournalRecord } from '../journal/record.ts'
import type { ApprovedBrokerOrder } from './risk.ts'
import { approvedBefore } from './risk.ts'

/** What the broker should have of an order, and what it may have by now. */
export interface BookEntry {
  readonly ref: string
  readonly purpose: OrderPurpose
  /** As last commanded; only `handed` tells what of it has gone out. */
  order: ApprovedBrokerOrder
  /** Of an entry: it is not sent from here on. */
  readonly until: number | undefined
  /** As last sent in this life. */
  handed: BrokerOrder | undefined
  /** The broker may have it: it was sent, or a life before this one may have sent it. */
  perhapsSent: boolean
  acked: boolean
  filled: number
  /** The engine has taken it back. */
  unwanted: boolean
  cancelSent: boolean
}

/**
 * Orders that may be sent and have no final state, by ref, in the order of their commands. The
 * journal's view of the broker: a function of the records alone but for `handed` and `cancelSent`.
 */
export interface Book {
  readonly entries: Map<string, BookEntry>
  /** Refs whose commands went into no intent. */
  readonly dropped: Set<string>
  /** Refs that were ever placed. */
  readonly placed: Set<string>
  /** Executions and commissions that were told, without the numbers of corrections. */
  readonly seen: Set<string>
}

export function openBook(): Book {
  return { entries: new Map(), dropped: new Set(), placed: new Set(), seen: new Set() }
}

/** The book of a journal: whatever has an intent may have been sent. */
export function bookOf(
  records: readonly JournalRecord[],
  purposeOf: (ref: string) => OrderPurpose,
): Book {
  const book = openBook()
  for (const record of records) noteInBook(book, record, purposeOf)
  for (const entry of book.entries.values()) entry.perhapsSent = true
  return book
}

/** Brings the book up to date with a record that has just been written or read. */
export function noteInBook(
  book: Book,
  record: JournalRecord,
  purposeOf: (ref: string) => OrderPurpose,
): void {
  switch (record.kind) {
    case 'intent': {
      const known = book.entries.get(record.ref)
      if (record.command === 'place') {
        book.placed.add(record.ref)
        book.entries.set(record.ref, {
          ref: record.ref,
          purpose: purposeOf(record.ref),
          order: approvedBefore(record),
          until: record.until,
          handed: undefined,
          perhapsSent: false,
          acked: false,
          filled: 0,
          unwanted: false,
          cancelSent: false,
        })
      } else if (known !== undefined) {
        if (record.command === 'cancel') known.unwanted = true
        else known.order = approvedBefore(record)
      }
      return
    }
    case 'dropped':
      if (record.command === 'place') book.dropped.add(record.ref)
      return
    case 'acked': {
      const known = book.entries.get(record.ref)
      if (known !== undefined) known.acked = true
      return
    }
    case 'execution': {
      book.seen.add(identity(record.execId))
      const known = book.entries.get(record.ref)
      if (known !== undefined) {
        known.acked = true
        known.filled += record.quantity
      }
      return
    }
    case 'commission':
      book.seen.add(feeIdentity(record.execId))
      return
    case 'done':
      book.entries.delete(record.ref)
      book.dropped.delete(record.ref)
      return
    default:
  }
}

/** An execution's identity: a correction differs only behind the last dot. */
export function identity(execId: string): string {
  const dot = execId.lastIndexOf('.')
  return dot === -1 ? execId : execId.slice(0, dot)
}

export function feeIdentity(execId: string): string {
  return `fee ${execId}`
}

/** Whether the broker has an order otherwise than it should. */
export function differs(a: BrokerOrder, b: BrokerOrder): boolean {
  return a.quantity !== b.quantity || a.price !== b.price || a.limit !== b.limit
}

/** What the broker says of an order, if it has it. */
export function openAt(truth: BrokerTruth, ref: string): BrokerTruth['open'][number] | undefined {
  return truth.open.find((order) => order.ref === ref)
}
