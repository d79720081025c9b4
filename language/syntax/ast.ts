import type { Span } from '../diagnostic.ts'

/**
 * The tree of one `.strat` file, as written. The parser always yields one: where the text is
 * broken, statements are left out and expressions are `missing`.
 */
export interface Program {
  readonly kind: 'program'
  readonly header?: Header
  readonly statements: readonly Statement[]
  /** Something of the text could not be read and is not in the tree. */
  readonly incomplete?: true
  readonly span: Span
}

export interface Header {
  readonly kind: 'strategy' | 'portfolio' | 'library'
  readonly title: string
  readonly doc: string
  readonly span: Span
}

export interface Name {
  readonly text: string
  readonly span: Span
}

// ── Expressions ────────────────────────────────────────────────────────────────────────────────

export type BinaryOperator =
  | 'or'
  | 'and'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '??'
  | '+'
  | '-'
  | '*'
  | '/'

export type DurationUnit = 's' | 'm' | 'h' | 'd' | 'w' | 'mo'

export type Expr =
  /** `12`, `2%`, `3R`, `10 bars`; `value` as written: 2% has value 2 and unit '%'. */
  | {
      readonly kind: 'number'
      readonly value: number
      readonly unit: '' | '%' | 'R' | 'bars'
      readonly span: Span
    }
  | {
      readonly kind: 'money'
      readonly value: number
      readonly currency: string
      readonly span: Span
    }
  | {
      readonly kind: 'duration'
      readonly value: number
      readonly unit: DurationUnit
      readonly span: Span
    }
  /** `09:30`, minutes since midnight. */
  | { readonly kind: 'time'; readonly minutes: number; readonly span: Span }
  /** `2024-03-28`, as written. */
  | { readonly kind: 'date'; readonly text: string; readonly span: Span }
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'bool'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'name'; readonly text: string; readonly span: Span }
  | { readonly kind: 'member'; readonly object: Expr; readonly field: Name; readonly span: Span }
  | { readonly kind: 'index'; readonly object: Expr; readonly index: Expr; readonly span: Span }
  | ({ readonly kind: 'at'; readonly object: Expr } & WrittenClock)
  | {
      readonly kind: 'call'
      readonly callee: Expr
      readonly args: readonly Argument[]
      readonly span: Span
    }
  | {
      readonly kind: 'unary'
      readonly op: '-' | 'not'
      readonly operand: Expr
      readonly span: Span
    }
  | {
      readonly kind: 'binary'
      readonly op: BinaryOperator
      readonly left: Expr
      readonly right: Expr
      readonly span: Span
    }
  | {
      readonly kind: 'if'
      readonly condition: Expr
      readonly whenTrue: Expr
      readonly whenFalse: Expr
      readonly span: Span
    }
  | {
      readonly kind: 'crosses'
      readonly direction: 'above' | 'below'
      readonly left: Expr
      readonly right: Expr
      readonly span: Span
    }
  /** `regime is calm` */
  | { readonly kind: 'is'; readonly mode: Expr; readonly state: Name; readonly span: Span }
  | {
      readonly kind: 'record'
      readonly fields: readonly { readonly name: Name; readonly value: Expr }[]
      readonly span: Span
    }
  /** Left by recovery where an expression was due; a diagnostic says so. */
  | { readonly kind: 'missing'; readonly span: Span }

export interface Argument {
  readonly name?: Name
  readonly value: Expr
}

// ── Statements ─────────────────────────────────────────────────────────────────────────────────

export type Statement =
  | { readonly kind: 'timeframe'; readonly value: Expr; readonly span: Span }
  | { readonly kind: 'session'; readonly name: Name; readonly span: Span }
  | {
      readonly kind: 'instrument'
      readonly symbol: Name
      readonly type?: Name
      readonly exchange?: Name
      readonly currency?: Name
      readonly span: Span
    }
  | {
      readonly kind: 'universe'
      readonly from?: string
      readonly symbols: readonly Name[]
      readonly span: Span
    }
  | { readonly kind: 'import'; readonly path: string; readonly span: Span }
  | ParamStatement
  | { readonly kind: 'require'; readonly condition: Expr; readonly span: Span }
  | LetStatement
  | FunctionStatement
  | {
      readonly kind: 'mode'
      readonly name: Name
      readonly arcs: readonly ModeArc[]
      readonly doc: string
      readonly span: Span
    }
  | EnterStatement
  | ExitStatement
  | { readonly kind: 'cancel'; readonly tag: string; readonly when: Expr; readonly span: Span }
  | {
      readonly kind: 'oca'
      readonly tags: readonly { readonly text: string; readonly span: Span }[]
      readonly onFill?: 'reduce' | 'reduce-unblocked' // absent: the first fill cancels the others
      readonly span: Span
    }
  | RebalanceStatement
  | {
      readonly kind: 'plot'
      readonly items: readonly { readonly value: Expr; readonly label?: string }[]
      readonly pane?: string
      readonly span: Span
    }
  | { readonly kind: 'mark'; readonly text: string; readonly when: Expr; readonly span: Span }
  | { readonly kind: 'fill'; readonly from: Expr; readonly to: Expr; readonly span: Span }
  | { readonly kind: 'alert'; readonly text: string; readonly when: Expr; readonly span: Span }
  | { readonly kind: 'risk'; readonly limits: readonly RiskLimit[]; readonly span: Span }
  | CostsStatement
  | TestStatement

export interface ParamStatement {
  readonly kind: 'param'
  readonly name: Name
  readonly value: Expr
  readonly range?: { readonly from: Expr; readonly to: Expr; readonly step?: Expr }
  readonly doc: string
  readonly span: Span
}

export interface LetStatement {
  readonly kind: 'let'
  /** `let x = …`, or `let {line, signal: s} = …` with the field's name and the bound one. */
  readonly pattern:
    | { readonly kind: 'name'; readonly name: Name }
    | {
        readonly kind: 'fields'
        readonly fields: readonly { readonly field: Name; readonly name: Name }[]
      }
  readonly value: Expr
  readonly doc: string
  readonly span: Span
}

export interface FunctionStatement {
  readonly kind: 'function'
  readonly name: Name
  readonly parameters: readonly {
    readonly name: Name
    /** `n: int`, `flag: bool`, `p: price` … */
    readonly annotation?: Name
    readonly defaultValue?: Expr
  }[]
  /** Local definitions of a block body; empty for `fn f(x) = expr`. */
  readonly lets: readonly LetStatement[]
  readonly result: Expr
  readonly doc: string
  readonly span: Span
}

export interface ModeArc {
  readonly from: Name
  readonly to: Name
  readonly when: Expr
  /** `for 10 bars` */
  readonly forBars?: Expr
  readonly span: Span
}

export interface EnterStatement {
  readonly kind: 'enter'
  /** One leg without symbol for a strategy; several with symbols for pairs. */
  readonly legs: readonly {
    readonly side: 'long' | 'short'
    readonly symbol?: Name
    readonly span: Span
  }[]
  readonly tag?: string
  readonly when: Expr
  readonly clauses: readonly EnterClause[]
  readonly span: Span
}

export type EnterClause =
  | { readonly kind: 'at'; readonly order: OrderSpec; readonly span: Span }
  | { readonly kind: 'size'; readonly size: SizeSpec; readonly span: Span }
  | {
      readonly kind: 'stop'
      readonly price: Expr
      readonly trailing: boolean
      readonly after?: Expr
      readonly span: Span
    }
  | { readonly kind: 'target'; readonly price: Expr; readonly span: Span }
  | { readonly kind: 'expire'; readonly expiry: Expiry; readonly span: Span }
  | { readonly kind: 'up-to'; readonly entries: Expr; readonly span: Span }

/** What of an order's clauses an exit may have. */
export type ExitClause = Extract<EnterClause, { kind: 'at' | 'expire' }>

export type OrderSpec =
  | { readonly kind: 'market' | 'open' | 'close' }
  | { readonly kind: 'limit' | 'touch'; readonly price: Expr }
  | { readonly kind: 'stop'; readonly price: Expr; readonly limit?: Expr }

export type SizeSpec =
  /** `risk 1% of equity` */
  | { readonly kind: 'risk'; readonly fraction: Expr; readonly of: Name }
  /** `95% of equity` */
  | { readonly kind: 'fraction'; readonly fraction: Expr; readonly of: Name }
  | { readonly kind: 'shares'; readonly quantity: Expr }
  /** `10000 USD`, `10000 USD each`, `10000 USD hedge beta` */
  | { readonly kind: 'money'; readonly amount: Expr; readonly each: boolean; readonly hedge?: Expr }
  | { readonly kind: 'volatility'; readonly target: Expr }

export type Expiry =
  | { readonly kind: 'day' | 'gtc' | 'ioc' | 'fok' }
  | { readonly kind: 'after'; readonly bars: Expr }
  | { readonly kind: 'gtd'; readonly day?: Literal<'date'>; readonly time?: Literal<'time'> }

export type Literal<K> = Extract<Expr, { readonly kind: K }>

export interface ExitStatement {
  readonly kind: 'exit'
  /** `half of`, `30% of` */
  readonly portion?: Expr
  readonly target:
    | { readonly kind: 'side'; readonly side: 'long' | 'short' }
    | { readonly kind: 'tag'; readonly tag: string }
  /** The rule's own label: `exit long "time" when …`. */
  readonly tag?: string
  readonly when: Expr
  readonly clauses: readonly ExitClause[]
  readonly span: Span
}

export interface RebalanceStatement {
  readonly kind: 'rebalance'
  readonly period: Name
  readonly clauses: readonly RebalanceClause[]
  readonly span: Span
}

export type RebalanceClause =
  | {
      readonly kind: 'hold'
      readonly top?: Expr
      readonly by?: Expr
      readonly where?: Expr
      readonly span: Span
    }
  | {
      readonly kind: 'weight'
      readonly scheme: 'equal' | 'inverse' | 'proportional' | 'expression'
      readonly value?: Expr
      readonly span: Span
    }
  | { readonly kind: 'max-each'; readonly fraction: Expr; readonly span: Span }
  | { readonly kind: 'otherwise'; readonly symbol: Name; readonly span: Span }

/** One line of a `risk` block, kept as its words and expressions; the checker gives it meaning. */
export interface RiskLimit {
  readonly kind: 'max' | 'halt' | 'cooldown'
  /** `position`, `gross`, `orders`; `today` or nothing for a halt. */
  readonly subject?: Name
  readonly amount?: Expr
  readonly of?: Name
  readonly per?: Name
  readonly when?: Expr
  readonly after?: Expr
  readonly span: Span
}

export interface CostsStatement {
  readonly kind: 'costs'
  readonly items: readonly CostItem[]
  readonly span: Span
}

export type CostItem =
  /** `commission ibkr fixed`: `schedule` holds the words. */
  | { readonly kind: 'commission'; readonly schedule: readonly Name[]; readonly span: Span }
  /** `commission 0.005 per share`, `commission 0.1%`, `commission 1 USD per trade` */
  | {
      readonly kind: 'commission-rate'
      readonly amount: Expr
      readonly per?: Name
      readonly span: Span
    }
  /** `slippage 1 tick | 2 bps | spread 0.02 | volume share 10% linear | volatility 10%` */
  | {
      readonly kind: 'slippage'
      readonly model?: Name
      readonly amount: Expr
      readonly unit?: Name
      readonly span: Span
    }
  /** `borrow 3%`, `borrow ibkr 3%` */
  | { readonly kind: 'borrow'; readonly schedule?: Name; readonly rate: Expr; readonly span: Span }
  /** `max volume 10%` */
  | { readonly kind: 'max-volume'; readonly amount: Expr; readonly span: Span }

export interface TestStatement {
  readonly kind: 'test'
  readonly title: string
  readonly items: readonly TestItem[]
  readonly span: Span
}

/** `@ SPY`, `@ 1h`, `@ SPY 1d` */
export interface WrittenClock {
  readonly instrument?: Name
  readonly timeframe?: Expr
  readonly span: Span
}

/** Whose bars a line has; without a clock the strategy's own. */
type OfBars = { readonly clock?: WrittenClock; readonly span: Span }

export type TestItem =
  /** `close 10 x 40, 11`, `high @ SPY 50`: `repeat` is the count after `x`; any column. */
  | ({
      readonly kind: 'series'
      readonly column: Name
      readonly values: readonly { readonly value: Expr; readonly repeat?: Expr }[]
    } & OfBars)
  /** `prices from "prices.csv"`, `prices @ SPY from "spy.csv"` */
  | ({ readonly kind: 'prices'; readonly path: Name } & OfBars)
  | {
      readonly kind: 'with'
      readonly parameters: readonly { readonly name: Name; readonly value: Expr }[]
      readonly span: Span
    }
  | CostsStatement
  | {
      readonly kind: 'expect'
      readonly value: Expr
      /** `at bar N` */
      readonly at?: Expr
      readonly compare?: { readonly op: '==' | '!=' | '<' | '<=' | '>' | '>='; readonly to: Expr }
      readonly within?: { readonly tolerance: Expr; readonly of: Expr }
      readonly span: Span
    }
