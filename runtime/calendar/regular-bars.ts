import type { Bars } from '../../stdlib/bars.ts'
import type { Calendar, Session } from './calendar.ts'

/** The bars that begin within a session, in columns of their own; the same bars where all do. */
export function regularBars(bars: Bars, calendar: Calendar): Bars {
  const kept: number[] = []
  let session: Session | undefined
  for (let i = 0; i < bars.length; i++) {
    const time = bars.time[i]!
    if (session === undefined || time < session.open || time >= session.close) {
      session = calendar.sessionAt(time)
    }
    if (session !== undefined) kept.push(i)
  }
  if (kept.length === bars.length) return bars
  const taken = (column: Float64Array) => Float64Array.from(kept, (i) => column[i]!)
  return {
    length: kept.length,
    time: taken(bars.time),
    open: taken(bars.open),
    high: taken(bars.high),
    low: taken(bars.low),
    close: taken(bars.close),
    volume: taken(bars.volume),
  }
}
