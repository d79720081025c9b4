import type { Bars, SampledBars, SessionStream } from '../../stdlib/bars.ts'
import type { ClockMeta } from '../../stdlib/module.ts'
import type { Calendar } from './calendar.ts'
import { DAY } from './day.ts'
import { publishDelay } from './publish-delays.ts'
import { type BarPlace, barPlaces, sessionClock } from './session-clock.ts'
import { firstDay, nextDay, type SlowerBars, slowerBars } from './slower-bars.ts'
import { isIntraday, lengthOf, type Timeframe, timeframeNamed } from './timeframe.ts'

/** Bars that a run is given beside the strategy's own. */
export interface GivenSeries {
  /** Absent: of the strategy's own instrument. */
  readonly symbol?: string
  readonly timeframe: string
  readonly bars: Bars
}

/** A clock that no bars were given for, nor any that it could be made of; also what there is. */
export interface MissingSeries {
  readonly symbol?: string
  readonly timeframe: string
}

/** Puts beside the strategy's bars those of the other clocks that it reads. */
export interface BarClocks {
  /** Of each clock, whether its bars are as they were given or made of finer ones. */
  readonly sources: readonly ClockSource[]
  /** Writes how much of each clock is seen from the bars before `to` that were not asked before. */
  readonly fill: (bars: Bars, to: number) => void
}

export interface ClockSource {
  readonly clock: ClockMeta
  /** The timeframe that it is made of; absent: its bars are as given. */
  readonly madeOf?: string
}

/**
 * The clocks of a run. One is a series that was given, else it is made of the finest that will do
 * of its instrument. A bar is seen from the first bar that is known no earlier: a clock is purely
 * calendar, and its bar is never seen before its end and what it takes to publish it. Of a clock
 * finer than the one that it is read from all bars are seen that end with the bar there or before,
 * and `within` tells which lie in it. Throws where something is missing (`missingSeries`).
 */
export function barClocks(
  clocks: readonly ClockMeta[],
  timeframe: string,
  calendar: Calendar,
  given: readonly GivenSeries[],
  streams: readonly SessionStream[],
): BarClocks {
  const sources: ClockSource[] = []
  const makers: Maker[] = []
  for (const clock of clocks) {
    const series = seriesFor(clock, given)
    if (series === undefined && !isMakeable(clock)) {
      throw new Error(`nobody gave the bars of ${seriesText(clock)}`)
    }
    const from = series?.timeframe ?? timeframe
    const made = series === undefined || from !== clock.timeframe
    sources.push({ clock, ...(from !== clock.timeframe && { madeOf: from }) })
    const parent = clocks[clock.parent - 1]?.timeframe ?? timeframe
    makers.push(maker(calendar, clock, from, series?.bars, made, streams, parent))
  }
  const base = timesOf(calendar, timeframeNamed(timeframe))
  return {
    sources,
    fill: (bars, to) => {
      bars.clocks ??= makers.map(({ sampled }) => sampled)
      for (const one of makers) one.take(bars, to)
      for (let k = 0; k < makers.length; k++) {
        const above = makers[clocks[k]!.parent - 1]
        if (above === undefined) makers[k]!.see(bars, base, to)
        else makers[k]!.see(above.sampled.bars, above.times, above.seen())
      }
    },
  }
}

/** Whether a clock's bars can be made of the strategy's own. */
function isMakeable({ symbol, finer }: ClockMeta): boolean {
  return symbol === undefined && finer === undefined
}

/** `SPY 1d`; of the strategy's own instrument `1m`. */
export function seriesText({ symbol, timeframe }: MissingSeries): string {
  return symbol === undefined ? timeframe : `${symbol} ${timeframe}`
}

/** The series that were not given and cannot be made of what was. */
export function missingSeries(
  clocks: readonly ClockMeta[],
  given: readonly GivenSeries[],
): readonly MissingSeries[] {
  return clocks.filter((clock) => !isMakeable(clock) && seriesFor(clock, given) === undefined)
}

/**
 * The series of which a live run must be told for these clocks: other instruments in the strategy's
 * own timeframe, which slower bars within sessions are made of, and days, which are the vendor's:
 * those of the strategy's instrument, too, unless its bars are days themselves.
 */
export function seriesDue(
  clocks: readonly ClockMeta[],
  timeframe: string,
): readonly MissingSeries[] {
  const isWithin = (text: string) => isIntraday(timeframeNamed(text))
  const due = clocks
    .filter(
      (clock) => clock.symbol !== undefined || (isWithin(timeframe) && !isWithin(clock.timeframe)),
    )
    .map(({ symbol, timeframe: slower }) => ({
      ...(symbol !== undefined && { symbol }),
      timeframe: isWithin(slower) ? timeframe : '1d',
    }))
  const isFirst = (one: MissingSeries, k: number) =>
    due.findIndex((o) => o.symbol === one.symbol && o.timeframe === one.timeframe) === k
  return due.filter(isFirst)
}

/** The series of a clock's instrument and timeframe, else the slowest that is finer. */
export function seriesFor<Series extends MissingSeries>(
  { symbol, timeframe }: MissingSeries,
  given: readonly Series[],
): Series | undefined {
  const series = given.filter((one) => one.symbol === symbol)
  const exact = series.find((one) => one.timeframe === timeframe)
  if (exact !== undefined) return exact
  const most = lengthOf(timeframeNamed(timeframe))
  const length = (one: Series) => lengthOf(timeframeNamed(one.timeframe))
  const fitting = series.filter((one) => length(one) < most)
  return fitting.sort((a, b) => length(b) - length(a))[0]
}

/** When bars of a timeframe are known. */
export interface Times {
  readonly place: (time: number) => BarPlace
  readonly start: (time: number) => number
  readonly end: (time: number) => number
  readonly known: (time: number) => number
}

/** The same of a calendar. */
export function timesOf(calendar: Calendar, timeframe: Timeframe): Times {
  const place = barPlaces(calendar, timeframe)
  const delay = publishDelay(calendar.name, timeframe)
  const isDay = timeframe.unit === 'd' && timeframe.value === 1
  const single = isIntraday(timeframe) || isDay
  const start = (time: number) =>
    single ? place(time).start : firstOpen(calendar, timeframe, place(time).day)
  const end = (time: number) =>
    single ? place(time).end : lastClose(calendar, timeframe, place(time).day)
  return { place, start, end, known: (time) => end(time) + delay }
}

/** The beginning of the first session of a bar of several. */
function firstOpen(calendar: Calendar, timeframe: Timeframe, day: number): number {
  const first = firstDay(day, timeframe)
  const [session] = calendar.sessions(first, nextDay(first, timeframe) - DAY)
  return session?.open ?? first
}

/** The end of the last session of a bar of several. */
function lastClose(calendar: Calendar, timeframe: Timeframe, day: number): number {
  const first = firstDay(day, timeframe)
  for (let last = nextDay(first, timeframe) - DAY; last >= first; last -= DAY) {
    const session = calendar.session(last)
    if (session !== undefined) return session.close
  }
  return nextDay(first, timeframe)
}

interface Maker {
  readonly sampled: SampledBars
  readonly times: Times
  /** Takes the bars that it is made of: the strategy's own up to `to`, or those given by now. */
  readonly take: (bars: Bars, to: number) => void
  /** How many of its bars were visible at the last look. */
  readonly seen: () => number
  /** Looks from the bars of the clock above up to `to`; from each once. */
  readonly see: (above: Bars, times: Times, to: number) => void
}

function maker(
  calendar: Calendar,
  clock: ClockMeta,
  madeOf: string,
  given: Bars | undefined,
  isMade: boolean,
  streams: readonly SessionStream[],
  parent: string,
): Maker {
  const timeframe = timeframeNamed(clock.timeframe)
  const together = lengthOf(timeframe) < lengthOf(timeframeNamed(parent))
  const slower: SlowerBars | undefined = isMade ? slowerBars(calendar, timeframe) : undefined
  const bars = slower?.bars ?? withoutFacts(given!)
  const sampled: SampledBars = { bars, visible: new Int32Array(0) }
  const times = timesOf(calendar, timeframe)
  const finer = timesOf(calendar, timeframeNamed(madeOf))
  const sessions = sessionClock(calendar, timeframe, streams)
  // Columns are there before the first bar is.
  if (streams.length > 0) sessions.fill(bars, 0, 0)
  if (together) bars.sessions = { ...(bars.sessions ?? { day: new Float64Array(0) }) }
  let taken = 0
  let placed = 0
  let seen = 0
  let looked = 0
  // When the next bar is known, asked of the calendar once.
  let dated = -1
  let due = Number.POSITIVE_INFINITY
  const isDue = (now: number) => {
    if (dated < seen) due = (together ? times.end : times.known)(bars.time[seen]!)
    dated = seen
    return due <= now
  }
  const take = (from: Bars, to: number) => {
    if (slower === undefined) Object.assign(bars, withoutFacts(from))
    for (; slower !== undefined && taken < to; taken++) {
      slower.add(from, taken, finer.place(from.time[taken]!))
    }
    if (placed === bars.length) return
    if (streams.length > 0) sessions.fill(bars, placed, bars.length)
    placed = bars.length
  }
  return {
    sampled,
    times,
    take: given === undefined ? take : () => take(given, given.length),
    seen: () => seen,
    see: (above, aboveTimes, to) => {
      if (sampled.visible.length < above.time.length) {
        sampled.visible = longer(sampled.visible, new Int32Array(above.time.length))
      }
      const within = together ? roomWithin(bars) : undefined
      for (; looked < to; looked++) {
        const time = above.time[looked]!
        const now = (together ? aboveTimes.end : aboveTimes.known)(time)
        const from = seen
        while (seen < bars.length && isDue(now)) seen++
        sampled.visible[looked] = seen
        if (within === undefined) continue
        const start = aboveTimes.start(time)
        for (let i = from, count = 0; i < seen; i++) {
          within[i] = times.start(bars.time[i]!) < start ? -1 : count++
        }
      }
    },
  }
}

/** Its columns of prices, which a run may put others beside. */
function withoutFacts({ length, time, open, high, low, close, volume }: Bars): Bars {
  return { length, time, open, high, low, close, volume }
}

/** The column of finer bars' numbers, as long as the others. */
function roomWithin({ sessions, time }: Bars): Float64Array {
  const { within = new Float64Array(0) } = sessions!
  const column =
    within.length < time.length ? longer(within, new Float64Array(time.length)) : within
  sessions!.within = column
  return column
}

function longer<Column extends Int32Array | Float64Array>(column: Column, room: Column): Column {
  room.set(column)
  return room
}
