import type { Rule, TypedExpr, TypedProgram } from '../../language/check/typed.ts'
import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import type { BoundStrategy, StrategyModule } from '../../stdlib/module.ts'
import { sourceHash } from '../hash.ts'
import { moduleMeta } from '../meta.ts'
import { type Evaluator, evaluator } from './evaluate.ts'
import { asNumber, type Value } from './logic.ts'

/** A strategy run by the reference interpreter; its expressions may be asked for afterwards. */
export interface Interpreted extends BoundStrategy {
  /**
   * Value of any expression of the program at tick t, also of a test's expectations: NaN is an
   * unknown number, null an unknown bool. Account streams are known at the bars that `decide`
   * has seen.
   */
  value(expr: TypedExpr, tick: number): Value
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
    sourceHash: sourceHash(source),
    everyBar: true,
    frozenSlots: program.rules.map(() => SLOTS),
  })
  return {
    meta,
    broken(parameters) {
      const { value } = evaluator([], parameters, emptyBars(0))
      return program.requires
        .filter(({ condition }) => value(condition, 0) !== true)
        .map(({ text }) => text)
    },
    bind: (parameters, bars) => bindInterpreter(program, parameters, bars),
  }
}

/** Size, price, and the signal bar, from which `stop` and `target` read all that they need. */
const SLOTS = 3

/** A fresh interpreted run over `bars`. */
export function bindInterpreter(
  program: TypedProgram,
  parameters: Float64Array,
  bars: Bars,
): Interpreted {
  const evaluate = evaluator(program.definitions, parameters, bars)
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
      out[at + 1] = order.kind === 'market' ? Number.NaN : number(order.price, i)
      out[at + 2] = i
    },
    stop(rule, frozen, at, entryPrice) {
      return clause(evaluate, rules[rule]!.stop, frozen[at + 2]!, entryPrice, Number.NaN)
    },
    target(rule, frozen, at, entryPrice, r) {
      return clause(evaluate, rules[rule]!.target, frozen[at + 2]!, entryPrice, r)
    },
    value: (expr, tick) => evaluate.value(expr, tick),
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
