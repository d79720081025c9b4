import { clockText } from '../../language/check/clocks.ts'
import type { Timeframe } from '../../language/check/typed.ts'
import type { PriceColumns, TestPrices, TypedTest } from '../../language/check/typed-test.ts'
import type { Span } from '../../language/diagnostic.ts'
import { type GivenSeries, timesOf } from '../../runtime/calendar/bar-clocks.ts'
import type { Calendar } from '../../runtime/calendar/calendar.ts'
import { slowerBars } from '../../runtime/calendar/slower-bars.ts'
import { lengthOf, timeframeNamed } from '../../runtime/calendar/timeframe.ts'
import type { Bars } from '../../stdlib/bars.ts'
import type { GivenFiner } from './strategy-bars.ts'

/** A Monday. */
const FIRST = Date.UTC(2000, 0, 3)
const DAY = 86_400_000

/** The bars of every file that tests name, by its path as written, or why there are none. */
export type TestFiles = ReadonlyMap<string, { readonly bars: Bars } | { readonly problem: string }>

/** What a test runs over: the strategy's bars, those beside them, what settles the order of fills. */
interface BarsOfTest {
  readonly bars: Bars
  readonly series: readonly GivenSeries[]
  readonly finer?: GivenFiner
}

/** All bars that a test writes or names, or the first place of which there are none, and why. */
export function barsOfTest(
  { prices, beside }: TypedTest,
  timeframe: Timeframe,
  calendar: Calendar,
  files: TestFiles,
): BarsOfTest | { readonly problem: string; readonly span: Span } {
  const series: GivenSeries[] = []
  for (const one of beside) {
    const read = barsOf(one.prices, one.timeframe, calendar, files)
    if ('problem' in read) return read
    const { symbol } = one
    series.push({
      ...(symbol !== undefined && { symbol }),
      timeframe: clockText({ timeframe: one.timeframe }),
      bars: read.bars,
    })
  }
  const own = series.filter(({ symbol }) => symbol === undefined)
  const [finest] = own.sort((a, b) => lengthOfSeries(a) - lengthOfSeries(b))
  const isFiner = finest !== undefined && lengthOfSeries(finest) < lengthOf(timeframe)
  const finer = isFiner ? { finer: { name: 'the test', ...finest } } : {}
  if (prices.kind === 'made')
    return { bars: madeOf(finest!, timeframe, calendar), series, ...finer }
  const read = barsOf(prices, timeframe, calendar, files)
  return 'problem' in read ? read : { bars: read.bars, series, ...finer }
}

function lengthOfSeries({ timeframe }: GivenSeries): number {
  return lengthOf(timeframeNamed(timeframe))
}

function barsOf(
  prices: TestPrices,
  timeframe: Timeframe,
  calendar: Calendar,
  files: TestFiles,
): { readonly bars: Bars } | { readonly problem: string; readonly span: Span } {
  if (prices.kind === 'columns') return { bars: testBars(prices.columns, timeframe, calendar) }
  const read = files.get(prices.path)
  if (read === undefined) throw new Error('nobody read the file of a test')
  return 'problem' in read ? { ...read, span: prices.span } : read
}

/** The strategy's bars, made of finer ones. */
function madeOf(finer: GivenSeries, timeframe: Timeframe, calendar: Calendar): Bars {
  const { place } = timesOf(calendar, timeframeNamed(finer.timeframe))
  const { bars, add } = slowerBars(calendar, timeframe)
  for (let i = 0; i < finer.bars.length; i++) add(finer.bars, i, place(finer.bars.time[i]!))
  return bars
}

/**
 * The bars that a test block writes: from Monday 2000-01-03 in the strategy's own timeframe, one after
 * the other through the sessions of a calendar. A volume that is not written is zero, as in prices
 * that have none.
 */
function testBars(columns: PriceColumns, timeframe: Timeframe, calendar: Calendar): Bars {
  const { open, high, low, close, volume } = columns
  const { length } = close
  return {
    length,
    time: testTimes(length, timeframe, calendar),
    open: Float64Array.from(open),
    high: Float64Array.from(high),
    low: Float64Array.from(low),
    close: Float64Array.from(close),
    volume: volume ? Float64Array.from(volume) : new Float64Array(length),
  }
}

/** Starts of so many bars. */
function testTimes(length: number, timeframe: Timeframe, calendar: Calendar): Float64Array {
  const times = new Float64Array(length)
  const { value, unit } = timeframe
  let day = FIRST
  for (let bar = 0; bar < length; day += DAY) {
    const session = calendar.session(day)
    if (unit === 'mo') times[bar] = Date.UTC(2000, bar++ * value, 1)
    else if (unit === 'w' || (unit === 'd' && value > 1)) {
      times[bar] = FIRST + bar++ * lengthOf(timeframe)
    } else if (unit === 'd') {
      if (session !== undefined) times[bar++] = day
    } else if (session !== undefined) {
      for (let at = session.open; at < session.close && bar < length; at += lengthOf(timeframe)) {
        times[bar++] = at
      }
    }
  }
  return times
}
