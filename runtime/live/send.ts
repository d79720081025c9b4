import { answer } from './answer.ts'
import type { BookEntry } from './book.ts'
import { differs } from './book.ts'
import type { Host } from './host.ts'
import { write } from './host.ts'

/**
 * Brings the broker up to what the book says it should have: cancels at once, everything else once
 * its intent is durable. Without a link, or under a kill, what is not sent stays as it is. Throws
 * a `JournalFailure`; by then the cancels are out.
 */
export async function flush(host: Host): Promise<void> {
  sendCancels(host)
  for (;;) {
    for (let over = firstOver(host); over !== undefined; over = firstOver(host)) {
      const { entry, outcome, reason } = over
      answer(host, write(host, { kind: 'done', ref: entry.ref, outcome, reason }))
      sendCancels(host)
    }
    const unsent = [...host.book.entries.values()].filter(isUnsent)
    if (unsent.length === 0 || !host.ready) return
    await host.journal.durable()
    for (const entry of unsent) if (!sendOne(host, entry)) return
  }
}

/** Sends the cancels of the orders that the broker may have; the others end here. */
function sendCancels(host: Host): void {
  const { book, options } = host
  for (const entry of [...book.entries.values()]) {
    if (!entry.unwanted || entry.cancelSent) continue
    const { ref } = entry
    if (!entry.perhapsSent) {
      write(host, {
        kind: 'done',
        ref,
        outcome: 'cancelled',
        reason: 'taken back before it was sent',
      })
    } else if (host.linked) {
      options.broker.cancel(ref)
      entry.cancelSent = true
      write(host, { kind: 'sent', ref, command: 'cancel' })
    }
  }
}

interface Over {
  readonly entry: BookEntry
  readonly outcome: 'dropped'
  readonly reason: string
}

/** An entry that has not gone out and must not any more. */
function firstOver(host: Host): Over | undefined {
  const now = host.clock.now()
  for (const entry of host.book.entries.values()) {
    if (entry.purpose !== 'entry' || entry.unwanted || entry.perhapsSent) continue
    const outcome = 'dropped'
    if (now >= entry.until!) return { entry, outcome, reason: 'too late to be sent' }
    const latch = host.latch()
    if (latch !== undefined) return { entry, outcome, reason: `killed (${latch.mode})` }
  }
  return undefined
}

function isUnsent(entry: BookEntry): boolean {
  if (entry.unwanted) return false
  return entry.handed === undefined ? !entry.perhapsSent : differs(entry.handed, entry.order)
}

/** Sends one order as it should be; false when nothing may be sent now. */
function sendOne(host: Host, entry: BookEntry): boolean {
  const { broker } = host.options
  // The latch is asked again right before the write: it may have been set since the intent.
  const { ref, order, handed, perhapsSent } = entry
  if (entry.purpose === 'entry' && !perhapsSent && host.latch() !== undefined) return true
  if (!host.ready) return false
  broker.place(order)
  entry.handed = order
  const command = handed === undefined && !entry.acked ? 'place' : 'modify'
  entry.perhapsSent = true
  write(host, { kind: 'sent', ref, command })
  return true
}
