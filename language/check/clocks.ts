import type { Span } from '../diagnostic.ts'
import type { Expr } from '../syntax/ast.ts'
import { BARE, BARS } from '../types.ts'
import { bindArguments } from './arguments.ts'
import { tellBars } from './bars.ts'
import {
  broken,
  type Checker,
  type Env,
  make,
  report,
  share,
  textAt,
  UNNUMBERED,
} from './context.ts'
import { checkStream, checkValue } from './expression.ts'
import { modeOfName } from './modes.ts'
import { BOOL, numberNode, type Value } from './node.ts'
import { operands } from './operands.ts'
import type { Clock, Definition, Timeframe, TypedExpr } from './typed.ts'

type At = Extract<Expr, { kind: 'at' }>

const UNIT_MS = { s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7, w: 6.048e8, mo: 2.592e9 } as const

/** A clock's length in milliseconds; of a month about: what is longer is slower. */
export function clockMs({ value, unit }: Timeframe): number {
  return value * UNIT_MS[unit]
}

/** Whether one clock is finer than another; of a strategy that has no timeframe nobody can say. */
export function isFiner({ timeless }: Checker, one: Timeframe, other: Timeframe): boolean {
  if (timeless) return false
  return clockMs(one) < clockMs(other)
}

/** `15m`, `1d`; with its instrument `SPY 1d`. */
export function clockText({ symbol, timeframe }: Pick<Clock, 'symbol' | 'timeframe'>): string {
  const text = `${timeframe.value}${timeframe.unit}`
  return symbol === undefined ? text : `${symbol} ${text}`
}

/** `expr @ 1h`, `expr @ SPY`, `expr @ SPY 1d`: evaluated there, seen here. */
export function checkAt(checker: Checker, expr: At, env: Env): Value {
  const clock = clockOf(checker, expr, env)
  if (clock === undefined) {
    checkValue(checker, expr.object, env)
    return broken(env, expr.span)
  }
  if (clock === 'same') return checkValue(checker, expr.object, env)
  const value = checkValue(checker, expr.object, { ...env, clock })
  if (env.clock === undefined) moveDefinitions(checker)
  if (value.kind !== 'record') return sampled(checker, expr, env, value, clock)
  const fields = new Map<string, TypedExpr>()
  for (const [name, field] of value.fields) {
    const seen = sampled(checker, expr, env, field, clock)
    fields.set(name, share(checker, env, name, seen))
  }
  return { kind: 'record', fields }
}

/** A value of another clock as it is seen here. */
export function sampled(
  checker: Checker,
  { span, object }: At,
  env: Env,
  source: TypedExpr,
  clock: Clock,
): TypedExpr {
  const { type, color } = source
  if (type.kind === 'error') return source
  if (color === 'account' || color === 'fill') {
    report(checker, env, 'account-on-clock', span, { text: textAt(checker, env, object.span) })
    return broken(env, span)
  }
  return make(checker, env, { kind: 'at', source, clock, type, color: 'market', span })
}

/** The finer clock that an `@` names, for what takes its bars together; undefined of others. */
export function finerClock(checker: Checker, { timeframe, instrument }: At, env: Env) {
  if (timeframe?.kind !== 'duration' || !Number.isInteger(timeframe.value)) return undefined
  const { value, unit } = timeframe
  if (value <= 0 || !isFiner(checker, timeframe, timeframeHere(checker, env))) return undefined
  const symbol = instrument?.text
  const written = { ...(symbol && { symbol }), timeframe: { value, unit } }
  const clock = childClock(checker, env.clock, written)
  return clock === 'same' ? undefined : clock
}

/** The timeframe of the clock where something stands. */
export function timeframeHere({ timeframe }: Checker, { clock }: Env): Timeframe {
  return clock?.timeframe ?? timeframe
}

/** The clock that an `@` names, as a child of the one it stands on; `same` where it is that one. */
function clockOf(checker: Checker, expr: At, env: Env): Clock | 'same' | undefined {
  const timeframe = timeframeOf(checker, expr, env)
  if (timeframe === 'wrong') return undefined
  const symbol = expr.instrument?.text
  if (symbol === '') return undefined
  const written = { ...(symbol && { symbol }), ...(timeframe && { timeframe }) }
  const clock = childClock(checker, env.clock, written)
  if (clock === 'same' || clock === undefined) return clock
  const outer = timeframeHere(checker, env)
  if (!isFiner(checker, clock.timeframe, outer)) return clock
  const values = { clock: clockText(clock), outer: clockText({ timeframe: outer }) }
  report(checker, env, 'finer-clock', expr.span, values)
  return undefined
}

/** The timeframe that an `@` names, where it names one. */
export function timeframeOf(
  checker: Checker,
  { timeframe }: Pick<At, 'timeframe'>,
  env: Env,
): Timeframe | 'wrong' | undefined {
  if (timeframe === undefined) return undefined
  if (timeframe.kind === 'missing') return 'wrong'
  const { span } = timeframe
  const whole = timeframe.kind === 'duration' && Number.isInteger(timeframe.value)
  if (whole && timeframe.value > 0) return { value: timeframe.value, unit: timeframe.unit }
  report(checker, env, 'timeframe-unit', span, { text: textAt(checker, env, span) })
  return 'wrong'
}

/** Finds or makes the clock below another; what is not written is as there. */
function childClock(
  checker: Checker,
  parent: Clock | undefined,
  written: Clock['written'],
): Clock | 'same' {
  // In which order clocks are made, and what is moved to them, is no matter of one unit.
  if (checker.reads !== undefined) checker.reads.beyond = true
  const symbol = written.symbol ?? parent?.symbol
  const timeframe = written.timeframe ?? parent?.timeframe ?? checker.timeframe
  const above = parent?.timeframe ?? checker.timeframe
  if (symbol === parent?.symbol && clockText({ timeframe }) === clockText({ timeframe: above })) {
    return 'same'
  }
  const text = clockText({ timeframe, ...(symbol && { symbol }) })
  const known = checker.clocks.find(
    (one) => one.parent === (parent?.index ?? 0) && clockText(one) === text,
  )
  if (known !== undefined) return known
  const clock: Clock = {
    index: checker.clocks.length + 1,
    parent: parent?.index ?? 0,
    ...(symbol && { symbol }),
    timeframe,
    written,
  }
  checker.clocks.push(clock)
  return clock
}

/** `(x @ 1d)[1]` is one bar here ago; most often yesterday's was meant. */
export function adviseSampledPast(
  checker: Checker,
  expr: Extract<Expr, { kind: 'index' }>,
  { object, span }: At,
  env: Env,
): void {
  const simple = ['name', 'call', 'index', 'member'].includes(object.kind)
  const inner = textAt(checker, env, object.span)
  const index = textAt(checker, env, expr.index.span)
  const whole = textAt(checker, env, span)
  const clock = whole.slice(whole.lastIndexOf('@') + 1).trim()
  const meant = `${simple ? inner : `(${inner})`}[${index}] @ ${clock}`
  const fix = { title: `Write ${meant}`, span: expr.span, replacement: meant }
  report(checker, env, 'sampled-past', expr.span, { meant, clock, index }, { fix })
}

// ── Names on another clock ─────────────────────────────────────────────────────────────────────

/**
 * A named value where it is read: on another clock than its own its whole definition is meant
 * there, so it is made anew, when all of it is known (`moveDefinitions`).
 */
export function onClock(checker: Checker, env: Env, value: TypedExpr): TypedExpr {
  if (value.kind === 'reference' && value.color === 'constant') {
    return tellBars(checker, env, value.definition.expr, value.span)
      ? broken(env, value.span)
      : value
  }
  if (value.kind !== 'reference') return value
  const { definition, span } = value
  const clock = env.clock?.index ?? 0
  if (definition.clock === clock) return value
  const mode = definition.visible ? modeOfName(definition.name) : undefined
  if (mode !== undefined) {
    report(checker, env, 'mode-on-clock', span, { mode })
    return broken(env, span)
  }
  const known = checker.moved.get(definition)?.find((one) => one.clock === clock)
  // A group of definitions is checked in rounds, and what earlier rounds have made is gone.
  if (known !== undefined && !checker.gone.has(known)) {
    return { ...value, definition: known }
  }
  const { expr: _, ...rest } = definition
  const moved = { ...rest, id: UNNUMBERED, clock, visible: false } as Definition
  checker.definitions.push(moved)
  const others = (checker.moved.get(definition) ?? []).filter((one) => one.clock !== clock)
  checker.moved.set(definition, [...others, moved])
  checker.moving.push({ from: definition, to: moved, env })
  return { ...value, definition: moved }
}

/**
 * Makes the definitions that were asked for on other clocks, and those that they read. One that is
 * still being checked itself, as it reads itself through `prev`, waits for the next time.
 */
export function moveDefinitions(checker: Checker): void {
  const later: Checker['moving'] = []
  for (const move of checker.moving) {
    const { from, to, env } = move
    if (checker.gone.has(to)) continue
    if (from.expr === undefined) later.push(move)
    else {
      const open: { expr: TypedExpr } = to
      open.expr = copied(checker, env, from.expr)
    }
  }
  checker.moving.splice(0, Number.POSITIVE_INFINITY, ...later)
}

/** The same expression with its names on the environment's clock. */
function copied(checker: Checker, env: Env, expr: TypedExpr): TypedExpr {
  checker.nodes++
  const of = (part: TypedExpr) => copied(checker, env, part)
  switch (expr.kind) {
    case 'number':
      return tellBars(checker, env, expr, expr.span) ? broken(env, expr.span) : { ...expr }
    case 'bool':
    case 'parameter':
    case 'stream':
    case 'account':
    case 'past':
    case 'fill':
    case 'ticks':
      return { ...expr }
    case 'arrived':
      return movedArrived(checker, env, expr)
    case 'reference':
      return onClock(checker, env, { ...expr })
    case 'lag': {
      const lag = { ...expr, source: of(expr.source), ticks: of(expr.ticks) }
      if (checker.previous.has(expr)) checker.previous.add(lag)
      return lag
    }
    case 'negate':
    case 'not':
    case 'known':
      return { ...expr, operand: of(expr.operand) }
    case 'arithmetic':
    case 'compare':
    case 'and':
    case 'or':
    case 'coalesce':
      return { ...expr, left: of(expr.left), right: of(expr.right) }
    case 'if':
      return {
        ...expr,
        condition: of(expr.condition),
        whenTrue: of(expr.whenTrue),
        whenFalse: of(expr.whenFalse),
      }
    case 'call':
      return { ...expr, inputs: expr.inputs.map(of), params: expr.params.map(of) }
    case 'at':
      return movedAt(checker, env, expr)
    default: {
      const never: never = expr
      throw new Error(`unreachable: ${String(never)}`)
    }
  }
}

/** How many bars of a clock have come, on another: of the clock that it names from there. */
function movedArrived(
  checker: Checker,
  env: Env,
  expr: Extract<TypedExpr, { kind: 'arrived' }>,
): TypedExpr {
  const clock = childClock(checker, env.clock, expr.clock.written)
  if (clock !== 'same') return { ...expr, clock }
  // Of the clock itself: all up to this one.
  const { type, color, span } = expr
  const left = make(checker, env, { kind: 'stream', name: 'bar_index', type, color, span })
  const right = numberNode(1, span)
  return make(checker, env, { kind: 'arithmetic', op: '+', left, right, type, color, span })
}

/** An `@` in what is read on another clock: it names its own from there. */
function movedAt(checker: Checker, env: Env, expr: Extract<TypedExpr, { kind: 'at' }>): TypedExpr {
  const outer = timeframeHere(checker, env)
  const { timeframe = outer } = expr.clock.written
  const before = checker.clocks[expr.clock.parent - 1]?.timeframe ?? checker.timeframe
  const together = isFiner(checker, expr.clock.timeframe, before)
  if (together !== isFiner(checker, timeframe, outer)) {
    const values = { clock: clockText({ timeframe }), outer: clockText({ timeframe: outer }) }
    report(checker, env, together ? 'not-finer' : 'finer-clock', expr.span, values)
    return broken(env, expr.span)
  }
  const clock = childClock(checker, env.clock, expr.clock.written)
  if (clock === 'same') return copied(checker, env, expr.source)
  return { ...expr, clock, source: copied(checker, { ...env, clock }, expr.source) }
}

// ── age ────────────────────────────────────────────────────────────────────────────────────────

/** `age(x)`: bars since x had a new bar; x is read on one other clock. */
export function checkAge(
  checker: Checker,
  expr: Extract<Expr, { kind: 'call' }>,
  env: Env,
): TypedExpr {
  const args = expr.args.map((argument) => ({ argument }))
  const given = bindArguments(checker, expr, 'age', [{ name: 'x' }], args, env)
  const x = given?.[0]?.argument.value
  if (x === undefined) return broken(env, expr.span)
  const value = checkStream(checker, x, env)
  if (value.type.kind === 'error') return value
  const clocks = clocksRead(value)
  const { span } = expr
  const [clock, other] = clocks
  if (clock === undefined || other !== undefined) {
    const count = clock === undefined ? 'no other clock' : `${clocks.length} other clocks`
    report(checker, env, 'age-of-what', span, { text: textAt(checker, env, x.span), count })
    return broken(env, span)
  }
  const fresh = cameNow(checker, env, clock, span)
  const type = { kind: 'number', unit: BARS, weight: 'unknown' } as const
  return make(checker, env, {
    kind: 'call',
    primitive: 'barssince',
    inputs: [fresh],
    params: [],
    type,
    color: 'market',
    span,
  })
}

/** Whether a bar of another clock has come since the bar before here. */
export function cameNow(checker: Checker, env: Env, clock: Clock, span: Span): TypedExpr {
  const number = { kind: 'number', unit: BARE, weight: 'unknown' } as const
  const market = { color: 'market', span } as const
  const come = share(
    checker,
    env,
    'age.come',
    make(checker, env, { kind: 'arrived', clock, type: number, ...market }),
  )
  const ticks = numberNode(1, span)
  const lag = make(checker, env, { kind: 'lag', source: come, ticks, type: number, ...market })
  const right = numberNode(0, span)
  const before = make(checker, env, {
    kind: 'coalesce',
    left: lag,
    right,
    type: number,
    ...market,
  })
  return make(checker, env, {
    kind: 'compare',
    op: '>',
    left: come,
    right: before,
    type: BOOL,
    ...market,
  })
}

/** The clocks that an expression is read on, besides its own. */
export function clocksRead(expr: TypedExpr): readonly Clock[] {
  return [...new Set(samplesIn(expr).map(({ clock }) => clock))]
}

/** What an expression reads on other clocks, its names looked through. */
export function samplesIn(expr: TypedExpr): readonly Extract<TypedExpr, { kind: 'at' }>[] {
  const found: Extract<TypedExpr, { kind: 'at' }>[] = []
  const seen = new Set<TypedExpr>([expr])
  for (const part of seen) {
    if (part.kind === 'at') found.push(part)
    else if (part.kind === 'reference') seen.add(part.definition.expr)
    else for (const below of operands(part)) seen.add(below)
  }
  return found
}
