import type { Bars } from '../../../stdlib/bars.ts'
import type { Curve } from './curve.ts'

/**
 * Longest time below an earlier peak, milliseconds: from the peak's bar to the one that reaches it
 * again, or to the last bar where none does. Never below: 0.
 */
export function drawdownDuration(curve: Curve, bars: Bars): number {
  const { from, to } = curve.longestDrawdown
  return to > from ? bars.time[to]! - bars.time[from]! : 0
}
