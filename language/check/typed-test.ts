import type { Span } from '../diagnostic.ts'
import type { Costs, Timeframe, TypedExpr } from './typed.ts'

/** One value a bar; without a volume it is zero. */
export interface PriceColumns {
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
  readonly volume?: readonly number[]
}

/** A file is the host's to read: its path goes from the strategy's folder, and never out of it. */
export type TestPrices =
  | { readonly kind: 'columns'; readonly columns: PriceColumns }
  | { readonly kind: 'file'; readonly path: string; readonly span: Span }

/** Bars beside the strategy's own; without a symbol of its instrument. */
export interface TestSeries {
  readonly symbol?: string
  readonly timeframe: Timeframe
  readonly prices: TestPrices
}

export interface TypedTest {
  readonly title: string
  /** The strategy's own bars; `made` are of the finest of its instrument that stand beside. */
  readonly prices: TestPrices | { readonly kind: 'made' }
  /** Of other instruments and timeframes. */
  readonly beside: readonly TestSeries[]
  /** Parameter values by index; others keep their defaults. */
  readonly parameters: readonly { readonly index: number; readonly value: number }[]
  readonly costs?: Costs
  readonly expectations: readonly Expectation[]
  readonly span: Span
}

export interface Expectation {
  /** A bool that must be true: comparison and tolerance are written out by the checker. */
  readonly condition: TypedExpr
  /** What was named left and right of the comparison, to show when it fails. */
  readonly shown: readonly { readonly text: string; readonly value: TypedExpr }[]
  /** Bar index from zero; absent: the last bar. */
  readonly at?: number
  readonly text: string
  readonly span: Span
}
