import type { Bars } from '../../stdlib/bars.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'
import { barClocks, type ClockSource, type GivenSeries } from './bar-clocks.ts'
import type { Calendar } from './calendar.ts'
import { sessionClock } from './session-clock.ts'
import { isIntraday, timeframeNamed } from './timeframe.ts'

/** What a strategy reads beside its bars' own columns. */
export interface BesideBars {
  readonly sources: readonly ClockSource[]
  /** Puts it beside the bars in [from, to): all of them, or live one after the other. */
  readonly fill: (bars: Bars, from: number, to: number) => void
}

/**
 * The one place where a strategy's bars, a calendar and other series become what its kernels and
 * the engine read. Undefined where it reads nothing of the kind.
 */
export function besideBars(
  meta: ModuleMeta,
  calendar: () => Calendar,
  given: readonly GivenSeries[],
): BesideBars | undefined {
  const { sessionStreams = [], clocks = [] } = meta
  const timeframe = timeframeNamed(meta.timeframe)
  const streams = sessionStreams.filter((name) => name !== 'day')
  // A day's bar is a day by itself.
  const days = isIntraday(timeframe) && sessionStreams.includes('day')
  if (streams.length === 0 && clocks.length === 0 && !days) return undefined
  const sessions = sessionClock(calendar(), timeframe, streams)
  const others = barClocks(clocks, meta.timeframe, calendar(), given, streams)
  return {
    sources: others.sources,
    fill: (bars, from, to) => {
      if (streams.length > 0 || days) sessions.fill(bars, from, to)
      if (clocks.length > 0) others.fill(bars, to)
    },
  }
}
