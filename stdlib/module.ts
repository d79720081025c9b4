import type { Bars } from './bars.ts'
import type { DeterministicMath } from './math.ts'

/**
 * The contract between a compiled strategy and the engine. What the compiler emits implements it,
 * and so does the reference interpreter; backtest and live know nothing else of a strategy.
 */
export interface StrategyModule {
  readonly meta: ModuleMeta
  /** Texts of the `require` conditions that these parameters break; empty when all hold. */
  broken(parameters: Float64Array, math: DeterministicMath): readonly string[]
  /**
   * A fresh run over `bars` with these parameters (by index, in the program's own terms).
   * Nothing is computed yet.
   */
  bind(parameters: Float64Array, bars: Bars, math: DeterministicMath): BoundStrategy
}

export interface ModuleMeta {
  readonly title: string
  /** As written: '1d', '15m'. */
  readonly timeframe: string
  readonly instrument?: {
    readonly symbol: string
    readonly type?: string
    readonly exchange?: string
    readonly currency?: string
  }
  readonly parameters: readonly ParameterMeta[]
  readonly rules: readonly RuleMeta[]
  readonly plots: readonly { readonly label: string; readonly pane?: string }[]
  readonly costs?: CostSpec
  /**
   * The account-coloured part keeps state of its own, so `decide` must be called on every bar.
   * Otherwise it may be skipped where `signals[i]` is zero.
   */
  readonly everyBar: boolean
  /** SHA-256 of the source text, hex. */
  readonly sourceHash: string
}

export interface ParameterMeta {
  readonly name: string
  readonly doc: string
  readonly value: number
  readonly min?: number
  readonly max?: number
  readonly step?: number
  readonly integer: boolean
  /** How to show a value: 'ratio' as per cent. */
  readonly unit:
    | 'number'
    | 'ratio'
    | 'bars'
    | 'price'
    | 'money'
    | 'shares'
    | 'duration'
    | 'oscillator'
}

export interface RuleMeta {
  readonly index: number
  readonly kind: 'enter' | 'exit'
  readonly side: 'long' | 'short'
  readonly tag?: string
  readonly order: 'market' | 'limit' | 'stop'
  readonly size?: 'equity' | 'risk' | 'shares' | 'money'
  readonly hasStop: boolean
  readonly hasTarget: boolean
  /** Length of the rule's frozen array (see `freeze`), at least 2. */
  readonly frozenSlots: number
  /** The condition as written. */
  readonly text: string
  /** 1-based line of the rule in its source. */
  readonly line: number
}

/** Commission and slippage as a strategy or a run states them. */
export interface CostSpec {
  readonly commission?:
    | { readonly kind: 'ibkr-fixed' }
    | { readonly kind: 'per-share'; readonly amount: number }
    | { readonly kind: 'fraction'; readonly fraction: number }
    | { readonly kind: 'per-trade'; readonly amount: number }
  readonly slippage?:
    | { readonly kind: 'ticks'; readonly ticks: number }
    | { readonly kind: 'fraction'; readonly fraction: number }
}

/**
 * The account as rules see it: sampled at the close of bar i, after that bar's fills. The engine
 * keeps one object and updates it in place. NaN is unknown.
 */
export interface AccountView {
  /** Signed shares. */
  position: number
  cash: number
  equity: number
  /** Average entry price of the position; NaN when flat. */
  entry_price: number
  last_entry_price: number
  /** Closed bars since the entry fill, that fill's own bar counting 0; 0 when flat. */
  bars_in_trade: number
  /** Money. */
  open_profit: number
  /** Fraction below the equity peak, >= 0. */
  drawdown: number
  /** Equity change since the previous session's last close, as a fraction of that equity. */
  day_profit: number
  /** max(0, -day_profit). */
  day_loss: number
  /** Entry fills in this session (UTC day on intraday bars until calendars exist). */
  trades_today: number
  last_trade_profit: number
  losses_in_a_row: number
  entries: number
  exits: number
}

export interface BoundStrategy {
  /**
   * Bit r of `signals[i]`: rule r may fire at bar i, as far as the market alone can tell; never
   * set before the rule's gate. For a rule that does not read the account it means: does fire.
   * Valid for bars that `advance` has passed. Replaced by a longer array by `reserve`.
   */
  readonly signals: Int32Array
  /** One column per plot, filled by `advancePlots`. */
  readonly plots: readonly Float64Array[]
  /** First tick at which each rule may fire. */
  readonly gates: readonly number[]
  /** `up to N entries` of each rule; 0 for exits. */
  readonly entries: readonly number[]
  /** Bars an entry order of each rule works; Infinity for good till cancelled. */
  readonly expireBars: readonly number[]
  /** All market state: scalars and rings. A copy of it is a snapshot; setting it back restores. */
  readonly memory: Float64Array
  /** Makes room for `capacity` bars, keeping what is there. */
  reserve(capacity: number): void
  /** Market kernels over bars [from, to). Calls must be contiguous: each starts where one ended. */
  advance(from: number, to: number): void
  /** Plot kernels, the same way, with a state of their own. */
  advancePlots(from: number, to: number): void
  /**
   * Bits of the rules that fire at bar i: market bits as they stand in `signals`, account rules
   * evaluated now. Bars in ascending order; with `meta.everyBar` every one of them.
   */
  decide(i: number, account: AccountView): number
  /**
   * Writes what rule r's clauses freeze at signal bar i into out[at .. at + frozenSlots):
   * [at] the size's value (NaN unknown, and for exits), [at + 1] the limit or stop price of its
   * order (NaN for market orders), the rest belongs to `stop` and `target`.
   */
  freeze(rule: number, i: number, account: AccountView, out: Float64Array, at: number): void
  /** Protective stop of rule r's order for an entry at `entryPrice`. NaN: unknown or no clause. */
  stop(rule: number, frozen: Float64Array, at: number, entryPrice: number): number
  /** Target likewise; `r` is the positive distance from entry to stop (NaN without one). */
  target(rule: number, frozen: Float64Array, at: number, entryPrice: number, r: number): number
}
