import type { BrokerEvent, FeedBar } from '../broker/broker.ts'
import type { OrderPurpose } from '../core/result.ts'
import type { Journal } from '../journal/journal.ts'
import type { JournalRecord } from '../journal/record.ts'
import type { Book } from './book.ts'
import { noteInBook } from './book.ts'
import { purposeOf, refOf } from './broker-order.ts'
import type { ClosedBar, Feed } from './feed.ts'
import type { Latch } from './kill.ts'
import type { MarketClock } from './market-clock.ts'
import type { HeardRate } from './money.ts'
import type { LiveOptions } from './options.ts'
import type { Reference, References } from './references.ts'
import type { Command, Session } from './session.ts'
import { calendarOfRun, tell } from './session.ts'
import { statusOf } from './status.ts'

/** What the host is told, one at a time and in this order. */
export type HostEvent =
  | { readonly kind: 'broker'; readonly event: BrokerEvent }
  /** Of the traded instrument, or of a reference. */
  | { readonly kind: 'slot'; readonly bar: FeedBar; readonly of?: Reference }
  /** Time to look at the kill latch and at bars that wait for their end. */
  | { readonly kind: 'tick' }

/** A run at work. Only the one loop in live.ts changes it, and `ready` when the link goes. */
export interface Host {
  readonly options: LiveOptions
  readonly journal: Journal
  readonly session: Session
  readonly book: Book
  readonly feed: Feed
  /** Bars of the feed that wait for the decision, oldest first. */
  readonly closed: ClosedBar[]
  readonly references: References
  readonly clock: MarketClock
  readonly latch: () => Latch | undefined
  /** The link is there. Both this and `ready` fall the instant the broker says so. */
  linked: boolean
  /** Everything that happened before this link is known (reconcile.ts): bars may be decided on. */
  ready: boolean
  /** How often the link was lost. */
  losses: number
  /** Why no entry may be sent although the link is ready: our position is not the broker's. */
  halted: string | undefined
  /** The kill in force, as journalled. */
  killed: Latch | undefined
  /** By currency, what the broker last told of the account's rates; few are journalled. */
  readonly rates: Map<string, HeardRate>
  /** Commissions whose execution has not come yet, by its id. */
  readonly earlyFees: Map<string, Extract<BrokerEvent, { kind: 'commission' }>>
  /** When entries were placed, ms UTC, of the last minute. */
  entryTimes: number[]
}

type Unstamped<R> = R extends unknown ? Omit<R, 'at'> : never

/** Appends a record at the broker's time and tells the engine, whose commands are returned. */
export function write(host: Host, record: Unstamped<JournalRecord>): readonly Command[] {
  const stamped = { ...record, at: host.clock.now() } as JournalRecord
  host.journal.append(stamped)
  noteInBook(host.book, stamped, (ref) => purposeOfRef(host.session, ref))
  return tell(host.session, stamped)
}

/** A note in the journal and on the screen. */
export function note(host: Host, text: string): void {
  write(host, { kind: 'note', text })
  host.options.print?.(text)
}

/** How long after its end a bar is waited for, ms of the broker's clock. */
export function graceOf({ options: { graceMs = 2000 } }: Host): number {
  return graceMs
}

/** Whether the strategy's `session` lets a bar in. */
export function isSeen({ options, session }: Host, { start }: Pick<FeedBar, 'start'>): boolean {
  const { meta } = options.module
  if (meta.session !== 'regular') return true
  return calendarOfRun(session.segment, meta).sessionAt(start) !== undefined
}

export function showStatus(host: Host): void {
  const { options, session, book, clock, ready, halted } = host
  options.status?.(statusOf(session, book, { time: clock.now(), ready, halted }))
}

/** What an order of the engine is for; the host sends no others. */
export function purposeOfRef(session: Session, ref: string): OrderPurpose {
  const order = session.orders.get(ref)
  if (order === undefined) throw new Error(`${ref} is no order of the engine`)
  return purposeOf(order)
}

/** The entry without which an order is not sent: of its stop, its target, or what it reverses. */
export function entryOf(session: Session, ref: string): string | undefined {
  const order = session.orders.get(ref)
  if (order === undefined || order.parent < 0) return undefined
  return refOf(session.segment.run, order.parent)
}

/** Whether the engine still reckons with the order. */
export function isWorking(session: Session, ref: string): boolean {
  const order = session.orders.get(ref)
  return order !== undefined && session.state.working.includes(order)
}
