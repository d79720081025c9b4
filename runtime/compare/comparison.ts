import {
  type BootstrapTerms,
  type PairedBootstrap,
  pairedBootstrap,
} from '../core/metrics/paired-bootstrap.ts'
import { yearsBetween } from '../core/metrics/periods-per-year.ts'
import { returnsOf } from '../core/metrics/returns.ts'
import type { ComparedRun } from './compared-run.ts'
import { CAUSES, type Cause, matchTrades, type TradePair } from './match-trades.ts'

/** Two runs side by side. */
export interface Comparison {
  readonly first: ComparedRun
  readonly second: ComparedRun
  /** Every trade of either. */
  readonly pairs: readonly TradePair[]
  /** How many are equal in everything. */
  readonly equal: number
  /** Trades that differ, by their first cause, with what they differ by in money. */
  readonly causes: readonly {
    readonly cause: Cause
    readonly title: string
    readonly trades: number
    readonly profit: number
  }[]
  /** Days that both runs have, and equity at their ends. */
  readonly days: readonly string[]
  readonly equity: readonly [first: Float64Array, second: Float64Array]
  /** Undefined where they have fewer than three days in common. */
  readonly bootstrap: PairedBootstrap | undefined
}

/** Resampling that nobody has to think about: two thousand times, 95 %. */
export const BOOTSTRAP: BootstrapTerms = { resamples: 2_000, seed: 1, confidence: 0.95 }

/** Puts two runs beside one another. */
export function comparisonOf(
  first: ComparedRun,
  second: ComparedRun,
  terms: BootstrapTerms,
): Comparison {
  const pairs = matchTrades(first, second)
  const different = pairs.filter(({ causes }) => causes.length > 0)
  const { days, equity } = commonDays(first, second)
  return {
    first,
    second,
    pairs,
    equal: pairs.length - different.length,
    causes: CAUSES.flatMap(([cause, title]) => {
      const some = different.filter(({ causes }) => causes[0] === cause)
      const profit = some.reduce((sum, pair) => sum + pair.profit, 0)
      return some.length === 0 ? [] : [{ cause, title, trades: some.length, profit }]
    }),
    days,
    equity,
    bootstrap: bootstrapOf(days, equity, terms),
  }
}

function commonDays(first: ComparedRun, second: ComparedRun): Pick<Comparison, 'days' | 'equity'> {
  const other = new Map(second.equityByDay)
  const both = first.equityByDay.filter(([day]) => other.has(day))
  return {
    days: both.map(([day]) => day),
    equity: [
      Float64Array.from(both, ([, equity]) => equity),
      Float64Array.from(both, ([day]) => other.get(day)!),
    ],
  }
}

function bootstrapOf(
  days: readonly string[],
  [one, other]: Comparison['equity'],
  terms: BootstrapTerms,
): PairedBootstrap | undefined {
  const [first, second] = [returnsOf(one), returnsOf(other)]
  // A run may be ruined before the other one.
  const count = Math.min(first.length, second.length)
  if (count < 2) return undefined
  const years = yearsBetween(Date.parse(days[0]!), Date.parse(days[count]!))
  return pairedBootstrap(first.subarray(0, count), second.subarray(0, count), count / years, terms)
}
