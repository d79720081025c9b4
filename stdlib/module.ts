import type { Bars, SessionStream } from './bars.ts'
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
  /** `regular`: it sees no bar outside the exchange's hours. */
  readonly session?: 'regular'
  /** What of the exchange's calendar it needs beside the bars; absent: nothing. */
  readonly sessionStreams?: readonly ('day' | SessionStream)[]
  /** Currencies of the amounts that the strategy writes: the account's is due. */
  readonly currencies?: readonly string[]
  /** The other series that it reads, by the index of their clock less one; absent: none. */
  readonly clocks?: readonly ClockMeta[]
  readonly instrument?: {
    readonly symbol: string
    readonly type?: string
    readonly exchange?: string
    readonly currency?: string
  }
  readonly parameters: readonly ParameterMeta[]
  readonly rules: readonly RuleMeta[]
  readonly plots: readonly {
    readonly label: string
    readonly pane?: string
    /** A column for a message or an area, drawn by nothing itself. */
    readonly hidden?: true
  }[]
  /** Areas between two plots, by index; none when absent. */
  readonly fills?: readonly { readonly from: number; readonly to: number }[]
  readonly costs?: CostSpec
  readonly risk?: RiskSpec
  /**
   * The account-coloured part keeps state of its own, so `decide` must be called on every bar.
   * Otherwise it may be skipped where `signals[i]` is zero.
   */
  readonly everyBar: boolean
  /** SHA-256 of the source text, hex. */
  readonly sourceHash: string
}

/** A series beside the strategy's own. */
export interface ClockMeta {
  /** Index of the clock that it is sampled onto; 0 is the strategy's own. */
  readonly parent: number
  /** Absent: the strategy's own instrument. */
  readonly symbol?: string
  /** As `timeframe`. */
  readonly timeframe: string
  /** Finer than the strategy's own: its bars cannot be made of those. */
  readonly finer?: true
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
  /** `cancel` takes back the waiting entry of the rule with its tag. */
  readonly kind: 'enter' | 'exit' | 'cancel' | 'halt' | 'alert' | 'mark'
  /** Of a halt: no entries for the rest of the day; else none any more. */
  readonly today?: true
  readonly side: 'long' | 'short'
  readonly tag?: string
  /** `open`: a market order that waits for the open of the next session. */
  readonly order: 'market' | 'limit' | 'stop' | 'stop-limit' | 'touch' | 'close' | 'open'
  /** On bars within sessions: its orders are of one session, and end with it. */
  readonly bySession?: true
  /**
   * Its orders work in the bars that end by then, on the exchange's clocks: a day, ms as if UTC, to
   * the end of its session, or to a time, ms after midnight; without a day that of their session.
   */
  readonly goodTill?: { readonly day?: number; readonly time?: number }
  readonly size?: 'equity' | 'risk' | 'shares' | 'money'
  readonly hasStop: boolean
  /** The stop moves with its clause's level at each close, towards the price only. */
  readonly trails: boolean
  /** It moves only once the trade has closed ahead by what `after` says. */
  readonly waitsToTrail: boolean
  readonly hasTarget: boolean
  /** Filled at its first open or not at all; `fok`: and whole. */
  readonly immediacy?: 'ioc' | 'fok'
  /** Entry rules with the same number: the first fill takes back the others' waiting orders. */
  readonly oca?: number
  /** It reduces them by the same part instead; unblocked: the broker may fill two meanwhile. */
  readonly onFill?: 'reduce' | 'reduce-unblocked'
  /** Length of the rule's frozen array (see `freeze`), at least 3. */
  readonly frozenSlots: number
  /** What an alert or a mark says. */
  readonly message?: readonly MessagePart[]
  /** The condition as written. */
  readonly text: string
  /** 1-based line of the rule in its source. */
  readonly line: number
}

/** A piece of a message: as written, the value of a plot's column, the instrument's symbol. */
export type MessagePart =
  | { readonly text: string }
  | { readonly plot: number }
  | { readonly symbol: true }

/** What a strategy's `risk` block bounds; shares are fractions of the equity. */
export interface RiskSpec {
  readonly maxPosition?: number
  readonly maxGross?: number
  /** Entry orders within a time. */
  readonly maxOrders?: { readonly count: number; readonly perMs: number }
  /** No entries for so many bars after a trade that ended so many losses in a row. */
  readonly cooldown?: { readonly bars: number; readonly losses: number }
}

/** Commission, slippage and borrowing as a strategy or a run states them. */
export interface CostSpec {
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
  /**
   * What short shares cost a year, a ratio of their value: of the close as it is, or of what
   * Interactive Brokers asks as collateral.
   */
  readonly borrow?: { readonly kind: 'value' | 'ibkr'; readonly rate: number }
  /** The most of a bar's volume that its fills take together, a ratio; the rest works on. */
  readonly maxVolume?: number
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
  /** From entry to first stop, the mean of the open lots' by shares; NaN when flat or without. */
  R: number
  /** What the open lots would have lost there together, money. */
  R_in_money: number
  /** Fraction below the equity peak, >= 0. */
  drawdown: number
  /** Equity change since the previous session's last close, as a fraction of that equity. */
  day_profit: number
  /** max(0, -day_profit). */
  day_loss: number
  /** Entry fills in this session (UTC day where the bars have no calendar). */
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
  /** The part of each lot that an exit rule ends, from 0 to 1; 1 for all other rules. */
  readonly portions: readonly number[]
  /** All market state: scalars and rings. A copy of it is a snapshot; setting it back restores. */
  readonly memory: Float64Array
  /**
   * By rule, the level of its stop at each bar's close, where that is a matter of the market alone:
   * what `freeze` and `stop` come to there. Valid and replaced as `signals`.
   */
  readonly levels?: readonly (Float64Array | undefined)[]
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
   * [at] the size's value (NaN unknown, and for exits), [at + 1] the limit, stop or touch price of
   * its order, [at + 2] the limit of a stop limit (NaN for orders without), the rest belongs to
   * `stop` and `target`.
   */
  freeze(rule: number, i: number, account: AccountView, out: Float64Array, at: number): void
  /** Protective stop of rule r's order for an entry at `entryPrice`. NaN: unknown or no clause. */
  stop(rule: number, frozen: Float64Array, at: number, entryPrice: number): number
  /**
   * Distance from the entry that a close must be ahead by before rule r's stop trails; `r` as for
   * `target`. NaN: unknown or no clause.
   */
  after(rule: number, frozen: Float64Array, at: number, entryPrice: number, r: number): number
  /** Target likewise; `r` is the positive distance from entry to stop (NaN without one). */
  target(rule: number, frozen: Float64Array, at: number, entryPrice: number, r: number): number
}
