import type { Bars } from '../../../stdlib/bars.ts'
import type { MetricConventions } from './conventions.ts'

const DAY_MS = 86_400_000

/**
 * The points that returns are taken between: equity at each bar's close from bar `first` on, or at
 * the last of each day (UTC), and before them what the first return is measured from.
 *
 * @param startCash money
 */
export function sampledEquity(
  equity: Float64Array,
  bars: Bars,
  startCash: number,
  { returns, firstReturn }: Pick<MetricConventions, 'returns' | 'firstReturn'>,
  first = 0,
): Float64Array {
  const before = firstReturn === 'first-close' ? 0 : firstReturn === 'start-capital' ? 1 : 2
  if (returns === 'bars' && before === 0) return first === 0 ? equity : equity.subarray(first)
  const taken = (bar: number) => returns === 'bars' || isLastOfDay(bars, bar, equity.length)
  // Days are few beside the bars of long runs: they are counted before there is room for them.
  let count = before
  for (let bar = first; bar < equity.length; bar++) if (taken(bar)) count += 1
  const points = new Float64Array(count).fill(startCash, 0, before)
  let at = before
  for (let bar = first; bar < equity.length; bar++) if (taken(bar)) points[at++] = equity[bar]!
  return points
}

function isLastOfDay(bars: Bars, bar: number, length: number): boolean {
  return bar + 1 === length || dayOf(bars, bar + 1) !== dayOf(bars, bar)
}

function dayOf(bars: Bars, bar: number): number {
  return Math.floor(bars.time[bar]! / DAY_MS)
}
