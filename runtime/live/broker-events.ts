import type { BrokerEvent } from '../broker/broker.ts'
import { answer } from './answer.ts'
import { heartbeat } from './bars.ts'
import { feeIdentity, identity } from './book.ts'
import { distrust } from './feed.ts'
import type { Host } from './host.ts'
import { isWorking, note, showStatus, write } from './host.ts'
import { hearRate, writeCommission } from './money.ts'
import { reconcileAnew } from './reconcile.ts'
import { flush } from './send.ts'

/** What the broker told: journalled first, then applied, then what the engine asks for is sent. */
export async function takeBrokerEvent(host: Host, event: BrokerEvent): Promise<void> {
  switch (event.kind) {
    case 'acked':
      takeAck(host, event)
      return
    case 'execution':
      await takeFill(host, event)
      return
    case 'commission':
      takeCommission(host, event)
      showStatus(host)
      return
    case 'rate':
      hearRate(host, event.currency, event.rate)
      return
    case 'refused':
      write(host, event)
      await afterRefusal(host, event.ref, event.reason)
      return
    case 'cancelled':
      await takeCancel(host, event)
      return
    case 'lost':
      distrust(host.feed)
      for (const { feed } of host.references.all) distrust(feed)
      write(host, event)
      host.options.print?.(`link lost: ${event.reason}; no orders until it is back`)
      return
    case 'ready':
      if (host.ready) return
      write(host, event)
      await reconcileAnew(host)
      return
    case 'notice':
      write(host, event)
      return
    default:
      unreachable(event)
  }
}

/** An execution: once. Says whether it was news, and whether it completed its order. */
export function takeExecution(
  host: Host,
  event: Extract<BrokerEvent, { kind: 'execution' }>,
): { readonly isNew: boolean; readonly completes: boolean } {
  const { book, session, clock, options, earlyFees } = host
  const { ref, execId, side, quantity, price } = event
  // Executions of other hands on the account are none of ours.
  if (book.seen.has(identity(execId)) || !ref.startsWith(`${session.segment.run}-`))
    return { isNew: false, completes: false }
  clock.tell(event.time)
  const worked = isWorking(session, ref)
  const strays = session.strays.length
  answer(host, write(host, event))
  const entry = book.entries.get(ref)
  const isFull = entry !== undefined && entry.filled >= entry.order.quantity
  const fee = earlyFees.get(execId)
  if (fee !== undefined) {
    earlyFees.delete(execId)
    takeCommission(host, fee)
  }
  if (isFull) write(host, { kind: 'done', ref, outcome: 'filled', reason: '' })
  if (worked) options.print?.(`fill ${ref}: ${side} ${quantity} at ${price}`)
  else note(host, `${ref} was taken back, but had filled: ${side} ${quantity} at ${price}`)
  if (session.strays.length > strays)
    host.halted = `${ref} filled after its trade had closed: settle ${quantity} shares by hand.`
  return { isNew: true, completes: isFull || entry === undefined }
}

/** What an execution cost: once, and not before the execution itself. */
export function takeCommission(
  host: Host,
  event: Extract<BrokerEvent, { kind: 'commission' }>,
): void {
  const { seen } = host.book
  if (seen.has(feeIdentity(event.execId))) return
  if (seen.has(identity(event.execId))) writeCommission(host, event)
  else host.earlyFees.set(event.execId, event)
}

/** The broker has an order. */
export function takeAck(host: Host, event: Extract<BrokerEvent, { kind: 'acked' }>): void {
  const entry = host.book.entries.get(event.ref)
  if (entry !== undefined && !entry.acked) write(host, event)
}

async function takeFill(
  host: Host,
  event: Extract<BrokerEvent, { kind: 'execution' }>,
): Promise<void> {
  const { isNew, completes } = takeExecution(host, event)
  if (!isNew) return
  await flush(host)
  // In virtual time a fill is answered once, when all parts of it have come.
  if (completes) await heartbeat(host)
  showStatus(host)
}

/** An order that the broker never took ends; else only a change or a cancel was refused. */
async function afterRefusal(host: Host, ref: string, reason: string): Promise<void> {
  const entry = host.book.entries.get(ref)
  if (entry === undefined) return
  host.options.print?.(`${ref} is refused: ${reason}`)
  if (!host.ready) return
  if (entry.acked) return reconcileAnew(host)
  answer(host, write(host, { kind: 'done', ref, outcome: 'refused', reason }))
  await flush(host)
}

/** What we took back ends; what we did not, may have filled meanwhile: the broker is asked. */
async function takeCancel(
  host: Host,
  event: Extract<BrokerEvent, { kind: 'cancelled' }>,
): Promise<void> {
  const { ref, reason } = event
  // After each lost link the broker tells of all that ever ended.
  if (!host.book.entries.has(ref)) return
  write(host, event)
  // What comes before `ready` is told again by the sweep after it.
  if (!host.ready) return
  if (isWorking(host.session, ref)) return reconcileAnew(host)
  answer(host, write(host, { kind: 'done', ref, outcome: 'cancelled', reason }))
  await flush(host)
}

function unreachable(value: never): never {
  throw new Error(`unknown event ${String(value)}`)
}
