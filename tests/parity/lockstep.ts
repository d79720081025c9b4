import type { Interpreted } from '../../compiler/interpret/interpret.ts'
import { isKnown } from '../../compiler/interpret/logic.ts'
import { withExterns } from '../../language/builtins.ts'
import { contradiction, isImpossible, partsOf } from '../../language/check/ranges/conditions.ts'
import { knowledgeOf } from '../../language/check/ranges/knowledge.ts'
import type { TypedExpr, TypedProgram } from '../../language/check/typed.ts'
import { evaluateWarmup } from '../../language/check/warmup.ts'
import { backtest } from '../../runtime/core/backtest.ts'
import type { RunInput, RunOptions, RunResult } from '../../runtime/core/result.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { marketExpressions } from './children.ts'
import { columnDifference, difference } from './difference.ts'
import { firstBars } from './market.ts'
import { type Feeding, type Observation, observe } from './observe.ts'
import { once } from './once.ts'
import { seeded } from './random.ts'
import type { Subject } from './subject.ts'

/** One strategy on one series of bars. */
export interface Trial {
  readonly subject: Subject
  readonly parameters: Float64Array
  readonly bars: Bars
  readonly options: RunOptions
  readonly seed: number
  /** The engine; planted faults put a wrapped one here. */
  readonly run: (input: RunInput) => RunResult
}

export const ENGINE: Trial['run'] = backtest

/**
 * The first property that a trial breaks, and where; undefined when all hold. What the checker
 * claims of each expression is the slowest to look at and may be left out.
 */
export function brokenProperty(trial: Trial, which: 'all' | 'but claims'): string | undefined {
  const seen = sightOf(trial)
  for (const [name, property] of Object.entries(PROPERTIES)) {
    if (which === 'but claims' && (property === knownness || property === idle)) continue
    const found = unlessTooRich(() => property(trial, seen))
    if (found !== undefined) return `${name}: ${found}`
  }
  return undefined
}

/** Random strategies on random prices may outgrow the ledger, which is right to stop them. */
function unlessTooRich(look: () => string | undefined): string | undefined {
  try {
    return look()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (error.message.startsWith('ledger overflow')) return undefined
    return `threw ${error.stack}`
  }
}

/** What several properties look at, each made once. */
export interface Sight {
  /** The interpreter, bound once for all who ask it: what needs no account is computed once. */
  readonly interpreter: () => Interpreted
  /** The same as a module. */
  readonly interpreted: () => StrategyModule
  /** What the interpreter says. */
  readonly meant: () => Observation
  /** What the kernels say in one block. */
  readonly ran: () => Observation
  /** The engine over the kernels, at every bar. */
  readonly visited: () => RunResult
}

export function sightOf(trial: Trial): Sight {
  const { subject, parameters, bars } = trial
  const whole = (module: StrategyModule) => observe(module, parameters, bars, { kind: 'whole' })
  const interpreter = once(() => subject.interpreted.bind(parameters, bars))
  const bind = () => {
    interpreter().rewind()
    return interpreter()
  }
  const interpreted = once(() => ({ ...subject.interpreted, bind }))
  return {
    interpreter,
    interpreted,
    meant: once(() => whole(interpreted())),
    ran: once(() => whole(subject.compiled)),
    visited: once(() => runOf(trial, subject.compiled, { driver: 'visit' })),
  }
}

type Property = (trial: Trial, seen: Sight) => string | undefined

/** The central claim, part by part. All numbers are compared bit for bit. */
export const PROPERTIES = {
  'kernels in one block = interpreter': ({ subject, bars }, { meant, ran }) =>
    observationDifference(subject, meant(), ran(), bars.length),
  'kernels cut at random places = one block': (trial, { ran }) =>
    fedOtherwise(trial, ran(), { kind: 'pieces', seed: trial.seed }),
  'kernels one bar at a time = one block': (trial, { ran }) =>
    fedOtherwise(trial, ran(), { kind: 'single bars' }),
  'memory restored into a fresh bind = uninterrupted': (trial, { ran }) => {
    const random = seeded(trial.seed)
    const at = [0, 1, 2].map(() => random.int(0, trial.bars.length)).sort((a, b) => a - b)
    return fedOtherwise(trial, ran(), { kind: 'restored', at })
  },
  'engine over kernels = engine over interpreter': (trial, { interpreted, visited }) =>
    difference(runOf(trial, interpreted(), {}), visited()),
  'engine, skip = visit, in blocks of any length': (trial, { visited }) => {
    const blockLength = seeded(trial.seed).pick([1, 7, 64, 4096])
    const skipping = { driver: 'skip', blockLength } as const
    return difference(visited(), runOf(trial, trial.subject.compiled, skipping))
  },
  'a run over a part = the part of the run': prefixInvariance,
  'a rule that is said never to fire does not, nor does an entry that waits for a trade': idle,
  'a rule fires only where its signal bit allows it, from its gate': gated,
  'warm-up, optional and range hold for every expression': knownness,
} satisfies Record<string, Property>

/** The whole of an engine's run over a module. */
export function runOf(
  trial: Trial,
  module: StrategyModule,
  override: Partial<RunOptions>,
  bars: Bars = trial.bars,
): RunResult {
  const options = { ...trial.options, ...override }
  return trial.run({ module, parameters: trial.parameters, bars, options })
}

function fedOtherwise(
  { subject, parameters, bars }: Trial,
  whole: Observation,
  feeding: Feeding,
): string | undefined {
  const fed = observe(subject.compiled, parameters, bars, feeding)
  // What account-coloured state remembers is the engine's to carry over, not the kernels'.
  const carries = feeding.kind !== 'restored' || !subject.compiled.meta.everyBar
  return difference(carries ? whole : { ...whole, decided: fed.decided }, fed)
}

/** Signals of rules that read the account are bounds, which the interpreter need not share. */
function observationDifference(
  subject: Subject,
  meant: Observation,
  ran: Observation,
  length: number,
): string | undefined {
  const market = marketRules(subject)
  const masked = (signals: Int32Array) => signals.map((bits) => bits & market)
  const { signals: meantSignals, ...meantRest } = meant
  const { signals: ranSignals, ...ranRest } = ran
  return (
    columnDifference(masked(meantSignals), masked(ranSignals), 0, length, 'signals') ??
    difference(meantRest, ranRest)
  )
}

function marketRules({ program }: Subject): number {
  return program.rules
    .filter((rule) => rule.when.color !== 'account')
    .reduce((bits, rule) => bits | (1 << rule.index), 0)
}

function gated({ subject, parameters, bars }: Trial, { meant, ran }: Sight): string | undefined {
  const builtins = withExterns(BUILTINS, subject.program.externs)
  for (const { gates, signals, decided } of [meant(), ran()]) {
    for (const rule of subject.program.rules) {
      const gate = evaluateWarmup(rule.gate, parameters, builtins)
      if (gates[rule.index] !== gate) return `rule ${rule.index}: gate ${gates[rule.index]}`
      const bit = 1 << rule.index
      for (let i = 0; i < bars.length; i++) {
        if ((decided[i]! & ~signals[i]!) !== 0) return `fires without its signal at bar ${i}`
        if (i < gate && (signals[i]! & bit) !== 0) return `rule ${rule.index} at ${i} < ${gate}`
      }
    }
  }
  return undefined
}

function idle({ subject }: Trial, { meant, visited }: Sight): string | undefined {
  const { program } = subject
  const builtins = withExterns(BUILTINS, program.externs)
  const knowledge = knowledgeOf(program, builtins, 'positive', 'any')
  const untouched = knowledgeOf(program, builtins, 'positive', 'untouched')
  for (const { index, when } of program.rules) {
    const fired = meant().decided.some((bits) => (bits & (1 << index)) !== 0)
    if (fired && isImpossible(when, knowledge)) return `rule ${index} is said never to fire`
  }
  const entries = program.rules.filter(({ kind }) => kind === 'enter')
  const waits = entries.every(({ when }) => isImpossible(when, untouched))
  return waits && visited().fills.length > 0 ? 'nothing is said to be opened' : undefined
}

function prefixInvariance(trial: Trial, { visited }: Sight): string | undefined {
  const { bars, subject, seed } = trial
  // Without the last two bars at least: positions may be closed at either's close.
  const length = seeded(seed ^ 1).int(0, Math.max(0, bars.length - 2))
  const whole = visited()
  const part = runOf(trial, subject.compiled, { endOfRun: 'mark' }, firstBars(bars, length))
  const before = { bar: (item: { bar: number }) => item.bar < length }
  return (
    columnDifference(whole.equity, part.equity, 0, length, 'equity') ??
    difference(whole.decisions.filter(before.bar), part.decisions, 'decisions') ??
    difference(whole.fills.filter(before.bar), part.fills, 'fills') ??
    difference(
      whole.orders.filter(before.bar).map((order) => asOf(order, length)),
      part.orders.map((order) => asOf(order, length)),
      'orders',
    )
  )
}

/**
 * An order as it was known before bar `length`. Of one still working then, later bars decide the
 * outcome and what fills, and the entry's fill the size and price of what protects it.
 */
function asOf(order: RunResult['orders'][number], length: number) {
  if (order.outcome !== 'working' && order.outcomeBar < length) return order
  const protects = order.purpose === 'stop' || order.purpose === 'target'
  const price = protects ? Number.NaN : order.price
  const sizes = { quantity: -1, filled: -1 }
  return { ...order, ...sizes, price, outcome: 'working', outcomeBar: -1, reason: '' }
}

/**
 * No expression is known before its warm-up, and one that is not optional always from it on; what
 * is known lies in the range that is claimed of it, a condition whose parts are said to exclude one
 * another is never true, and what is said to be the same stream is. Each on the clock it is of.
 */
function knownness(
  { subject, parameters, bars }: Trial,
  { interpreter }: Sight,
): string | undefined {
  const { program, source } = subject
  const builtins = withExterns(BUILTINS, program.externs)
  const knowledge = knowledgeOf(program, builtins, 'positive', 'any')
  const ticks = ticksSeen(program, bars)
  for (const [clock, exprs] of marketExpressions(program).entries()) {
    const value = interpreter().on(clock)
    const same = new Map<number, TypedExpr>()
    for (const expr of exprs) {
      const text = `${source.slice(expr.span.start, expr.span.end)} (${expr.kind})`
      const warmup = evaluateWarmup(expr.warmup, parameters, builtins)
      const { low, high, points } = knowledge.ranges.of(expr)
      const isBool = expr.type.kind === 'bool'
      const never = isBool && contradiction(partsOf(expr), knowledge) !== undefined
      const twin = same.get(knowledge.identity(expr)) ?? expr
      same.set(knowledge.identity(expr), twin)
      for (let i = 0; i < ticks[clock]!; i++) {
        const found = value(expr, i)
        const known = isKnown(found)
        if (known && i < warmup) return `${text} is known at ${i}, before its warm-up ${warmup}`
        if (!known && i >= warmup && !expr.optional)
          return `${text} is unknown at ${i} >= ${warmup}`
        if (twin !== expr && !Object.is(found, value(twin, i)))
          return `${text} is not its twin at ${i}`
        if (never && found === true) return `${text} is true at ${i}, against its parts`
        if (!known) continue
        const is = Number(found)
        if (is < low || is > high) return `${text} is ${is} at ${i}, not within ${low} to ${high}`
        if (points?.includes(is) === false) return `${text} is ${is} at ${i}, none of ${points}`
      }
    }
  }
  return undefined
}

/** How many bars of each clock are complete by the last bar. */
function ticksSeen({ clocks }: TypedProgram, bars: Bars): readonly number[] {
  const seen = [bars.length]
  for (const { index, parent } of clocks) {
    seen[index] = bars.clocks![index - 1]!.visible[seen[parent]! - 1] ?? 0
  }
  return seen
}
