import type { RunResult } from '../../runtime/core/result.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'
import type { RunSettings } from './run-options.ts'

/** What a person must know of a run to read its figures rightly. */
export function runNotes(
  meta: ModuleMeta,
  settings: RunSettings,
  result: RunResult,
  interval: string,
): string[] {
  const { policy } = settings.options
  const notes: string[] = []
  if (!policy.tradable) notes.push(`Not tradable: ${policy.name}. ${policy.summary}`)
  if (interval !== meta.timeframe) {
    notes.push(
      `The strategy is written for bars of ${meta.timeframe}, the prices come in bars of ` +
        `${interval}: every length in it means something else here.`,
    )
  }
  if (result.ambiguous > 0) {
    const bars = result.ambiguous === 1 ? 'one bar' : `${result.ambiguous} bars`
    notes.push(
      `In ${bars} the prices cannot tell which of two orders filled first: taken as the ` +
        `${policy.bothReached} for the trade.`,
    )
  }
  return [...notes, ...refusals(result)]
}

/** Why a run over few bars has no trades; `gates` by rule, as a bound strategy has them. */
export function warmupNote(gates: readonly number[], bars: number): string[] {
  const first = Math.min(...gates)
  if (gates.length === 0 || first < bars) return []
  return [`No rule can fire: the first needs ${first} bars before it, and there are ${bars}.`]
}

/** Orders that never worked, by reason, the most frequent first. */
function refusals(result: RunResult): string[] {
  const counts = new Map<string, number>()
  for (const { outcome, reason } of result.orders) {
    if (outcome === 'refused') counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(
      ([reason, count]) =>
        `${count === 1 ? 'An order was' : `${count} orders were`} refused: ${reason}.`,
    )
}
