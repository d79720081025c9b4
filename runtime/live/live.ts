import { ExternFailure } from '../../stdlib/extern.ts'
import type { BrokerEvent, BrokerTruth } from '../broker/broker.ts'
import { BrokerRefusal } from '../broker/refusal.ts'
import { JournalFailure } from '../journal/failure.ts'
import type { Journal } from '../journal/journal.ts'
import { answer } from './answer.ts'
import { closeOverdue, takeStreamed, takeStreamedReference, warmUp } from './bars.ts'
import { takeBrokerEvent } from './broker-events.ts'
import { openFeed } from './feed.ts'
import type { Host, HostEvent } from './host.ts'
import { note, write } from './host.ts'
import type { Inbox } from './inbox.ts'
import { openInbox } from './inbox.ts'
import { clearLatch, latchPath, latchReader, readLatch } from './kill.ts'
import { marketClock } from './market-clock.ts'
import { foreignCurrency, hearRates, moneyText } from './money.ts'
import { obeyLatch } from './obey.ts'
import { begin, checkOptions, journalOf, recover } from './opening.ts'
import type { LiveClock, LiveOptions, LiveOutcome, LiveRun } from './options.ts'
import { LiveRefusal, SYSTEM_CLOCK } from './options.ts'
import { reconcile, reconcileAnew } from './reconcile.ts'
import { followReferences, openReferences } from './references.ts'
import { timeframeMs } from './timeframe.ts'

const TICK_MS = 1000

/**
 * Trades a strategy through a broker until it is stopped or cannot go on. A journal that has
 * records is gone on with: start-up is recovery. Everything that happens is one queue of events,
 * dealt with one at a time, so nothing can overtake anything.
 */
export function runLive(options: LiveOptions): LiveRun {
  const inbox = openInbox<HostEvent>()
  const finished = live(options, inbox)
  return {
    finished,
    stop: (reason = 'stopped by the user') => {
      inbox.close(reason)
      return finished
    },
  }
}

async function live(options: LiveOptions, inbox: Inbox<HostEvent>): Promise<LiveOutcome> {
  let journal: Journal | undefined
  let host: Host | undefined
  const { clock = SYSTEM_CLOCK } = options
  const ticks = startTicks(clock, () => inbox.push({ kind: 'tick' }))
  try {
    checkOptions(options)
    checkLatch(options)
    journal = journalOf(options)
    host = await start(options, clock, journal, inbox)
    for (;;) {
      await obeyLatch(host)
      const event = await inbox.next()
      if (event === undefined) break
      await handle(host, event)
    }
    const reason = inbox.closed ?? ''
    note(host, `stopped: ${reason}; ${remaining(host)}`)
    return { kind: 'stopped', reason }
  } catch (error) {
    if (host === undefined && inbox.closed !== undefined)
      return { kind: 'stopped', reason: inbox.closed }
    return outcomeOf(options, host, error)
  } finally {
    ticks()
    await Promise.allSettled([options.broker.close(), journal?.close()])
  }
}

/** From options to a host that knows all that the journal and the broker know. */
async function start(
  options: LiveOptions,
  clock: LiveClock,
  journal: Journal,
  inbox: Inbox<HostEvent>,
): Promise<Host> {
  const { broker, module } = options
  const market = marketClock(clock, options.virtual === true)
  const kept = journal.records.length > 0 ? recover(journal, options) : undefined
  let host: Host | undefined
  let linked = true
  const hear = (event: BrokerEvent): void => {
    if (event.kind === 'lost') linked = false
    if (event.kind === 'ready') linked = true
    if (host !== undefined) link(host, event)
    inbox.push({ kind: 'broker', event })
  }
  broker.listen(hear)
  const truth = await inbox.orClosed(broker.connect())
  market.tell(truth.time)
  if (kept === undefined) refusePosition(options, truth)
  const currency = foreignCurrency(options, truth, kept?.session)
  const { session, book, unanswered } = kept ?? begin(journal, options, market.now(), currency)
  const barMs = timeframeMs(module.meta.timeframe)
  const { bars } = session.state
  const known = bars.length === 0 ? 0 : bars.time[bars.length - 1]! + barMs
  host = {
    options,
    journal,
    session,
    book,
    feed: openFeed(barMs, known),
    closed: [],
    references: openReferences(session, options),
    clock: market,
    latch: latchReader(latchPath(options.journal)),
    linked,
    ready: false,
    losses: 0,
    halted: undefined,
    killed: undefined,
    rates: new Map(),
    earlyFees: new Map(),
    entryTimes: [],
  }
  if (options.clearKill === true && clearLatch(latchPath(options.journal)))
    write(host, { kind: 'kill', mode: 'cleared', by: 'the start of a run' })
  hearRates(host, truth)
  const beginning = kept === undefined ? 'begins' : 'goes on'
  note(host, `${beginning}: ${session.segment.run}${moneyText(host)}`)
  answer(host, unanswered)
  if (bars.length === 0) await warmUp(host)
  followReferences(host, (of, bar) => inbox.push({ kind: 'slot', bar, of }))
  broker.streamBars((bar) => inbox.push({ kind: 'slot', bar }))
  await reconcile(host, truth)
  return host
}

async function handle(host: Host, event: HostEvent): Promise<void> {
  switch (event.kind) {
    case 'broker':
      return takeBrokerEvent(host, event.event)
    case 'slot':
      if (event.of !== undefined) return takeStreamedReference(host, event.of, event.bar)
      return takeStreamed(host, event.bar)
    case 'tick':
      if (host.linked && !host.ready) return reconcileAnew(host)
      return closeOverdue(host)
    default:
      return unreachable(event)
  }
}

/** What must be known of the link before the event's turn comes. */
function link(host: Host, event: BrokerEvent): void {
  if (event.kind === 'lost') {
    host.linked = false
    host.ready = false
    host.losses += 1
  }
  if (event.kind === 'ready') host.linked = true
}

function checkLatch(options: LiveOptions): void {
  const latch = readLatch(latchPath(options.journal))
  if (latch === undefined || options.clearKill === true) return
  throw new LiveRefusal(
    `The kill latch is set (${latch.mode}, by ${latch.by}). ` +
      'Find out why; then start again with --clear-kill.',
  )
}

/** A run begins flat: shares that are there already belong to somebody else's decisions. */
function refusePosition({ instrument, account }: LiveOptions, truth: BrokerTruth): void {
  const held = truth.positions.get(instrument.symbol) ?? 0
  if (held === 0) return
  throw new LiveRefusal(
    `Account ${account} already holds ${held} ${instrument.symbol}, and a run begins flat. ` +
      'Close the position, use another account, or go on with the journal that opened it.',
  )
}

/** What a stopped run leaves behind at the broker, in words. */
function remaining({ session, book }: Host): string {
  const orders = [...book.entries.values()].filter(({ perhapsSent }) => perhapsSent).length
  return `${orders} orders still work, the position is ${session.state.position}`
}

/** The end of a run that cannot go on: its waiting entries are taken back, journal or not. */
function outcomeOf(options: LiveOptions, host: Host | undefined, error: unknown): LiveOutcome {
  const reason = error instanceof Error ? error.message : String(error)
  if (host === undefined) {
    const forPerson = [LiveRefusal, JournalFailure, BrokerRefusal].some(
      (kind) => error instanceof kind,
    )
    return forPerson ? { kind: 'refused', reason } : { kind: 'failed', reason, error }
  }
  for (const { ref, purpose, perhapsSent } of host.book.entries.values()) {
    if (purpose === 'entry' && perhapsSent && host.linked) options.broker.cancel(ref)
  }
  const why = `the run cannot go on: ${reason}`
  // The strategy's own mistake belongs into its record; of others who knows what still works.
  if (error instanceof ExternFailure) note(host, `${why} ${remaining(host)}`)
  else options.print?.(why)
  return { kind: 'failed', reason, error }
}

function startTicks(clock: LiveClock, tick: () => void): () => void {
  let cancel = clock.after(TICK_MS, function again() {
    tick()
    cancel = clock.after(TICK_MS, again)
  })
  return () => cancel()
}

function unreachable(value: never): never {
  throw new Error(`unknown event ${String(value)}`)
}
