import type { Span } from '../diagnostic.ts'
import type { Color, Type } from '../types.ts'

/**
 * A checked strategy: names resolved, functions and records inlined, defaults filled in, sugar
 * (`crosses`, `prev`, `hl2`, `returns`, field access) written out. What is left is a small core
 * over streams, which the reference interpreter defines and the compiler lowers.
 *
 * The meaning of the core, at tick t of the base clock. A number may be unknown (NaN), a bool may
 * be unknown (Kleene's third value):
 * - `lag(x, n)` is x at t-n, unknown where t-n < 0.
 * - arithmetic and comparison with an unknown operand are unknown; a division by zero and any
 *   result that is not finite is unknown; `and`, `or`, `not` are Kleene's.
 * - `if` with an unknown condition is unknown; otherwise it is the branch chosen.
 * - `coalesce(a, b)` is a where a is known, else b. `known(a)` is always known.
 * - `call` steps a primitive: at a tick where any of its stream arguments is unknown it is not
 *   stepped and its value is unknown; the first `warmup(params)` stepped ticks give unknown.
 */
export interface TypedProgram {
  readonly kind: 'strategy' | 'library'
  readonly title: string
  readonly doc: string
  readonly timeframe: Timeframe
  readonly instrument?: Instrument
  readonly parameters: readonly Parameter[]
  /** Conditions over parameters that must hold; `text` as written. */
  readonly requires: readonly {
    readonly condition: TypedExpr
    readonly text: string
    readonly span: Span
  }[]
  /** Every named stream, top level first in written order, then those that inlining made. */
  readonly definitions: readonly Definition[]
  /** At most 32, in written order; a rule's index is its bit in the signal column. */
  readonly rules: readonly Rule[]
  readonly costs?: Costs
  readonly plots: readonly Plot[]
  readonly tests: readonly TypedTest[]
}

/** Milliseconds for intraday and days; months are calendar units. */
export interface Timeframe {
  readonly value: number
  readonly unit: 's' | 'm' | 'h' | 'd' | 'w' | 'mo'
}

export interface Instrument {
  readonly symbol: string
  readonly type?: string
  readonly exchange?: string
  readonly currency?: string
}

export interface Parameter {
  readonly index: number
  readonly name: string
  readonly doc: string
  readonly type: Type
  /** In the program's own terms: 2% is 0.02, 30m is milliseconds. */
  readonly value: number
  readonly min?: number
  readonly max?: number
  /** For optimisers only. */
  readonly step?: number
  /** Every value must be whole: the parameter is used as a count, or written without a point. */
  readonly integer: boolean
  readonly span: Span
}

/** A named stream. Definitions refer to one another; every cycle goes through a `lag`. */
export interface Definition {
  readonly id: number
  readonly name: string
  /** Set once its expression is checked; a cycle through `prev` refers to it before that. */
  readonly expr: TypedExpr
  /** Written by the user at top level (so it may be hovered, plotted, expected in tests). */
  readonly visible: boolean
  readonly span: Span
}

/**
 * The number of ticks before a stream may be known, as a formula over parameters: plain data, so
 * that it can be printed, compared and evaluated (`evaluateWarmup`).
 */
export type Warmup =
  | { readonly kind: 'ticks'; readonly ticks: number }
  /** The value of a constant-coloured expression: `x[n]` adds n. */
  | { readonly kind: 'value'; readonly expr: TypedExpr }
  /** The declared warm-up of a primitive for its constant arguments. */
  | { readonly kind: 'primitive'; readonly name: string; readonly params: readonly TypedExpr[] }
  | { readonly kind: 'sum'; readonly terms: readonly Warmup[] }
  | { readonly kind: 'max'; readonly terms: readonly Warmup[] }
  | { readonly kind: 'min'; readonly terms: readonly Warmup[] }

interface TypedBase {
  readonly type: Type
  readonly color: Color
  readonly warmup: Warmup
  /**
   * False only where this is proved: the value is known at tick t if and only if t >= warmup.
   * The compiler drops tests for unknown on that promise, and the parity tests hold it to it.
   */
  readonly optional: boolean
  readonly span: Span
}

export type MarketStream = 'open' | 'high' | 'low' | 'close' | 'volume' | 'time' | 'bar_index'

/**
 * Sampled at a bar's close, after that bar's fills. `entry_price`, `last_entry_price`,
 * `last_trade_profit` may be unknown. `position` is signed shares. `entries` and `exits` count
 * fills so far (tests only).
 */
export type AccountStream =
  | 'position'
  | 'cash'
  | 'equity'
  | 'entry_price'
  | 'last_entry_price'
  | 'bars_in_trade'
  | 'open_profit'
  | 'drawdown'
  | 'day_profit'
  | 'day_loss'
  | 'trades_today'
  | 'last_trade_profit'
  | 'losses_in_a_row'
  | 'entries'
  | 'exits'

export type ArithmeticOperator = '+' | '-' | '*' | '/'
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>='

export type TypedExpr = TypedBase &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'bool'; readonly value: boolean }
    | { readonly kind: 'parameter'; readonly parameter: Parameter }
    | { readonly kind: 'stream'; readonly name: MarketStream }
    | { readonly kind: 'account'; readonly name: AccountStream }
    /** `entry_price` and `R` of the order being written; in `stop` and `target` clauses only. */
    | { readonly kind: 'fill'; readonly name: 'entry_price' | 'R' }
    | { readonly kind: 'reference'; readonly definition: Definition }
    /** `ticks` is constant-coloured, a whole number >= 0. */
    | { readonly kind: 'lag'; readonly source: TypedExpr; readonly ticks: TypedExpr }
    | { readonly kind: 'negate'; readonly operand: TypedExpr }
    | {
        readonly kind: 'arithmetic'
        readonly op: ArithmeticOperator
        readonly left: TypedExpr
        readonly right: TypedExpr
      }
    /** Operands are both numbers, or both bools (`==` and `!=` only). */
    | {
        readonly kind: 'compare'
        readonly op: ComparisonOperator
        readonly left: TypedExpr
        readonly right: TypedExpr
      }
    | { readonly kind: 'not'; readonly operand: TypedExpr }
    | { readonly kind: 'and' | 'or'; readonly left: TypedExpr; readonly right: TypedExpr }
    | {
        readonly kind: 'if'
        readonly condition: TypedExpr
        readonly whenTrue: TypedExpr
        readonly whenFalse: TypedExpr
      }
    | { readonly kind: 'coalesce'; readonly left: TypedExpr; readonly right: TypedExpr }
    | { readonly kind: 'known'; readonly operand: TypedExpr }
    /** `inputs` are streams (a bool input is stepped as 1 or 0), `params` constant-coloured. */
    | {
        readonly kind: 'call'
        readonly primitive: string
        readonly inputs: readonly TypedExpr[]
        readonly params: readonly TypedExpr[]
      }
  )

export type TypedKind = TypedExpr['kind']

// ── Rules ──────────────────────────────────────────────────────────────────────────────────────

export interface Rule {
  readonly index: number
  readonly kind: 'enter' | 'exit'
  readonly side: 'long' | 'short'
  /** An enter rule's own tag; for `exit "tag"` the tag whose lots it closes. */
  readonly tag?: string
  readonly when: TypedExpr
  /** No rule fires before tick `gate`: the longest warm-up of all that the rule reads. */
  readonly gate: Warmup
  readonly order: TypedOrder
  /** Present exactly on enter rules. */
  readonly size?: TypedSize
  readonly stop?: TypedExpr
  readonly target?: TypedExpr
  /** Bars a working entry order lives; 1 = `day` on daily and slower bars; absent = gtc. */
  readonly expireBars?: TypedExpr
  /** `up to N entries`: lots of this rule open at once. */
  readonly entries: TypedExpr
  /** The rule's condition as written, for messages and reports. */
  readonly text: string
  readonly span: Span
}

export type TypedOrder =
  | { readonly kind: 'market' }
  | { readonly kind: 'limit' | 'stop'; readonly price: TypedExpr }

export type TypedSize = {
  /** `equity`: fraction of equity; `risk`: fraction of equity lost at the stop; else as named. */
  readonly kind: 'equity' | 'risk' | 'shares' | 'money'
  readonly value: TypedExpr
}

export interface Plot {
  readonly label: string
  /** Plots without a pane lie over the price. */
  readonly pane?: string
  readonly value: TypedExpr
}

/** Absent parts are left to the run's options, then to zero. */
export interface Costs {
  readonly commission?:
    | { readonly kind: 'ibkr-fixed' }
    | { readonly kind: 'per-share'; readonly amount: number }
    | { readonly kind: 'fraction'; readonly fraction: number }
    | { readonly kind: 'per-trade'; readonly amount: number }
  readonly slippage?:
    | { readonly kind: 'ticks'; readonly ticks: number }
    | { readonly kind: 'fraction'; readonly fraction: number }
}

export interface TypedTest {
  readonly title: string
  /** One array per column given; all of one length. */
  readonly columns: Readonly<
    Partial<Record<'open' | 'high' | 'low' | 'close' | 'volume', readonly number[]>>
  >
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
