import type { Rule, TypedExpr, TypedProgram } from '../../language/check/typed.ts'
import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import type { AccountView, BoundStrategy, StrategyModule } from '../../stdlib/module.ts'
import { externsOf } from '../extern/externs.ts'
import { programHash } from '../hash.ts'
import { moduleMeta } from '../meta.ts'
import { type Evaluator, evaluator, type Past } from './evaluate.ts'
import { asNumber, type Value } from './logic.ts'

/** A strategy run by the reference interpreter; its expressions may be asked for afterwards. */
export interface Interpreted extends BoundStrategy {
  /**
   * Value of any expression of the program at tick t, also of a test's expectations: NaN is an
   * unknown number, null an unknown bool. Account streams are known at the bars that `decide`
   * has seen.
   */
  value(expr: TypedExpr, tick: number): Value
  /** The same of an expression that is on the clock of an index, at its ticks; 0 is the base. */
  on(clock: number): (expr: TypedExpr, tick: number) => Value
  /** As every strategy's; the account is the one that `decide` saw at that bar. */
  freeze(
    rule: number,
    i: number,
    account: AccountView | undefined,
    out: Float64Array,
    at: number,
  ): void
  /** Tells, after the last bar, what the run did, which tests ask for. */
  recall(past: Past): void
  /** Forgets the account, for another run over the same bars: what needs none stays known. */
  rewind(): void
}

export interface InterpretedModule extends StrategyModule {
  bind(parameters: Float64Array, bars: Bars): Interpreted
}

/**
 * The reference interpreter: slow, obvious, the definition of what a checked program means. Its
 * `decide` wants every bar, so that account streams have a history.
 */
export function interpret(program: TypedProgram, source: string): InterpretedModule {
  const meta = moduleMeta(program, source, {
    sourceHash: programHash(program, source),
    everyBar: true,
    frozenSlots: program.rules.map(() => FROZEN_SLOTS),
  })
  return {
    meta,
    broken(parameters) {
      const { value } = evaluator([], parameters, emptyBars(0), {})
      return program.requires
        .filter(({ condition }) => value(condition, 0) !== true)
        .map(({ text }) => text)
    },
    bind: (parameters, bars) => bindInterpreter(program, parameters, bars),
  }
}

/** Size, price, limit, and the signal bar, from which the other clauses read all they need. */
export const FROZEN_SLOTS = 4

/** A fresh interpreted run over `bars`. */
export function bindInterpreter(
  program: TypedProgram,
  parameters: Float64Array,
  bars: Bars,
): Interpreted {
  const evaluate = evaluator(program.definitions, parameters, bars, externsOf(program))
  const { rules } = program
  const number = (expr: TypedExpr | undefined, tick: number) =>
    expr === undefined ? Number.NaN : asNumber(evaluate.value(expr, tick))
  const gates = rules.map((rule) => evaluate.ticks(rule.gate))
  let signals = new Int32Array(bars.time.length)
  let plots = program.plots.map(() => new Float64Array(bars.time.length))
  return {
    get signals() {
      return signals
    },
    get plots() {
      return plots
    },
    gates,
    entries: rules.map((rule) => (rule.kind === 'enter' ? number(rule.entries, 0) : 0)),
    expireBars: rules.map(({ expireBars }) => (expireBars ? number(expireBars, 0) : Infinity)),
    portions: rules.map(({ portion }) => (portion ? number(portion, 0) : 1)),
    memory: new Float64Array(0),
    reserve(capacity) {
      if (capacity <= signals.length) return
      signals = grown(signals, new Int32Array(capacity))
      plots = plots.map((column) => grown(column, new Float64Array(capacity)))
    },
    advance(from, to) {
      for (let i = from; i < to; i++) signals[i] = marketBits(rules, gates, evaluate, i)
    },
    advancePlots(from, to) {
      program.plots.forEach(({ value }, at) => {
        for (let i = from; i < to; i++) plots[at]![i] = number(value, i)
      })
    },
    decide(i, account) {
      evaluate.record(i, account)
      return bits(rules, (rule) => fires(rule, gates, evaluate, i))
    },
    freeze(rule, i, _account, out, at) {
      const { size, order } = rules[rule]!
      out[at] = number(size?.value, i)
      out[at + 1] = 'price' in order ? number(order.price, i) : Number.NaN
      out[at + 2] = 'limit' in order ? number(order.limit, i) : Number.NaN
      out[at + 3] = i
    },
    stop(rule, frozen, at, entryPrice) {
      return clause(evaluate, rules[rule]!.stop, frozen[at + 3]!, entryPrice, Number.NaN)
    },
    after(rule, frozen, at, entryPrice, r) {
      return clause(evaluate, rules[rule]!.trailAfter, frozen[at + 3]!, entryPrice, r)
    },
    target(rule, frozen, at, entryPrice, r) {
      return clause(evaluate, rules[rule]!.target, frozen[at + 3]!, entryPrice, r)
    },
    value: (expr, tick) => evaluate.value(expr, tick),
    recall: evaluate.recall,
    rewind: evaluate.rewind,
    on: (clock) => (clock === 0 ? evaluate : evaluate.on(clock)).value,
  }
}

/** A rule that reads the account may fire at any bar, as far as the market alone can tell. */
function marketBits(
  rules: readonly Rule[],
  gates: readonly number[],
  evaluate: Evaluator,
  i: number,
): number {
  return bits(rules, (rule) =>
    rule.when.color === 'account' ? i >= gates[rule.index]! : fires(rule, gates, evaluate, i),
  )
}

function fires(rule: Rule, gates: readonly number[], evaluate: Evaluator, i: number): boolean {
  return i >= gates[rule.index]! && evaluate.value(rule.when, i) === true
}

function bits(rules: readonly Rule[], test: (rule: Rule) => boolean): number {
  return rules.reduce((mask, rule) => (test(rule) ? mask | (1 << rule.index) : mask), 0)
}

function clause(
  evaluate: Evaluator,
  expr: TypedExpr | undefined,
  signalBar: number,
  entryPrice: number,
  r: number,
): number {
  if (expr === undefined) return Number.NaN
  return asNumber(evaluate.value(expr, signalBar, { entry_price: entryPrice, R: r }))
}

function grown<Column extends Int32Array | Float64Array>(old: Column, fresh: Column): Column {
  fresh.set(old)
  return fresh
}
