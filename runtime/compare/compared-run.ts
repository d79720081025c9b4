import type { CostSpec } from '../../stdlib/module.ts'
import type { ReportDocument } from '../report/json.ts'

/** What of a run's JSON report a comparison reads. */
export interface ComparedRun {
  readonly strategy: { readonly title: string }
  readonly parameters: Readonly<Record<string, number>>
  readonly data: { readonly source: string }
  readonly options: {
    readonly cash: number
    readonly policy: string
    readonly costs: CostSpec
    readonly instrument: { readonly currency: string }
  }
  /** By key; null is not defined. */
  readonly figures: Readonly<Record<string, number | null>>
  readonly trades: readonly ComparedTrade[]
  readonly openTrades: readonly ComparedTrade[]
  /** Day as YYYY-MM-DD, equity at its last close. */
  readonly equityByDay: readonly (readonly [day: string, equity: number])[]
}

/** A trade as a report writes it. */
export type ComparedTrade = Omit<ReportDocument['trades'][number], 'exitBy'> & {
  readonly exitBy: string
}
