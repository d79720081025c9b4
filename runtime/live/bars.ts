import type { FeedBar } from '../broker/broker.ts'
import { answer } from './answer.ts'
import type { ClosedBar } from './feed.ts'
import { closeForming, isOverdue, isSane, rewindTo, SLOT_MS, skipTo, takeSlot } from './feed.ts'
import type { Host } from './host.ts'
import { graceOf, isSeen, note, showStatus, write } from './host.ts'
import {
  closeOverdueReferences,
  fetchReferences,
  haveReferences,
  type Reference,
  takeReference,
  warmUpReferences,
} from './references.ts'
import { flush } from './send.ts'
import { alertsAt } from './session.ts'

const DAY_MS = 86_400_000

/** A five-second bar came; until all that we missed is known, history tells it instead. */
export async function takeStreamed(host: Host, slot: FeedBar): Promise<void> {
  if (!host.ready || !isSane(slot) || !isSeen(host, slot)) return
  host.clock.tell(slot.start + SLOT_MS)
  host.closed.push(...takeSlot(host.feed, slot))
  await closeBars(host)
}

/** A five-second bar of a reference came: a decision may have waited for it. */
export async function takeStreamedReference(
  host: Host,
  of: Reference,
  slot: FeedBar,
): Promise<void> {
  await takeReference(host, of, slot)
  await closeBars(host)
}

/** Closes bars whose last five seconds have not come in time: nothing was traded in them. */
export async function closeOverdue(host: Host): Promise<void> {
  if (!host.ready) return
  await closeOverdueReferences(host)
  if (isOverdue(host.feed, host.clock.now(), graceOf(host)))
    host.closed.push(...closeForming(host.feed))
  await closeBars(host)
}

/**
 * The bars that ended since the last known one, from the broker's history; each is decided on, and
 * entries are taken on the one whose next bar is not over. Rejects when the link is lost.
 */
export async function backfill(host: Host): Promise<void> {
  const { feed, clock, closed } = host
  const now = clock.now()
  // What waited for its references is told by history, too.
  for (const { bar } of closed.splice(0)) rewindTo(feed, bar.start)
  await fetchReferences(host, 'backfill')
  const bars = await historyUntil(host, now - (now % feed.barMs))
  decideOnAll(host, bars, 'backfill')
}

/** The bars before the run begins, at most as many as asked for; no rule may enter on them. */
export async function warmUp(host: Host): Promise<void> {
  const { feed, clock, options } = host
  const now = clock.now()
  const to = now - (now % feed.barMs)
  // Markets are closed for most of the week: asked for more, so that enough is left.
  const span = Math.max(7 * options.history * feed.barMs, 5 * DAY_MS)
  feed.known = options.history === 0 ? to : Math.max(0, to - span)
  await warmUpReferences(host, feed.known)
  const bars = await historyUntil(host, to)
  const wanted = bars.slice(Math.max(0, bars.length - options.history))
  decideOnAll(host, wanted, 'history')
  skipTo(feed, wanted.length === 0 ? to : feed.known)
  if (wanted.length < options.history)
    note(host, `the broker has ${wanted.length} of the ${options.history} bars before the run`)
}

async function historyUntil(host: Host, to: number): Promise<readonly FeedBar[]> {
  const { feed, options } = host
  const { known, barMs } = feed
  if (to <= known) return []
  const bars = await options.broker.history(barMs / 1000, known, to)
  return bars.filter(
    (bar) => bar.start >= known && bar.start + barMs <= to && isSane(bar) && isSeen(host, bar),
  )
}

/** Base bars of the stream are over: each is decided on once what is read beside it is there. */
async function closeBars(host: Host): Promise<void> {
  for (let next = host.closed[0]; next !== undefined && host.ready; next = host.closed[0]) {
    host.clock.tell(next.bar.start + host.feed.barMs)
    if (!(await haveReferences(host, next.bar.start))) return
    host.closed.shift()
    await closeBar(host, next)
  }
}

/** The decision on a base bar, its orders, and the sign that we are done. */
async function closeBar(host: Host, { bar, whole }: ClosedBar): Promise<void> {
  const end = bar.start + host.feed.barMs
  if (whole) decideOnAll(host, [bar], 'live')
  else {
    const bars = await historyUntil(host, end).catch(() => undefined)
    if (bars === undefined) {
      // The next bar finds a hole before it and asks again; then this one is late.
      note(host, 'a bar was interrupted and the broker does not tell its history')
      return
    }
    const known = bars.some(({ start }) => start === bar.start)
    decideOnAll(host, known ? bars : [...bars, bar], 'backfill')
  }
  await flush(host)
  await heartbeat(host)
  showStatus(host)
}

/**
 * Asks the broker's time: that we live, and in virtual time that we are done. What was told is
 * durable before, so that after a crash what is missing is from the bar in hand and no older.
 */
export async function heartbeat(host: Host): Promise<void> {
  if (!host.ready) return
  await host.journal.durable()
  // No answer means that the link is gone, of which the broker tells in its turn.
  host.options.broker.time().then(host.clock.tell, () => undefined)
}

/** The decision on a bar that a crash kept from being written, if there is one. */
export function decideOnPending(host: Host): void {
  const { bars, bar } = host.session.state
  if (bar + 1 < bars.length) decide(host, bar + 1)
}

function decideOnAll(
  host: Host,
  bars: readonly FeedBar[],
  source: 'history' | 'live' | 'backfill',
): void {
  for (const { start, open, high, low, close, volume } of bars) {
    const bar = host.session.state.bars.length
    write(host, { kind: 'bar', bar, start, open, high, low, close, volume, source })
    skipTo(host.feed, start + host.feed.barMs)
    decide(host, bar)
  }
}

/** Entries are for what happens within the next bar; nothing enters on what was before the run. */
function decide(host: Host, bar: number): void {
  const { feed, session, clock } = host
  const start = session.state.bars.time[bar]!
  const isBefore = start + feed.barMs <= session.segment.at
  const isLate = clock.now() >= start + 2 * feed.barMs
  const entries = isBefore ? 'history' : isLate ? 'late' : 'taken'
  answer(host, write(host, { kind: 'cut', bar, entries }))
  if (entries === 'history') return
  for (const text of alertsAt(session, bar)) note(host, `alert: ${text}`)
}
