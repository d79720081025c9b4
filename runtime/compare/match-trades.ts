import type { ComparedRun, ComparedTrade } from './compared-run.ts'

/** What makes a trade another one; the first of them that holds is the one that is counted. */
export const CAUSES = [
  ['only-first', 'Entry only in A'],
  ['only-second', 'Entry only in B'],
  ['entry-time', 'Entered at another time'],
  ['entry-price', 'Entered at another price'],
  ['size', 'Another size'],
  ['exit-reason', 'Another exit'],
  ['exit-time', 'Left at another time'],
  ['exit-price', 'Left at another price'],
  ['costs', 'Other costs'],
] as const

export type Cause = (typeof CAUSES)[number][0]

/** A trade of both runs, or of one alone. */
export interface TradePair {
  readonly first?: ComparedTrade
  readonly second?: ComparedTrade
  /** All that is not equal, the earliest in a trade's life first; empty: nothing. */
  readonly causes: readonly Cause[]
  /** The second's profit less the first's, money. */
  readonly profit: number
}

/**
 * The trades of two runs, put beside one another by entry time: those of one side and rule that
 * were entered at one instant are the same trade; of the rest, those that were open together are
 * one that was entered at another time; what is left is in one run alone.
 */
export function matchTrades(first: ComparedRun, second: ComparedRun): readonly TradePair[] {
  const left = listed(first)
  const rest = new Map<string, ComparedTrade[]>()
  for (const trade of listed(second)) {
    const same = rest.get(keyOf(trade))
    if (same === undefined) rest.set(keyOf(trade), [trade])
    else same.push(trade)
  }
  const pairs: TradePair[] = []
  const alone: ComparedTrade[] = []
  for (const trade of left) {
    const same = rest.get(keyOf(trade))?.shift()
    if (same === undefined) alone.push(trade)
    else pairs.push(pairOf(trade, same))
  }
  const others = [...rest.values()].flat().sort(byEntry)
  pairs.push(...overlapping(alone, others))
  return pairs.sort((a, b) => byEntry((a.first ?? a.second)!, (b.first ?? b.second)!))
}

function listed({ trades, openTrades }: ComparedRun): ComparedTrade[] {
  return [...trades, ...openTrades].sort(byEntry)
}

function byEntry(a: ComparedTrade, b: ComparedTrade): number {
  return a.entry.time < b.entry.time ? -1 : a.entry.time > b.entry.time ? 1 : 0
}

function keyOf({ side, entry, rule }: ComparedTrade): string {
  return `${entry.time} ${side} ${rule}`
}

/** Both ascending by entry; each is taken once, the first that was open together with it. */
function overlapping(
  left: readonly ComparedTrade[],
  right: readonly ComparedTrade[],
): readonly TradePair[] {
  const pairs: TradePair[] = []
  const taken = new Set<ComparedTrade>()
  let from = 0
  for (const trade of left) {
    while (from < right.length && right[from]!.exit.time <= trade.entry.time) from += 1
    let match: ComparedTrade | undefined
    for (let k = from; k < right.length && match === undefined; k++) {
      const other = right[k]!
      if (other.entry.time >= trade.exit.time) break
      if (other.side === trade.side && !taken.has(other)) match = other
    }
    if (match === undefined) pairs.push(alone('first', trade))
    else {
      taken.add(match)
      pairs.push(pairOf(trade, match))
    }
  }
  for (const other of right) if (!taken.has(other)) pairs.push(alone('second', other))
  return pairs
}

function alone(run: 'first' | 'second', trade: ComparedTrade): TradePair {
  const sign = run === 'first' ? -1 : 1
  return { [run]: trade, causes: [`only-${run}`], profit: sign * trade.profit }
}

function pairOf(first: ComparedTrade, second: ComparedTrade): TradePair {
  const differs: readonly (readonly [Cause, boolean])[] = [
    ['entry-time', first.entry.time !== second.entry.time],
    ['entry-price', first.entry.price !== second.entry.price],
    ['size', first.quantity !== second.quantity],
    ['exit-reason', first.exitBy !== second.exitBy || first.exitRule !== second.exitRule],
    ['exit-time', first.exit.time !== second.exit.time],
    ['exit-price', first.exit.price !== second.exit.price],
    ['costs', costsOf(first) !== costsOf(second)],
  ]
  return {
    first,
    second,
    causes: differs.flatMap(([cause, holds]) => (holds ? [cause] : [])),
    profit: second.profit - first.profit,
  }
}

/** What a trade paid, slippage apart, which is in its prices. */
export function costsOf({ commission, borrow }: ComparedTrade): number {
  return commission + borrow
}
