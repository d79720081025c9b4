import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import { COLUMNS } from './chunk.ts'

/** Two series as one, and what the newer changed. */
export interface MergedBars {
  readonly bars: Bars
  /** Bars at times that the older did not have. */
  readonly added: number
  /** Bars that say something else than the older's at their time. */
  readonly changed: number
}

/** The bars of both, ascending; where both have a time, the newer's bar counts. */
export function mergeBars(older: Bars, newer: Bars): MergedBars {
  const bars = emptyBars(older.length + newer.length)
  let added = 0
  let changed = 0
  let at = 0
  for (let old = 0, fresh = 0; old < older.length || fresh < newer.length; at++) {
    const oldTime = old < older.length ? older.time[old]! : Number.POSITIVE_INFINITY
    const freshTime = fresh < newer.length ? newer.time[fresh]! : Number.POSITIVE_INFINITY
    if (oldTime < freshTime) {
      copyBar(older, old++, bars, at)
      continue
    }
    if (oldTime > freshTime) added += 1
    else if (!sameBar(older, old++, newer, fresh)) changed += 1
    copyBar(newer, fresh++, bars, at)
  }
  bars.length = at
  return { bars, added, changed }
}

function copyBar(from: Bars, bar: number, to: Bars, at: number): void {
  for (const name of COLUMNS) to[name][at] = from[name][bar]!
}

function sameBar(one: Bars, bar: number, other: Bars, at: number): boolean {
  return COLUMNS.every((name) => one[name][bar] === other[name][at])
}
