import type { BrokerTruth } from '../broker/broker.ts'
import { answer } from './answer.ts'
import { backfill, decideOnPending, heartbeat } from './bars.ts'
import type { BookEntry } from './book.ts'
import { openAt } from './book.ts'
import { takeAck, takeCommission, takeExecution } from './broker-events.ts'
import type { Host } from './host.ts'
import { isWorking, note, showStatus, write } from './host.ts'
import { hearRates } from './money.ts'
import { flush } from './send.ts'

/** Asks the broker for its truth and reconciles; does nothing when the link is lost meanwhile. */
export async function reconcileAnew(host: Host): Promise<void> {
  const truth = await sweep(host)
  if (truth !== undefined) await reconcile(host, truth)
}

/**
 * After a start, a lost link or anything unexpected: what happened without us is applied, bars are
 * filled in and decided on, and every order is brought to where the engine has it. Executions
 * come before the bars, for nothing that is decided on those could have been sent in time. When
 * the link is lost meanwhile, the run stays not ready and this is done again.
 */
export async function reconcile(host: Host, first: BrokerTruth): Promise<void> {
  const { losses } = host
  let truth: BrokerTruth | undefined = first
  takeTruth(host, truth)
  decideOnPending(host)
  try {
    await backfill(host)
  } catch (error) {
    failed(host, error)
    return
  }
  // An order without a trace is believed gone only by two sweeps, for things may be on their way.
  if (hasUntraced(host, truth) || misplaced(host, truth) !== undefined) {
    truth = await sweep(host)
    if (truth === undefined) return
    takeTruth(host, truth)
  }
  // First what a crash left unsaid, then each order by what the broker says of it.
  answer(host, [])
  for (const entry of [...host.book.entries.values()]) settle(host, entry, truth)
  const misplacement = misplaced(host, truth)
  if (misplacement !== host.halted && misplacement !== undefined) note(host, misplacement)
  host.halted = misplacement
  host.ready = host.linked && losses === host.losses
  await flush(host)
  await heartbeat(host)
  showStatus(host)
}

async function sweep(host: Host): Promise<BrokerTruth | undefined> {
  try {
    return await host.options.broker.sweep()
  } catch (error) {
    failed(host, error)
    return undefined
  }
}

/** The broker did not answer: no bar is decided on until it has. */
function failed(host: Host, error: unknown): void {
  host.ready = false
  if (!host.linked) return
  note(host, `the broker does not answer: ${error instanceof Error ? error.message : error}`)
}

function takeTruth(host: Host, truth: BrokerTruth): void {
  host.clock.tell(truth.time)
  hearRates(host, truth)
  const executions = [...truth.executions].sort((a, b) => a.time - b.time)
  const fees = new Map(truth.commissions.map((fee) => [fee.execId, fee]))
  for (const execution of executions) {
    const fee = fees.get(execution.execId)
    takeExecution(host, execution)
    if (fee !== undefined) takeCommission(host, fee)
  }
}

function hasUntraced(host: Host, truth: BrokerTruth): boolean {
  return [...host.book.entries.values()].some(
    (entry) => entry.perhapsSent && entry.filled < entry.order.quantity && !isTraced(entry, truth),
  )
}

function isTraced({ ref }: BookEntry, truth: BrokerTruth): boolean {
  return openAt(truth, ref) !== undefined || endOf(truth, ref) !== undefined
}

function endOf({ ended }: BrokerTruth, ref: string): BrokerTruth['ended'][number] | undefined {
  return ended.find((order) => order.ref === ref)
}

function settle(host: Host, entry: BookEntry, truth: BrokerTruth): void {
  const { ref, order, until } = entry
  if (!host.book.entries.has(ref)) return
  const end = (outcome: 'filled' | 'cancelled' | 'lost', reason: string): void => {
    if (isWorking(host.session, ref)) note(host, `${ref}, ${entry.purpose}, has ended: ${reason}`)
    answer(host, write(host, { kind: 'done', ref, outcome, reason }))
  }
  const open = openAt(truth, ref)
  const ended = endOf(truth, ref)
  if (entry.filled >= order.quantity && !isWorking(host.session, ref)) end('filled', '')
  else if (open !== undefined) {
    takeAck(host, { kind: 'acked', ref, permId: open.permId })
    entry.perhapsSent = true
    entry.cancelSent = false
    entry.handed = open.order
  } else if (ended !== undefined) end('cancelled', ended.reason)
  else if (!entry.perhapsSent) return
  else if (entry.acked) end('cancelled', 'no longer at the broker')
  else if (entry.unwanted) end('cancelled', 'taken back, and never at the broker')
  else if (until !== undefined && host.clock.now() >= until)
    end('lost', 'never at the broker, and too late to be sent again')
  else {
    entry.perhapsSent = false
    entry.handed = undefined
  }
}

/** Why our position cannot be what the broker has; nothing when it is. */
function misplaced({ session }: Host, truth: BrokerTruth): string | undefined {
  const { symbol } = session.segment
  let ours = session.state.position
  for (const { record } of session.waiting)
    ours += record.side === 'buy' ? record.quantity : -record.quantity
  const theirs = truth.positions.get(symbol) ?? 0
  if (Math.abs(ours - theirs) < 1e-9) return undefined
  return `The run holds ${ours} ${symbol}, the account ${theirs}: no entries until they agree.`
}
