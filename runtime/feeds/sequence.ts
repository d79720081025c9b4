import type { Bars } from '../../stdlib/bars.ts'
import type { Zone } from '../calendar/zone.ts'
import type { ProblemList } from './problem-list.ts'
import type { Rows } from './rows.ts'

const DAY = 86_400_000
const IN_ORDER = 'Sort the rows by time and keep one for each, or use --on-bad quarantine'

/** Bars oldest first, and whether the file had them newest first. */
export interface Sequence {
  readonly bars: Bars
  readonly reversed: boolean
  /** Every time was midnight. */
  readonly fromMidnights: boolean
}

/**
 * Puts readable rows into ascending instants of `zone` (undefined: they are UTC already). A file
 * that runs from new to old is turned round; any other row that is not later than the one before is
 * a problem, as is a wall-clock time that the zone's clocks skip. Bars hold the rows without one.
 */
export function sequenceRows(rows: Rows, zone: Zone | undefined, problems: ProblemList): Sequence {
  const reversed = runsBackwards(rows)
  // A file whose every time is midnight tells days, and a day keeps its date in any zone.
  const fromMidnights = allMidnight(rows)
  const convert = fromMidnights ? undefined : zone
  const bars: Bars = {
    length: 0,
    time: new Float64Array(rows.count),
    open: new Float64Array(rows.count),
    high: new Float64Array(rows.count),
    low: new Float64Array(rows.count),
    close: new Float64Array(rows.count),
    volume: new Float64Array(rows.count),
  }
  let last = Number.NEGATIVE_INFINITY
  let lastLine = 0
  for (let step = 0; step < rows.count; step++) {
    const row = reversed ? rows.count - 1 - step : step
    const local = rows.time[row]!
    const instant = convert ? convert.instant(local, last) : local
    const line = rows.line[row]!
    if (Number.isNaN(instant)) {
      const message = `clocks in ${convert!.name} skip ${wallClock(local)}: it never was`
      problems.add(line, 'time', message, 'Give the zone of the times with --timezone')
    } else if (instant === last) {
      problems.add(line, 'duplicate', `the same time as line ${lastLine}`, IN_ORDER)
    } else if (instant < last) {
      problems.add(line, 'order', `earlier than line ${lastLine} before it`, IN_ORDER)
    } else {
      append(bars, rows, row, instant)
      last = instant
      lastLine = line
    }
  }
  return { bars, reversed, fromMidnights }
}

function runsBackwards({ count, time }: Rows): boolean {
  let backwards = 0
  for (let row = 1; row < count; row++) backwards += Math.sign(time[row - 1]! - time[row]!)
  return backwards > 0
}

function allMidnight({ count, time }: Rows): boolean {
  for (let row = 0; row < count; row++) if (time[row]! % DAY !== 0) return false
  return true
}

function append(bars: Bars, rows: Rows, row: number, instant: number): void {
  const at = bars.length++
  bars.time[at] = instant
  bars.open[at] = rows.open[row]!
  bars.high[at] = rows.high[row]!
  bars.low[at] = rows.low[row]!
  bars.close[at] = rows.close[row]!
  bars.volume[at] = rows.volume[row]!
}

function wallClock(local: number): string {
  return new Date(local).toISOString().slice(0, 16).replace('T', ' ')
}
