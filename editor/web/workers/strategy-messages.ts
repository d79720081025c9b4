import type { Libraries } from '../../../language/libraries.ts'
import type { PairBars } from '../../../runtime/calendar/rates-beside.ts'
import type { ChartedRun } from '../../../runtime/report/page-data.ts'
import type { ParameterMeta } from '../../../stdlib/module.ts'
import type { AskedRun, MissingPrices } from '../../pipeline/run-settings.ts'
import type { RunPrices } from '../../pipeline/run-strategy.ts'
import type { Why } from '../../pipeline/why/why.ts'

/** What runs go over. */
export interface PagePrices extends RunPrices {
  readonly symbol: string
  /** What was found of pairs of currencies. */
  readonly pairs?: readonly PairBars[]
}

/** What the page sends to the worker that compiles and runs strategies. */
export type ToStrategyWorker =
  /** Prices to run over, sent once; they take the place of those before. */
  | { readonly kind: 'prices'; readonly prices: PagePrices }
  /** What texts may import from now on. */
  | { readonly kind: 'libraries'; readonly libraries: Libraries }
  /** Gives up the run before, if it goes on, and begins this one. */
  | {
      readonly kind: 'run'
      readonly run: number
      readonly source: string
      readonly asked: AskedRun
    }
  /** Asks about a bar of a run that was answered. */
  | { readonly kind: 'why'; readonly run: number; readonly bar: number }

/** What a run comes to, without what the page has or does not show. */
export type ShownRun = Omit<ChartedRun, 'bars'>

/** What comes back; `run` is the request's number. A run that was given up answers nothing. */
export type FromStrategyWorker =
  | { readonly kind: 'progress'; readonly run: number; readonly done: number }
  | { readonly kind: 'ran'; readonly run: number; readonly shown: ShownRun }
  | { readonly kind: 'why'; readonly run: number; readonly why: Why }
  /** The text is right, but not with these parameters. */
  | {
      readonly kind: 'refused'
      readonly run: number
      readonly parameters: readonly ParameterMeta[]
      readonly problems: readonly string[]
      readonly missing: MissingPrices
    }
  /** The text has mistakes, which the language worker tells. */
  | { readonly kind: 'mistakes'; readonly run: number }
  /** A library has nothing to run. */
  | { readonly kind: 'library'; readonly run: number }
  /** Our own mistake. */
  | { readonly kind: 'failed'; readonly run: number; readonly message: string }
