import { pointValue } from '../core/state.ts'
import type { Host } from './host.ts'
import { entryOf, isWorking, write } from './host.ts'
import { rateAge } from './money.ts'
import type { ApprovedBrokerOrder, RiskContext, RiskRefusal } from './risk.ts'
import { isRefusal, judge } from './risk.ts'
import type { Command } from './session.ts'

const MINUTE_MS = 60_000

interface Refusal {
  readonly code: string
  readonly reason: string
}

/**
 * Writes an intent for each command, or why it is dropped, in the engine's order; nothing is sent
 * yet. What hangs on a dropped entry is dropped with it, and the engine hears of it.
 */
export function answer(host: Host, commands: readonly Command[]): void {
  const refused = new Map<string, Refusal>()
  for (const command of commands) {
    if (command.kind !== 'place' || command.purpose !== 'entry') continue
    const refusal = againstEntry(host, command)
    if (refusal !== undefined) refused.set(command.ref, refusal)
  }
  for (const command of commands) answerOne(host, command, refused)
  for (const ref of [...host.book.dropped]) {
    if (host.session.orders.has(ref)) endDropped(host, ref)
  }
}

/** The final state of an order that was never sent, and what the engine says to that. */
export function endDropped(host: Host, ref: string): void {
  const reason = isWorking(host.session, ref) ? 'not sent' : 'not sent, and taken back'
  answer(host, write(host, { kind: 'done', ref, outcome: 'dropped', reason }))
}

function answerOne(host: Host, command: Command, refused: ReadonlyMap<string, Refusal>): void {
  const { kind, ref, order, until } = command
  const refusal = refused.get(ref) ?? againstOther(host, command, refused)
  if (refusal !== undefined) {
    write(host, { kind: 'dropped', ref, command: kind, order, ...refusal })
    if (kind === 'place') host.options.print?.(`${ref} is not sent: ${refusal.reason}`)
    return
  }
  if (command.purpose === 'entry' && kind === 'place') host.entryTimes.push(host.clock.now())
  write(host, { kind: 'intent', ref, command: kind, order, ...(until !== undefined && { until }) })
}

/** Why a command that is no new entry is dropped. */
function againstOther(
  host: Host,
  command: Command,
  refused: ReadonlyMap<string, Refusal>,
): Refusal | undefined {
  const { kind, ref, order, purpose } = command
  const { book, session } = host
  if (kind !== 'place' && !book.entries.has(ref))
    return { code: 'never-sent', reason: 'It was never sent.' }
  if (kind === 'cancel' || (kind === 'place' && purpose === 'entry')) return undefined
  const entry = kind === 'place' ? entryOf(session, ref) : undefined
  if (entry !== undefined && (refused.has(entry) || book.dropped.has(entry)))
    return { code: 'entry-dropped', reason: `Its entry ${entry} is not sent.` }
  return refusalOf(judge(order, contextOf(host, command)))
}

function againstEntry(host: Host, command: Command): Refusal | undefined {
  const now = host.clock.now()
  if (host.halted !== undefined) return { code: 'position', reason: host.halted }
  if (command.until !== undefined && now >= command.until)
    return { code: 'late', reason: 'Its bar is long over.' }
  return refusalOf(judge(command.order, contextOf(host, command)))
}

function refusalOf(verdict: ApprovedBrokerOrder | RiskRefusal): Refusal | undefined {
  return isRefusal(verdict) ? { code: verdict.code, reason: verdict.reason } : undefined
}

function contextOf(host: Host, command: Command): RiskContext {
  const { options, session, book, clock } = host
  const { state, segment } = session
  const { bars } = state
  const last = bars.length - 1
  const now = clock.now()
  host.entryTimes = host.entryTimes.filter((time) => time > now - MINUTE_MS)
  const { ref, kind, purpose } = command
  return {
    limits: segment.limits,
    command: kind === 'modify' ? 'modify' : 'place',
    purpose,
    account: options.account,
    ready: host.linked,
    killed: host.latch()?.mode,
    position: state.position,
    openOrders: [...book.entries.values()].filter((open) => open.ref !== ref && !open.unwanted),
    placed: book.placed,
    lastPrice: last < 0 ? Number.NaN : bars.close[last]!,
    lastBarEnd: last < 0 ? Number.NaN : bars.time[last]! + host.feed.barMs,
    now,
    rateAge: rateAge(host),
    entryTimes: host.entryTimes,
    multiplier: pointValue(state, last),
  }
}
