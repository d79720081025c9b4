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
import type { Primitive } from '../../stdlib/builtin.ts'
import type { Externs } from '../../stdlib/extern.ts'
import type { AccountView } from '../../stdlib/module.ts'
import { assertNever, CompilerError } from '../assert.ts'
import { primitive } from '../primitives.ts'
import type { Truth, Value } from './logic.ts'
import * as logic from './logic.ts'

/** What a clause knows once its order has filled; NaN where it does not apply. */
export interface FillValues {
  readonly entry_price: number
  readonly R: number
}

/** The meaning of typed expressions over one run's bars, parameters and recorded accounts. */
export interface Evaluator {
  /** The value at a tick from 0; `fill` for what a clause reads of its order's fill. */
  value(expr: TypedExpr, tick: number, fill?: FillValues): Value
  /** Ticks of a warm-up formula. */
  ticks(warmup: Warmup): number
  /** Remembers the account at a bar's close; account streams are unknown at other ticks. */
  record(tick: number, account: AccountView): void
  /** Tells, after the last bar, what the run did; until then that is unknown. */
  recall(past: Past): void
}

/** What a run had done by the end of a bar. */
export type Past = (name: PastStream, tick: number) => number

type Call = TypedExpr & { readonly kind: 'call' }

/** One `call` as it is stepped forward. */
interface Stepper {
  readonly isBool: boolean
  readonly warmup: number
  /** One step forward: a tick's inputs in, the raw result out. */
  readonly next: (inputs: readonly number[]) => number
  /** Values of the first input at the ticks that were stepped. */
  readonly stepped: number[]
  /** Result by tick. */
  readonly results: Value[]
}

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
  const others = new Map<Clock, Evaluator>()
  const remembered = new Map<TypedExpr, Value[]>()
  const steppers = new Map<TypedExpr, Stepper>()
  const accounts: (AccountView | undefined)[] = []
  let past: Past = () => Number.NaN
  let evaluated = 0

  /** Walks the definitions forward, so that a long chain of `prev` is no deep recursion. */
  function walkTo(tick: number): void {
    while (evaluated < tick) {
      const at = evaluated++
      for (const { expr } of definitions) {
        if (expr.color === 'market' || expr.color === 'constant') value(expr, at)
      }
    }
  }

  function value(expr: TypedExpr, tick: number, fill?: FillValues): Value {
    if (tick < 0) return expr.type.kind === 'bool' ? null : Number.NaN
    if (expr.color === 'fill' || isImmediate(expr)) return compute(expr, tick, fill)
    if (expr.color !== 'account') walkTo(tick)
    let values = remembered.get(expr)
    if (values === undefined) {
      values = []
      remembered.set(expr, values)
    }
    const known = values[tick]
    if (known !== undefined) return known
    const computed = compute(expr, tick, undefined)
    values[tick] = computed
    return computed
  }

  function compute(expr: TypedExpr, tick: number, fill: FillValues | undefined): Value {
    switch (expr.kind) {
      case 'number':
      case 'bool':
        return expr.value
      case 'parameter':
        return parameters[expr.parameter.index]!
      case 'stream':
        return stream(bars, expr.name, tick)
      case 'account':
        return accounts[tick]?.[expr.name] ?? Number.NaN
      case 'past':
        return past(expr.name, tick)
      case 'fill':
        return fill?.[expr.name] ?? Number.NaN
      case 'reference':
        return value(expr.definition.expr, tick, fill)
      case 'at': {
        const last = arrived(expr.clock, tick) - 1
        if (last < 0) return expr.type.kind === 'bool' ? null : Number.NaN
        return on(expr.clock).value(expr.source, last)
      }
      case 'arrived':
        return arrived(expr.clock, tick)
      case 'ticks':
        return ticks(expr.formula)
      case 'lag':
        return value(expr.source, tick - (value(expr.ticks, 0) as number), fill)
      case 'negate':
        return -number(expr.operand, tick, fill)
      case 'arithmetic':
        return logic.calculate(
          expr.op,
          number(expr.left, tick, fill),
          number(expr.right, tick, fill),
        )
      case 'compare':
        return logic.compare(expr.op, value(expr.left, tick, fill), value(expr.right, tick, fill))
      case 'not':
        return logic.not(truth(expr.operand, tick, fill))
      case 'and':
        return logic.and(truth(expr.left, tick, fill), truth(expr.right, tick, fill))
      case 'or':
        return logic.or(truth(expr.left, tick, fill), truth(expr.right, tick, fill))
      case 'if': {
        const condition = truth(expr.condition, tick, fill)
        if (condition === null) return expr.type.kind === 'bool' ? null : Number.NaN
        return value(condition ? expr.whenTrue : expr.whenFalse, tick, fill)
      }
      case 'coalesce': {
        const left = value(expr.left, tick, fill)
        return logic.isKnown(left) ? left : value(expr.right, tick, fill)
      }
      case 'known':
        return logic.isKnown(value(expr.operand, tick, fill))
      case 'call':
        return expr.color === 'fill' ? callOnce(expr, tick, fill) : callUpTo(expr, tick)
      default:
        return assertNever(expr)
    }
  }

  /** Bars of another clock that are complete at a tick of this one. */
  function arrived({ index }: Clock, tick: number): number {
    return sampledBars(clocks, index).visible[tick]!
  }

  function on(other: Clock): Evaluator {
    let evaluate = others.get(other)
    if (evaluate === undefined) {
      evaluate = clockEvaluator(run, sampledBars(clocks, other.index).bars, other.index)
      others.set(other, evaluate)
    }
    return evaluate
  }

  function number(expr: TypedExpr, tick: number, fill?: FillValues): number {
    return value(expr, tick, fill) as number
  }

  function truth(expr: TypedExpr, tick: number, fill?: FillValues): Truth {
    return value(expr, tick, fill) as Truth
  }

  /** A call over a coming fill: the checker lets in primitives without memory only. */
  function callOnce(expr: Call, tick: number, fill: FillValues | undefined): Value {
    const stepper = freshStepper(expr)
    step(expr, stepper, tick, fill)
    return stepper.results[tick]!
  }

  /** Steps a primitive through every tick that it has not seen. */
  function callUpTo(expr: Call, tick: number): Value {
    let stepper = steppers.get(expr)
    if (stepper === undefined) {
      stepper = freshStepper(expr)
      steppers.set(expr, stepper)
    }
    while (stepper.results.length <= tick) step(expr, stepper, stepper.results.length)
    return stepper.results[tick]!
  }

  function freshStepper(expr: Call): Stepper {
    const params = expr.params.map((param) => number(param, 0))
    const stepped: number[] = []
    const extern = externs[expr.primitive]
    if (extern !== undefined) {
      const machine = extern.start(...params)
      const { isBool } = extern
      const warmup = extern.warmup(...params)
      return { isBool, warmup, next: (inputs) => machine(...inputs), stepped, results: [] }
    }
    const definition = primitive(expr.primitive)
    const warmup = definition.warmup(...params)
    const window = (ticksAgo: number) => {
      const at = stepped.length - 1 - ticksAgo
      return at < 0 ? 0 : stepped[at]!
    }
    const first = [
      ...(definition.state ? [definition.state(...params)] : []),
      ...(definition.window ? [window] : []),
    ]
    const isBool = 'bool' in definition.result
    const next = (inputs: readonly number[]) =>
      definition.step(...([...first, ...inputs, ...params] as never[]))
    return { isBool, warmup, next, stepped, results: [] }
  }

  function step(
    expr: Call,
    { isBool, warmup, next, stepped, results }: Stepper,
    tick: number,
    fill?: FillValues,
  ): void {
    const inputs = expr.inputs.map((input) => logic.asNumber(value(input, tick, fill)))
    let result = Number.NaN
    if (!inputs.some(Number.isNaN)) {
      stepped.push(inputs[0] ?? Number.NaN)
      const raw = next(inputs)
      if (stepped.length > warmup) result = logic.finite(raw)
    }
    results[tick] = isBool ? logic.asTruth(result) : result
  }

  function stepped(name: string): Pick<Primitive, 'warmup'> {
    return externs[name] ?? primitive(name)
  }

  function ticks(warmup: Warmup): number {
    switch (warmup.kind) {
      case 'ticks':
        return warmup.ticks
      case 'value':
        return value(warmup.expr, 0) as number
      case 'primitive':
        return stepped(warmup.name).warmup(...warmup.params.map((param) => number(param, 0)))
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

  function record(tick: number, account: AccountView): void {
    if (accounts[tick] !== undefined) throw new CompilerError(`bar ${tick} decided twice`)
    accounts[tick] = copyOf(account)
    walkAccount(tick)
  }

  function walkAccount(tick: number): void {
    for (const { expr } of definitions) if (expr.color === 'account') value(expr, tick)
  }

  function recall(told: Past): void {
    past = told
    remembered.clear()
    steppers.clear()
    evaluated = 0
    for (let tick = 0; tick < accounts.length; tick++) walkAccount(tick)
  }

  return { value, ticks, record, recall }
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
