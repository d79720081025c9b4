import type {
  Clock,
  Definition,
  MarketStream,
  PastStream,
  SessionStream,
  TypedExpr,
  Warmup,
} from '../../language/check/typed.ts'
import type { Bars, SampledBars } from '../../stdlib/bars.ts'
import type { Externs } from '../../stdlib/extern.ts'
import type { AccountView } from '../../stdlib/module.ts'
import { assertNever, CompilerError } from '../assert.ts'
import { primitive } from '../primitives.ts'
import type { Truth, Value } from './logic.ts'
import * as logic from './logic.ts'
import { type Machine, machine } from './machine.ts'

/** What a clause knows once its order has filled; NaN where it does not apply. */
export interface FillValues {
  readonly entry_price: number
  readonly R: number
}

/** The meaning of typed expressions over one run's bars, parameters and recorded accounts. */
export interface Evaluator {
  /** The value at a tick from 0; `fill` for what a clause reads of its order's fill. */
  value(expr: TypedExpr, tick: number, fill?: FillValues): Value
  /** The same on another clock of that index, at its own ticks. */
  on(clock: number): Evaluator
  /** Ticks of a warm-up formula. */
  ticks(warmup: Warmup): number
  /** Remembers the account at a bar's close; account streams are unknown at other ticks. */
  record(tick: number, account: AccountView): void
  /** Tells, after the last bar, what the run did; until then that is unknown. */
  recall(past: Past): void
  /** Forgets the account, for another run over the same bars: what needs none stays known. */
  rewind(): void
}

/** What a run had done by the end of a bar. */
export type Past = (name: PastStream, tick: number) => number

/** An expression's value by tick, at a fill where it is of one. */
type Meaning = (tick: number, fill?: FillValues) => Value

type Call = TypedExpr & { readonly kind: 'call' }

/**
 * The definition of what a checked program means: each expression's value at each tick, by
 * recursion over the typed tree, remembering what was computed. It shares nothing with the
 * compiler.
 */
export function evaluator(
  definitions: readonly Definition[],
  parameters: Float64Array,
  bars: Bars,
  externs: Externs,
): Evaluator {
  return clockEvaluator({ definitions, parameters, clocks: bars.clocks ?? [], externs }, bars, 0)
}

/** What the clocks of one run have in common. */
interface Run {
  readonly definitions: readonly Definition[]
  readonly parameters: Float64Array
  readonly clocks: readonly SampledBars[]
  readonly externs: Externs
}

/** The same on one clock, over its own bars. */
function clockEvaluator(run: Run, bars: Bars, clock: number): Evaluator {
  const { parameters, clocks, externs } = run
  const definitions = run.definitions.filter((definition) => definition.clock === clock)
  const others = new Map<number, Evaluator>()
  const meanings = new Map<TypedExpr, Meaning>()
  const accounts: (AccountView | undefined)[] = []
  let past: Past = () => Number.NaN
  let evaluated = 0

  /** Walks the definitions forward, so that a long chain of `prev` is no deep recursion. */
  function walkTo(tick: number): void {
    while (evaluated < tick) {
      const at = evaluated++
      for (const { expr } of definitions) if (isOfMarket(expr)) meaning(expr)(at)
    }
  }

  function walkAccount(tick: number): void {
    for (const { expr } of definitions) if (expr.color === 'account') meaning(expr)(tick)
  }

  /** What an expression means, made once. */
  function meaning(expr: TypedExpr): Meaning {
    let known = meanings.get(expr)
    if (known === undefined) {
      known = remembering(expr, meaningOf(expr))
      meanings.set(expr, known)
    }
    return known
  }

  /** Before the first tick all is unknown; what is of no fill is computed once a tick. */
  function remembering(expr: TypedExpr, compute: Meaning): Meaning {
    const unknown = unknownOf(expr)
    if (expr.color === 'fill' || isImmediate(expr)) {
      return (tick, fill) => (tick < 0 ? unknown : compute(tick, fill))
    }
    const ofMarket = isOfMarket(expr)
    const values: Value[] = []
    return (tick) => {
      if (tick < 0) return unknown
      if (ofMarket && evaluated < tick) walkTo(tick)
      const known = values[tick]
      if (known !== undefined) return known
      const computed = compute(tick)
      values[tick] = computed
      return computed
    }
  }

  function meaningOf(expr: TypedExpr): Meaning {
    switch (expr.kind) {
      case 'number':
      case 'bool':
        return () => expr.value
      case 'parameter':
        return () => parameters[expr.parameter.index]!
      case 'stream':
        return (tick) => stream(bars, expr.name, tick)
      case 'account':
        return (tick) => accounts[tick]?.[expr.name] ?? Number.NaN
      case 'past':
        return (tick) => past(expr.name, tick)
      case 'fill':
        return (_, fill) => fill?.[expr.name] ?? Number.NaN
      case 'reference': {
        // Looked up when it is needed: definitions refer to one another in circles.
        let referred: Meaning | undefined
        return (tick, fill) => {
          referred ??= meaning(expr.definition.expr)
          return referred(tick, fill)
        }
      }
      case 'at':
        return (tick) => {
          const last = arrived(expr.clock, tick) - 1
          return last < 0 ? unknownOf(expr) : on(expr.clock.index).value(expr.source, last)
        }
      case 'arrived':
        return (tick) => arrived(expr.clock, tick)
      case 'ticks':
        return () => ticks(expr.formula)
      case 'lag': {
        const [source, by] = [meaning(expr.source), meaning(expr.ticks)]
        return (tick, fill) => source(tick - (by(0) as number), fill)
      }
      case 'negate': {
        const operand = meaning(expr.operand)
        return (tick, fill) => -(operand(tick, fill) as number)
      }
      case 'arithmetic': {
        const [left, right] = [meaning(expr.left), meaning(expr.right)]
        return (tick, fill) =>
          logic.calculate(expr.op, left(tick, fill) as number, right(tick, fill) as number)
      }
      case 'compare': {
        const [left, right] = [meaning(expr.left), meaning(expr.right)]
        return (tick, fill) => logic.compare(expr.op, left(tick, fill), right(tick, fill))
      }
      case 'not': {
        const operand = meaning(expr.operand)
        return (tick, fill) => logic.not(operand(tick, fill) as Truth)
      }
      case 'and':
      case 'or': {
        const [left, right] = [meaning(expr.left), meaning(expr.right)]
        const both = expr.kind === 'and' ? logic.and : logic.or
        return (tick, fill) => both(left(tick, fill) as Truth, right(tick, fill) as Truth)
      }
      case 'if': {
        const condition = meaning(expr.condition)
        const [whenTrue, whenFalse] = [meaning(expr.whenTrue), meaning(expr.whenFalse)]
        return (tick, fill) => {
          const is = condition(tick, fill)
          if (is === null) return unknownOf(expr)
          return is ? whenTrue(tick, fill) : whenFalse(tick, fill)
        }
      }
      case 'coalesce': {
        const [left, right] = [meaning(expr.left), meaning(expr.right)]
        return (tick, fill) => {
          const first = left(tick, fill)
          return logic.isKnown(first) ? first : right(tick, fill)
        }
      }
      case 'known': {
        const operand = meaning(expr.operand)
        return (tick, fill) => logic.isKnown(operand(tick, fill))
      }
      case 'call':
        return called(expr)
      default:
        return assertNever(expr)
    }
  }

  /** Bars of another clock that are complete at a tick of this one. */
  function arrived({ index }: Clock, tick: number): number {
    return sampledBars(clocks, index).visible[tick]!
  }

  function on(other: number): Evaluator {
    let evaluate = others.get(other)
    if (evaluate === undefined) {
      evaluate = clockEvaluator(run, sampledBars(clocks, other).bars, other)
      others.set(other, evaluate)
    }
    return evaluate
  }

  /** A primitive stepped through all ticks; over a coming fill, without memory, through one. */
  function called(expr: Call): Meaning {
    const inputs = expr.inputs.map(meaning)
    const at = (tick: number, fill?: FillValues) =>
      inputs.map((input) => logic.asNumber(input(tick, fill)))
    const fresh = () => machine(externs, expr.primitive, constants(expr.params))
    if (expr.color === 'fill') return (tick, fill) => fresh()(at(tick, fill))
    const results: Value[] = []
    let step: Machine | undefined
    return (tick) => {
      step ??= fresh()
      while (results.length <= tick) results.push(step(at(results.length)))
      return results[tick]!
    }
  }

  function constants(params: readonly TypedExpr[]): number[] {
    return params.map((param) => meaning(param)(0) as number)
  }

  function ticks(warmup: Warmup): number {
    switch (warmup.kind) {
      case 'ticks':
        return warmup.ticks
      case 'value':
        return meaning(warmup.expr)(0) as number
      case 'primitive': {
        const { name, params } = warmup
        return (externs[name] ?? primitive(name)).warmup(...constants(params))
      }
      case 'sum':
        return warmup.terms.reduce((total, term) => total + ticks(term), 0)
      case 'max':
        return warmup.terms.reduce((most, term) => Math.max(most, ticks(term)), 0)
      case 'min':
        return Math.min(...warmup.terms.map(ticks))
      default:
        return assertNever(warmup)
    }
  }

  function forgetAccount(): void {
    for (const expr of meanings.keys()) if (!isOfMarket(expr)) meanings.delete(expr)
  }

  return {
    value: (expr, tick, fill) => meaning(expr)(tick, fill),
    on,
    ticks,
    record(tick, account) {
      if (accounts[tick] !== undefined) throw new CompilerError(`bar ${tick} decided twice`)
      accounts[tick] = copyOf(account)
      walkAccount(tick)
    },
    recall(told) {
      past = told
      forgetAccount()
      for (let tick = 0; tick < accounts.length; tick++) walkAccount(tick)
    },
    rewind() {
      accounts.length = 0
      forgetAccount()
    },
  }
}

function isOfMarket({ color }: TypedExpr): boolean {
  return color === 'market' || color === 'constant'
}

function unknownOf({ type }: TypedExpr): Value {
  return type.kind === 'bool' ? null : Number.NaN
}

/** What the bars, or the calendar beside them, say at a tick. */
function stream(bars: Bars, name: MarketStream, tick: number): Value {
  switch (name) {
    case 'bar_index':
      return tick
    case 'open':
    case 'high':
    case 'low':
    case 'close':
    case 'volume':
    case 'time':
      return bars[name][tick]!
    case 'is_first_bar_of_day':
      return logic.asTruth(sessionColumn(bars, name)[tick]!)
    default:
      return sessionColumn(bars, name)[tick]!
  }
}

function sampledBars(clocks: readonly SampledBars[], index: number): SampledBars {
  const sampled = clocks[index - 1]
  if (sampled === undefined) throw new CompilerError(`there are no bars of clock ${index}`)
  return sampled
}

function sessionColumn({ sessions }: Bars, name: SessionStream | 'within'): Float64Array {
  const column = sessions?.[name]
  if (column === undefined) throw new CompilerError(`the bars have no ${name}`)
  return column
}

/** What is looked up as quickly as it would be remembered. */
function isImmediate({ kind }: TypedExpr): boolean {
  return (
    kind === 'number' ||
    kind === 'bool' ||
    kind === 'parameter' ||
    kind === 'stream' ||
    kind === 'ticks'
  )
}

/** The engine's view changes from bar to bar, and may be made of getters. */
function copyOf(account: AccountView): AccountView {
  return {
    position: account.position,
    cash: account.cash,
    equity: account.equity,
    entry_price: account.entry_price,
    last_entry_price: account.last_entry_price,
    bars_in_trade: account.bars_in_trade,
    open_profit: account.open_profit,
    R: account.R,
    R_in_money: account.R_in_money,
    drawdown: account.drawdown,
    day_profit: account.day_profit,
    day_loss: account.day_loss,
    trades_today: account.trades_today,
    last_trade_profit: account.last_trade_profit,
    losses_in_a_row: account.losses_in_a_row,
    entries: account.entries,
    exits: account.exits,
  }
}
