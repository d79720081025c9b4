import type { Bars } from '../../stdlib/bars.ts'

/**
 * Shorter bars of the same prices. Those within bar i are [from[i], to[i]): none where the bar
 * stands alone, for it has none or they do not come to it (`runtime/calendar/finer-bars.ts`).
 */
export interface FinerBars {
  readonly bars: Bars
  readonly from: Int32Array
  readonly to: Int32Array
}

/** How many finer bars a bar is matched on; one is the bar itself. */
export function finerWithin(finer: FinerBars | undefined, bar: number): number {
  return finer === undefined ? 0 : finer.to[bar]! - finer.from[bar]!
}
