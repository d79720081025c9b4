import { type ClockSource, type GivenSeries, timesOf } from '../../runtime/calendar/bar-clocks.ts'
import { besideBars } from '../../runtime/calendar/beside-bars.ts'
import type { Calendar } from '../../runtime/calendar/calendar.ts'
import { calendarNamed } from '../../runtime/calendar/calendars.ts'
import { placeFiner } from '../../runtime/calendar/finer-bars.ts'
import { type GivenRates, rateColumn } from '../../runtime/calendar/rates-beside.ts'
import { regularBars } from '../../runtime/calendar/regular-bars.ts'
import { isIntraday, timeframeNamed } from '../../runtime/calendar/timeframe.ts'
import type { FinerBars } from '../../runtime/core/finer.ts'
import { guessCalendar } from '../../runtime/quality/guess-calendar.ts'
import type { Bars } from '../../stdlib/bars.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'

/** The bars as a strategy sees them, and what a person must know of how they came about. */
export interface StrategyBars {
  readonly bars: Bars
  /** What fills are matched on within them. */
  readonly finer?: FinerBars
  readonly notes: readonly string[]
}

/** Shorter bars of the same prices, which settle the order of fills. */
export interface GivenFiner {
  /** Where they are from, for people. */
  readonly name: string
  readonly timeframe: string
  readonly bars: Bars
}

/** What finer bars of the store are called. */
export function finerName({ symbol, timeframe }: { symbol: string; timeframe: string }): string {
  return `${symbol} ${timeframe} of the store`
}

/** What a run has beside its prices. */
export interface Beside {
  /** The exchange's calendar, by name; absent: the strategy or the bars tell. */
  readonly calendar?: string
  /** Bars of other timeframes and instruments. */
  readonly series?: readonly GivenSeries[]
  readonly finer?: GivenFiner
  /** From the instrument's currency into the account's; they do (`ratesProblem`). */
  readonly rates?: GivenRates
  /** The bars' spacing; the strategy's where nobody can tell. */
  readonly interval?: string | undefined
}

/**
 * Leaves out what the strategy's `session` does not let in, and puts beside the rest what it reads
 * of the exchange's calendar: the named one, that of its instrument's exchange, or the one that the
 * bars keep; and the bars of the other clocks that it reads. Those of other instruments must be
 * given (`missingSeries`).
 */
export function strategyBars(meta: ModuleMeta, bars: Bars, beside: Beside = {}): StrategyBars {
  const cuts = meta.session === 'regular' && isIntradayText(meta.timeframe)
  let known: ReturnType<typeof calendarOf> | undefined
  const calendar = () => {
    known ??= calendarOf(meta, bars, beside.calendar)
    return known.calendar
  }
  const regular = (series: GivenSeries): GivenSeries =>
    isIntradayText(series.timeframe)
      ? { ...series, bars: regularBars(series.bars, calendar()) }
      : series
  const kept = cuts ? regularBars(bars, calendar()) : bars
  const given = (beside.series ?? []).map((series) => (cuts ? regular(series) : series))
  const facts = besideBars(meta, calendar, given)
  const { rates, interval = meta.timeframe } = beside
  const own = facts === undefined && rates === undefined ? kept : withoutFacts(kept)
  facts?.fill(own, 0, own.length)
  if (rates !== undefined)
    own.rates = rateColumn(rates, timesOf(calendar(), timeframeNamed(interval)).known, own)
  const placed =
    beside.finer === undefined ? undefined : placedFiner(calendar(), interval, own, beside.finer)
  const notes = known === undefined ? [] : [known.note]
  if (kept.length < bars.length) {
    const out = (bars.length - kept.length).toLocaleString('en-US')
    notes.push(`session regular: ${out} bars outside the exchange's hours are left out.`)
  }
  notes.push(...(facts?.sources ?? []).flatMap(sourceNote))
  if (placed === undefined) return { bars: own, notes }
  return { bars: own, finer: placed.finer, notes: [...notes, placed.note] }
}

/** Finer bars in their places, and how many bars are matched on them. */
function placedFiner(
  calendar: Calendar,
  interval: string,
  bars: Bars,
  { name, timeframe, bars: given }: GivenFiner,
): { readonly finer: FinerBars; readonly note: string } {
  const placed = placeFiner(calendar, interval, bars, timeframe, given)
  const count = (of: number) => of.toLocaleString('en-US')
  const alone: readonly (readonly [number, string])[] = [
    [placed.without, 'without any'],
    [placed.different, 'with other prices'],
    [placed.gaps, 'with some missing'],
  ]
  const why = alone.flatMap(([of, text]) => (of === 0 ? [] : [`${count(of)} ${text}`]))
  const first = placed.firstUnfit < 0 ? '' : `, first ${instantText(bars.time[placed.firstUnfit]!)}`
  const rest = why.length === 0 ? '' : ` Others stand alone: ${why.join(', ')}${first}.`
  const note =
    `Fills in ${count(placed.walked)} of ${count(bars.length)} bars are in the order that their ` +
    `bars of ${timeframe} tell (${name}).${rest}`
  return { finer: placed.finer, note }
}

function instantText(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
}

/** Where the bars of a clock are from, where they were not given as they are. */
function sourceNote({ clock, madeOf }: ClockSource): readonly string[] {
  if (madeOf === undefined) return []
  const { symbol, timeframe } = clock
  const name = symbol === undefined ? timeframe : `${symbol} ${timeframe}`
  const option = `--data "${name}=FILE"`
  return [
    `Bars of ${name} are made of those of ${madeOf}, session by session; ${option} gives others.`,
  ]
}

/** Columns of another run must not be written over while it goes on. */
function withoutFacts({ sessions: _, clocks: __, rates: ___, ...columns }: Bars): Bars {
  return columns
}

/** The days of so many bars tell which calendar they keep. */
const GUESSED_FROM = 30_000

function calendarOf(
  { timeframe, instrument }: ModuleMeta,
  bars: Bars,
  name: string | undefined,
): { readonly calendar: Calendar; readonly note: string } {
  const asked = name ?? instrument?.exchange
  const known = asked === undefined ? undefined : calendarNamed(asked)
  if (known !== undefined) return { calendar: known, note: `Sessions: ${titleOf(known)}.` }
  const guessed =
    bars.length === 0 ? undefined : guessCalendar(lastOf(bars), !isIntradayText(timeframe))
  if (guessed !== undefined) {
    return { calendar: guessed, note: `Sessions: ${titleOf(guessed)}, whose days the prices keep.` }
  }
  const calendar = calendarNamed('XNYS')!
  const note = `Sessions: ${titleOf(calendar)}, for nobody said which: --calendar, or \`instrument … on …\`.`
  return { calendar, note }
}

function titleOf({ name, title }: Calendar): string {
  return `${title} (${name})`
}

function isIntradayText(timeframe: string): boolean {
  return isIntraday(timeframeNamed(timeframe))
}

function lastOf(bars: Bars): Bars {
  const from = Math.max(0, bars.length - GUESSED_FROM)
  return { ...bars, length: bars.length - from, time: bars.time.subarray(from, bars.length) }
}
