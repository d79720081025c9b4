import type { ExternLibrary } from '../builtins.ts'
import type { Span } from '../diagnostic.ts'
import type { Color, Type } from '../types.ts'
import type { TypedTest } from './typed-test.ts'

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
 * - `at(x, clock)` is x at the last tick of that clock whose bar is complete, unknown before the first;
 *   the clock has its own ticks, and `arrived(clock)` counts those that are complete.
 * - `call` steps a primitive: at a tick where any of its stream arguments is unknown it is not
 *   stepped and its value is unknown; the first `warmup(params)` stepped ticks give unknown.
 */
export interface TypedProgram {
  readonly kind: 'strategy' | 'library'
  readonly title: string
  readonly doc: string
  /** The files that its functions come from, those first that others need. */
  readonly imports: readonly { readonly path: string; readonly source: string }[]
  /** Those of them that are no Strat, with what they declare. */
  readonly externs: readonly ExternLibrary[]
  readonly timeframe: Timeframe
  /** `regular`: bars outside the exchange's hours are left out before anything sees them. */
  readonly session?: 'regular'
  readonly instrument?: Instrument
  /** What of the exchange's calendar something reads; `day` where the account counts by days. */
  readonly sessionStreams: readonly ('day' | 'bar_end' | SessionStream)[]
  /** Of the amounts that it writes, tests apart. */
  readonly currencies: readonly string[]
  /** The other clocks that something is read on, by index from 1; each stands below another. */
  readonly clocks: readonly Clock[]
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
  readonly risk?: Risk
  readonly plots: readonly Plot[]
  readonly fills: readonly Fill[]
  readonly tests: readonly TypedTest[]
}

/** Milliseconds for intraday and days; months are calendar units. */
export interface Timeframe {
  readonly value: number
  readonly unit: 's' | 'm' | 'h' | 'd' | 'w' | 'mo'
}

/**
 * Bars of another timeframe, of another instrument, or both. `parent` is the clock that it is
 * sampled onto, 0 the strategy's own: a clock that is read from two others is two.
 */
export interface Clock {
  readonly index: number
  readonly parent: number
  /** Absent: the strategy's own instrument. */
  readonly symbol?: string
  readonly timeframe: Timeframe
  /** What the text says; the rest is as on the clock where it stands. */
  readonly written: { readonly symbol?: string; readonly timeframe?: Timeframe }
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
  /** Of which clock its ticks are; 0 is the strategy's own. */
  readonly clock: number
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

export type PriceStream = 'open' | 'high' | 'low' | 'close' | 'volume' | 'time'

/**
 * What the exchange's calendar says of a bar; `session_open` and `minutes_to_close` may be unknown.
 * The types are those of the language: `is_first_bar_of_day` is a bool.
 */
export type SessionStream =
  | 'hour'
  | 'minute'
  | 'weekday'
  | 'month'
  | 'time_of_day'
  | 'session_open'
  | 'minutes_to_close'
  | 'is_first_bar_of_day'

/** `within`: a finer bar's number, from 0, within the bar that it lies in; -1 where in none. */
export type MarketStream = PriceStream | SessionStream | 'bar_index' | 'within'

/**
 * Sampled at a bar's close, after that bar's fills. `entry_price`, `last_entry_price`,
 * `last_trade_profit`, `R` may be unknown. `R` is the mean of the open lots' by shares; `R_in_money`
 * is theirs together, times shares and multiplier. `position` is signed shares. `entries` and `exits` count
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
  | 'R'
  | 'R_in_money'
  | 'drawdown'
  | 'day_profit'
  | 'day_loss'
  | 'trades_today'
  | 'last_trade_profit'
  | 'losses_in_a_row'
  | 'entries'
  | 'exits'

/**
 * What a run has done up to a bar, the orders given at its close included; in tests only, and only
 * once the run is over. `orders` and `working_orders` are those of rules, stops and targets are not.
 * `last_…` is unknown where there is none yet.
 */
export type PastStream =
  | 'orders'
  | 'working_orders'
  | 'refused_orders'
  | 'trades'
  | 'last_order.price'
  | 'last_trade.entry_price'
  | 'last_trade.exit_price'
  | 'last_trade.quantity'
  | 'last_trade.bars'

export type ArithmeticOperator = '+' | '-' | '*' | '/'
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>='

export type TypedExpr = TypedBase &
  // `bar`: a number is the length of a bar on the clock where it was written.
  (
    | { readonly kind: 'number'; readonly value: number; readonly bar?: true }
    | { readonly kind: 'bool'; readonly value: boolean }
    | { readonly kind: 'parameter'; readonly parameter: Parameter }
    | { readonly kind: 'stream'; readonly name: MarketStream }
    | { readonly kind: 'account'; readonly name: AccountStream }
    | { readonly kind: 'past'; readonly name: PastStream }
    /** `entry_price` and `R` of the order being written; in `stop` and `target` clauses only. */
    | { readonly kind: 'fill'; readonly name: 'entry_price' | 'R' }
    | { readonly kind: 'reference'; readonly definition: Definition }
    /** The source's ticks are those of the clock. */
    | { readonly kind: 'at'; readonly source: TypedExpr; readonly clock: Clock }
    | { readonly kind: 'arrived'; readonly clock: Clock }
    /** A warm-up as a number. */
    | { readonly kind: 'ticks'; readonly formula: Warmup }
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
  readonly kind: 'enter' | 'exit' | 'cancel' | 'halt' | 'alert' | 'mark'
  readonly side: 'long' | 'short'
  /** An enter rule's own tag; of `exit` and `cancel` the tag of the rule they act on. */
  readonly tag?: string
  /** Of a halt: for the rest of the day, not of the run. */
  readonly today?: true
  /** Of alerts and marks. */
  readonly message?: readonly MessagePart[]
  readonly when: TypedExpr
  /** No rule fires before tick `gate`: the longest warm-up of all that the rule reads. */
  readonly gate: Warmup
  readonly order: TypedOrder
  /** Present exactly on enter rules. */
  readonly size?: TypedSize
  readonly stop?: TypedExpr
  /** `stop trailing`: the stop moves at each close to its level there, towards the price only. */
  readonly trails: boolean
  /** Distance from the entry that a close must be ahead by before the stop first moves. */
  readonly trailAfter?: TypedExpr
  readonly target?: TypedExpr
  /** Bars a working entry order lives; 1 = `day` on daily and slower bars; absent = gtc. */
  readonly expireBars?: TypedExpr
  /** Filled at once or not at all: at its first open; `fok`: and whole. */
  readonly immediacy?: 'ioc' | 'fok'
  readonly bySession?: true // on bars within sessions: its orders end with the one they are for
  readonly goodTill?: GoodTill
  /** Of an exit: the part of each lot that leaves, a constant from 0 to 1; all when absent. */
  readonly portion?: TypedExpr
  readonly oca?: number // of its one-cancels-all group among the program's; none when absent
  readonly onFill?: 'reduce' | 'reduce-unblocked' // the others of the group; absent: they go
  /** `up to N entries`: lots of this rule open at once. */
  readonly entries: TypedExpr
  /** The rule's condition as written, for messages and reports. */
  readonly text: string
  readonly span: Span
}

/**
 * By the exchange's clocks: a day, ms as if UTC, and a time of day, ms after midnight. A day alone
 * is to the end of its session, a time alone that of the session which an order is for.
 */
export interface GoodTill {
  readonly day?: number
  readonly time?: number
}

export type TypedOrder =
  | { readonly kind: 'market' | 'close' | 'open' }
  | { readonly kind: 'limit' | 'stop' | 'touch'; readonly price: TypedExpr }
  | { readonly kind: 'stop-limit'; readonly price: TypedExpr; readonly limit: TypedExpr }

export type TypedSize = {
  /** `equity`: fraction of equity; `risk`: fraction of equity lost at the stop; else as named. */
  readonly kind: 'equity' | 'risk' | 'shares' | 'money'
  readonly value: TypedExpr
}

export interface Plot {
  readonly label: string
  /** A column for a message or an area, drawn by nothing itself. */
  readonly hidden?: true
  /** Plots without a pane lie over the price. */
  readonly pane?: string
  readonly value: TypedExpr
}

/** A piece of a message: as written, the value of a plot's column, the instrument's symbol. */
export type MessagePart =
  | { readonly text: string }
  | { readonly plot: number }
  | { readonly symbol: true }

/** The area between two plots, by index. */
export interface Fill {
  readonly from: number
  readonly to: number
}

/** Absent parts are left to the run's options, then to zero. */
export interface Costs {
  readonly commission?:
    | { readonly kind: 'ibkr-fixed' | 'ibkr-tiered' }
    | { readonly kind: 'per-share'; readonly amount: number }
    | { readonly kind: 'fraction'; readonly fraction: number }
    | { readonly kind: 'per-trade'; readonly amount: number }
  readonly slippage?:
    | { readonly kind: 'ticks'; readonly ticks: number }
    | { readonly kind: 'fraction'; readonly fraction: number }
    /** Half of it is paid: in units of the price, in ticks, or as a fraction of the price. */
    | {
        readonly kind: 'spread'
        readonly of: 'price' | 'ticks' | 'fraction'
        readonly amount: number
      }
    /**
     * `impact` is what taking all of a bar's volume moves the price, a fraction of it; part of the
     * volume moves it in proportion, or by the square of the part.
     */
    | {
        readonly kind: 'volume-share'
        readonly impact: number
        readonly shape: 'quadratic' | 'linear'
      }
    /** A fraction of the mean true range of the twenty bars before. */
    | { readonly kind: 'volatility'; readonly fraction: number }
  /** A year's rate, of the value at the close or of what Interactive Brokers takes. */
  readonly borrow?: { readonly kind: 'value' | 'ibkr'; readonly rate: number }
  readonly maxVolume?: number
}

/** What a `risk` block bounds; shares are fractions of the equity. */
export interface Risk {
  readonly maxPosition?: number
  readonly maxGross?: number
  readonly maxOrders?: { readonly count: number; readonly perMs: number }
  readonly cooldown?: { readonly bars: number; readonly losses: number }
}
