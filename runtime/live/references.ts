import type { FeedBar } from '../broker/broker.ts'
import { timesOf } from '../calendar/bar-clocks.ts'
import { DAY } from '../calendar/day.ts'
import { timeframeNamed } from '../calendar/timeframe.ts'
import type { ClosedBar, Feed } from './feed.ts'
import { closeForming, isOverdue, isSane, openFeed, SLOT_MS, skipTo, takeSlot } from './feed.ts'
import type { Host } from './host.ts'
import { graceOf, isSeen, note, write } from './host.ts'
import type { LiveOptions } from './options.ts'
import type { Session } from './session.ts'
import { calendarOfRun } from './session.ts'
import { timeframeMs } from './timeframe.ts'

/** A series that is read beside the traded bars, as it comes in (`referencesOf`). */
export interface Reference {
  /** Its place among the segment's. */
  readonly index: number
  /** Absent: the traded instrument. */
  readonly symbol: string | undefined
  /** For people: `SPY 15m`. */
  readonly name: string
  /** Days are the vendor's, asked for once they are published; all else is streamed. */
  readonly isDaily: boolean
  readonly feed: Feed
  /** How far it was known when it was said that more was due; NaN: never. */
  missedAt: number
}

/** The references of a run, and when bars of the calendar are known. */
export interface References {
  readonly all: readonly Reference[]
  /** When the traded bar that starts at an instant is known. */
  readonly barKnown: (start: number) => number
  /** Whether the day of a date is over and published at an instant. */
  readonly isDayKnown: (day: number, at: number) => boolean
  /** Whether that is so of any day from a date on. */
  readonly isDayDue: (from: number, at: number) => boolean
}

/** The references of a session, as far as its journal has them. */
export function openReferences(
  { segment, references }: Session,
  { module: { meta } }: LiveOptions,
): References {
  const calendar = calendarOfRun(segment, meta)
  const begins = segment.at - (segment.at % DAY)
  const all = references.map(({ symbol, timeframe, bars }, index): Reference => {
    const barMs = timeframeMs(timeframe)
    const known = bars.length === 0 ? begins : bars.time[bars.length - 1]! + barMs
    return {
      index,
      symbol,
      name: `${symbol ?? segment.symbol} ${timeframe}`,
      isDaily: barMs === DAY,
      feed: openFeed(barMs, known),
      missedAt: Number.NaN,
    }
  })
  const known = (timeframe: string) => timesOf(calendar, timeframeNamed(timeframe)).known
  const dayKnown = known('1d')
  return {
    all,
    barKnown: known(meta.timeframe),
    isDayKnown: (day, at) => dayKnown(day) <= at,
    isDayDue: (from, at) => calendar.sessions(from, at).some(({ day }) => dayKnown(day) <= at),
  }
}

/** Asks the broker for the five-second bars of those that are streamed. */
export function followReferences(host: Host, tell: (of: Reference, bar: FeedBar) => void): void {
  for (const of of host.references.all) {
    if (!of.isDaily) host.options.broker.streamBars((bar) => tell(of, bar), of.symbol)
  }
}

/** A five-second bar of a reference came; until all that we missed is known, history tells it. */
export async function takeReference(host: Host, of: Reference, slot: FeedBar): Promise<void> {
  if (!host.ready || !isSane(slot) || !isSeen(host, slot)) return
  host.clock.tell(slot.start + SLOT_MS)
  await takeClosed(host, of, takeSlot(of.feed, slot))
}

/** Closes bars of references whose last five seconds have not come in time. */
export async function closeOverdueReferences(host: Host): Promise<void> {
  for (const of of host.references.all) {
    if (isOverdue(of.feed, host.clock.now(), graceOf(host)))
      await takeClosed(host, of, closeForming(of.feed))
  }
}

/** The bars of all references that are over by now and were not told, from the broker's history. */
export async function fetchReferences(host: Host, source: 'history' | 'backfill'): Promise<void> {
  for (const of of host.references.all) await fetchMissing(host, of, source)
}

/** The bars of references before the run begins: intraday ones from an instant on, and days. */
export async function warmUpReferences(host: Host, from: number): Promise<void> {
  const { history } = host.options
  const now = host.clock.now()
  for (const { isDaily, feed } of host.references.all) {
    // Of ten days about seven have a session; some more, for holidays.
    const days = history === 0 ? 0 : Math.ceil(1.5 * history) + 10
    feed.known = isDaily ? Math.max(0, now - (now % DAY) - days * DAY) : from
  }
  await fetchReferences(host, 'history')
  const counts = host.references.all.map(
    ({ name, index }) => `${host.session.references[index]!.bars.length} of ${name}`,
  )
  if (counts.length > 0) note(host, `bars before the run: ${counts.join(', ')}`)
}

/**
 * Whether the decision on the traded bar that starts at `start` may be taken: all that a backtest
 * would have of the references by then is there, or was waited for. What is streamed has the grace
 * after the bar's end to come by itself; then, and for days, the broker's history is asked once.
 * What that does not have, either, is taken as not published: journalled, and seen when it comes.
 */
export async function haveReferences(host: Host, start: number): Promise<boolean> {
  const { references, feed, options, clock } = host
  const end = start + feed.barMs
  const known = references.barKnown(start)
  const isDue = ({ isDaily, feed: own }: Reference) =>
    isDaily ? references.isDayDue(own.known, known) : own.known < end
  const due = references.all.filter(isDue)
  const waits = options.virtual !== true && clock.now() < end + graceOf(host)
  if (waits && due.some(({ isDaily }) => !isDaily)) return false
  for (const of of due) {
    await fetchMissing(host, of, 'backfill').catch(() => undefined)
    if (!isDue(of) || of.missedAt === of.feed.known) continue
    of.missedAt = of.feed.known
    const by = new Date(end).toISOString()
    const text = `${of.name} has no bar that was due by ${by}: taken as not published`
    write(host, { kind: 'note', text })
  }
  return true
}

/** Base bars of a reference that are over: as they were streamed, or from history after a hole. */
async function takeClosed(host: Host, of: Reference, bars: readonly ClosedBar[]): Promise<void> {
  for (const { bar, whole } of bars) {
    if (!whole) {
      const told = await fetchMissing(host, of, 'backfill').then(
        () => true,
        () => false,
      )
      // The next bar finds the hole before it and asks again.
      if (!told) return
    }
    // History may not have the newest bar yet.
    if (whole || bar.start >= of.feed.known)
      writeReference(host, of, bar, whole ? 'live' : 'backfill')
  }
}

async function fetchMissing(
  host: Host,
  of: Reference,
  source: 'history' | 'backfill',
): Promise<void> {
  const { options, clock, references } = host
  const { known, barMs } = of.feed
  const now = clock.now()
  const to = of.isDaily ? now : now - (now % barMs)
  if (to <= known) return
  const isOver = ({ start }: FeedBar) =>
    of.isDaily ? references.isDayKnown(start, now) : start + barMs <= to && isSeen(host, { start })
  for (const bar of await options.broker.history(barMs / 1000, known, to, of.symbol)) {
    if (bar.start >= known && isOver(bar) && isSane(bar)) writeReference(host, of, bar, source)
  }
}

function writeReference(
  host: Host,
  { index, feed }: Reference,
  { start, open, high, low, close, volume }: FeedBar,
  source: 'history' | 'live' | 'backfill',
): void {
  write(host, {
    ...{ kind: 'reference', reference: index, start, open, high, low, close, volume, source },
  } as const)
  skipTo(feed, start + feed.barMs)
}
