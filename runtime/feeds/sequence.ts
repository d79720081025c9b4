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
 * a problem, as is a wall-clock time that the zone's clocks skip. Bars hold the rows without one:
 * they are the rows' own columns, which are of no use afterwards.
 */
export function sequenceRows(rows: Rows, zone: Zone | undefined, problems: ProblemList): Sequence {
  const reversed = runsBackwards(rows)
  // A file whose every time is midnight tells days, and a day keeps its date in any zone.
  const fromMidnights = allMidnight(rows)
  const convert = fromMidnights ? undefined : zone
  if (reversed) turnRound(rows)
  const bars = barsIn(rows)
  let last = Number.NEGATIVE_INFINITY
  let lastLine = 0
  for (let row = 0; row < rows.count; row++) {
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
      append(bars, row, instant)
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

function turnRound({ count, line, time, open, high, low, close, volume }: Rows): void {
  line.subarray(0, count).reverse()
  for (const column of [time, open, high, low, close, volume]) column.subarray(0, count).reverse()
}

/** No bars yet, in the place of the rows: a bar is never behind the row that it is made of. */
function barsIn({ count, time, open, high, low, close, volume }: Rows): Bars {
  return {
    length: 0,
    time: time.subarray(0, count),
    open: open.subarray(0, count),
    high: high.subarray(0, count),
    low: low.subarray(0, count),
    close: close.subarray(0, count),
    volume: volume.subarray(0, count),
  }
}

function append(bars: Bars, row: number, instant: number): void {
  const at = bars.length++
  bars.time[at] = instant
  bars.open[at] = bars.open[row]!
  bars.high[at] = bars.high[row]!
  bars.low[at] = bars.low[row]!
  bars.close[at] = bars.close[row]!
  bars.volume[at] = bars.volume[row]!
}

function wallClock(local: number): string {
  return new Date(local).toISOString().slice(0, 16).replace('T', ' ')
}
