import type { PriceColumns, Timeframe } from '../../language/check/typed.ts'
import type { Calendar } from '../../runtime/calendar/calendar.ts'
import { lengthOf } from '../../runtime/calendar/timeframe.ts'
import type { Bars } from '../../stdlib/bars.ts'

/** A Monday. */
const FIRST = Date.UTC(2000, 0, 3)
const DAY = 86_400_000

/**
 * The bars that a test block writes: from Monday 2000-01-03 in the strategy's own timeframe, one after
 * the other through the sessions of a calendar. A volume that is not written is zero, as in prices
 * that have none.
 */
export function testBars(columns: PriceColumns, timeframe: Timeframe, calendar: Calendar): Bars {
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
