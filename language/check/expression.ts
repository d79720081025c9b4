import type { Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { DurationUnit, Expr } from '../syntax/ast.ts'
import { BARE, BARS, MONEY, RATIO, type Type, type Unit } from '../types.ts'
import { because } from './because.ts'
import { checkCall } from './call.ts'
import { adviseSampledPast, checkAt, onClock } from './clocks.ts'
import {
  broken,
  type Checker,
  type Env,
  lookup,
  make,
  namesInReach,
  report,
  share,
  textAt,
} from './context.ts'
import { requireCount } from './counts.ts'
import { shifted } from './decimal.ts'
import { describeType } from './describe.ts'
import { tellExternMember, uncalledExtern } from './extern.ts'
import { tellForeign } from './foreign.ts'
import { mismatch } from './mix-ups.ts'
import { checkIs, wholeMode } from './modes.ts'
import { BOOL, numberNode, strongest, unreachable, type Value } from './node.ts'
import { binary, choice, comparison, conditionOf, negation } from './operators.ts'
import { isRemembered, pastStream, rememberedField, rememberedFields } from './past.ts'
import { record } from './recording.ts'
import { besideMoney } from './risk-in-money.ts'
import { accountStream, DISTANCE, LEVEL, laterStream, marketStream } from './streams.ts'
import type { TypedExpr } from './typed.ts'

/** Checks an expression where one stream is due; a record is a mistake there. */
export function checkStream(checker: Checker, expr: Expr, env: Env): TypedExpr {
  const value = checkValue(checker, expr, env)
  if (value.kind !== 'record') return value
  const fields = [...value.fields.keys()]
  report(checker, env, 'record-whole', expr.span, {
    text: textAt(checker, env, expr.span),
    fields: fields.join(', '),
    first: fields[0] ?? 'field',
  })
  return broken(env, expr.span)
}

/** Checks an expression where a condition is due. */
export function checkCondition(checker: Checker, expr: Expr, env: Env): TypedExpr {
  return conditionOf(checker, checkStream(checker, expr, env), expr, env)
}

/** Checks any expression. */
export function checkValue(checker: Checker, expr: Expr, env: Env): Value {
  checker.depth++
  const value = valueOfExpression(checker, expr, env)
  checker.depth--
  record(checker.recorded, expr, value, env)
  return value
}

function valueOfExpression(checker: Checker, expr: Expr, env: Env): Value {
  const { span } = expr
  const constant = (value: number, type: Type): TypedExpr =>
    make(checker, env, { kind: 'number', value, type, color: 'constant', span })
  switch (expr.kind) {
    case 'number':
      return numberLiteral(checker, expr, env)
    case 'money':
      if (env.place !== 'test') checker.currencies.add(expr.currency)
      return constant(expr.value, plain(MONEY))
    case 'duration': {
      const milliseconds = durationMs(expr.value, expr.unit)
      if (milliseconds !== undefined) return constant(milliseconds, { kind: 'duration' })
      report(checker, env, 'not-yet', span, { what: 'lengths of time in months' })
      return broken(env, span)
    }
    case 'date':
      return constant(Date.parse(`${expr.text}T00:00:00Z`), { kind: 'time' })
    case 'time':
      return constant(expr.minutes * 60_000, { kind: 'duration' })
    case 'text':
      report(checker, env, 'text-here', span, { text: expr.value })
      return broken(env, span)
    case 'bool': {
      const { value } = expr
      return make(checker, env, { kind: 'bool', value, type: BOOL, color: 'constant', span })
    }
    case 'name':
      return checkName(checker, expr.text, span, env)
    case 'member':
      return checkMember(checker, expr, env)
    case 'index':
      return checkIndex(checker, expr, env)
    case 'at':
      return checkAt(checker, expr, env)
    case 'is':
      return checkIs(checker, expr, env)
    case 'call':
      return checkCall(checker, expr, env)
    case 'unary': {
      const operand = checkStream(checker, expr.operand, env)
      return negation(checker, expr, operand, env)
    }
    case 'binary': {
      const left = checkStream(checker, expr.left, env)
      return binary(checker, expr, left, checkStream(checker, expr.right, env), env)
    }
    case 'if':
      return checkIf(checker, expr, env)
    case 'crosses':
      return checkCrosses(checker, expr, env)
    case 'record':
      return checkRecord(checker, expr, env)
    case 'missing':
      return broken(env, span)
    default:
      return unreachable(expr)
  }
}

function plain(unit: Unit): Type {
  return { kind: 'number', unit, weight: 'any' }
}

/** A length of time in milliseconds; undefined for months, which have none. */
export function durationMs(value: number, unit: DurationUnit): number | undefined {
  const milliseconds = { s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7, w: 6.048e8, mo: undefined }[unit]
  return milliseconds === undefined ? undefined : value * milliseconds
}

function notYet(checker: Checker, env: Env, span: Span, what: string): TypedExpr {
  report(checker, env, 'not-yet', span, { what })
  return broken(env, span)
}

function numberLiteral(
  checker: Checker,
  expr: Extract<Expr, { kind: 'number' }>,
  env: Env,
): TypedExpr {
  const { span } = expr
  const constant = (value: number, unit: Unit): TypedExpr =>
    make(checker, env, { kind: 'number', value, type: plain(unit), color: 'constant', span })
  switch (expr.unit) {
    case '':
      return constant(expr.value, BARE)
    case '%':
      return constant(shifted(expr.value, -2), RATIO)
    case 'bars':
      return constant(expr.value, BARS)
    case 'R': {
      const left = numberNode(expr.value, span)
      const right = initialRisk(checker, env, span)
      const { type, color } = right
      return make(checker, env, { kind: 'arithmetic', op: '*', left, right, type, color, span })
    }
    default:
      return unreachable(expr.unit)
  }
}

// ── Names ──────────────────────────────────────────────────────────────────────────────────────

function checkName(checker: Checker, name: string, span: Span, env: Env): Value {
  const stream = marketStream(checker, env, name, span) ?? checkAccount(checker, env, name, span)
  if (stream !== undefined) return stream
  const later = laterStream(name)
  if (later !== undefined) return notYet(checker, env, span, `\`${name}\` (${later})`)
  const binding = lookup(env.scope, name)
  if (binding?.kind === 'value') return atUse(checker, binding.value, span, env)
  if (binding?.kind === 'mode') return wholeMode(checker, env, binding, span)
  if (binding?.kind === 'extern') return uncalledExtern(checker, env, binding.library, span)
  if (binding !== undefined || isLibraryFunction(checker, name)) {
    report(checker, env, 'function-without-call', span, { name })
    return broken(env, span)
  }
  if (name === 'pi') return numberNode(Math.PI, env.at ?? span)
  const past = pastStream(checker, env, name, span)
  if (past !== undefined) return past
  if (!tellForeign(checker, env, { kind: 'name', text: name, span })) {
    unknownName(checker, env, name, span)
  }
  return broken(env, span)
}

/** A use of a bound value, standing at the place of the use. */
function atUse(checker: Checker, value: Value, span: Span, env: Env): Value {
  if (value.kind === 'record') return value
  if (value.kind === 'parameter') checker.read.add(value.parameter)
  checker.nodes++
  return onClock(checker, env, { ...value, span: env.at ?? span })
}

/** Whether the library, or the language itself, has a function of this name. */
export function isLibraryFunction(checker: Checker, name: string): boolean {
  const { primitives, compositions } = checker.builtins
  return primitives.has(name) || compositions.has(name) || name === 'prev' || name === 'known'
}

/** An account stream, where it may be read; undefined for other names. */
function checkAccount(checker: Checker, env: Env, name: string, span: Span): TypedExpr | undefined {
  if (name === 'R') {
    const own = env.place !== 'clause' && lookup(env.scope, name) !== undefined
    return own ? undefined : initialRisk(checker, env, span)
  }
  if (name === 'entry_price' && env.place === 'clause') {
    return make(checker, env, { kind: 'fill', name, type: LEVEL, color: 'fill', span })
  }
  const stream = name === 'last_trade_profit' ? undefined : accountStream(checker, env, name, span)
  if (stream === undefined) return undefined
  if (name === 'entry_price' && env.place === 'order') {
    report(checker, env, 'fill-too-early', span, { name })
    return broken(env, span)
  }
  if ((name === 'entries' || name === 'exits') && env.place !== 'test') {
    report(checker, env, 'only-in-tests', span, { name })
    return broken(env, span)
  }
  return stream
}

/** `R`: of the order being written in its clauses, elsewhere of the position that is open. */
function initialRisk(checker: Checker, env: Env, span: Span): TypedExpr {
  const name = 'R'
  if (env.place === 'order') {
    report(checker, env, 'fill-too-early', span, { name })
    return broken(env, span)
  }
  const kind = env.place === 'clause' ? 'fill' : 'account'
  return make(checker, env, { kind, name, type: DISTANCE, color: kind, span })
}

/** Tells of a name nobody knows, and which was likely meant. */
export function unknownName(checker: Checker, env: Env, name: string, span: Span): void {
  const { primitives, compositions } = checker.builtins
  const own = [...namesInReach(env.scope), ...STREAM_NAMES]
  const known = [...own, ...primitives.keys(), ...compositions.keys()]
  const small = known.find((one) => one !== name && one.toLowerCase() === name.toLowerCase())
  if (small !== undefined) {
    const fix = { title: `Write ${small}`, span, replacement: small }
    const code = small === small.toLowerCase() ? 'capital-letters' : 'unknown-name'
    const values = { found: name, right: small, name, hint: `Write \`${small}\`` }
    report(checker, env, code, span, values, { fix })
    return
  }
  const meant = nearest(name, known)
  const fix =
    meant === undefined ? {} : { fix: { title: `Write ${meant}`, span, replacement: meant } }
  const hint = meant === undefined ? 'Define it with `let`, or correct it' : `Write \`${meant}\``
  report(checker, env, 'unknown-name', span, { name, hint }, fix)
}

const STREAM_NAMES: readonly string[] = [
  ...['open', 'high', 'low', 'close', 'volume', 'hl2', 'hlc3', 'ohlc4', 'returns', 'bar_index'],
  ...['position', 'cash', 'equity', 'entry_price', 'bars_in_trade', 'open_profit', 'drawdown'],
  ...['last_entry_price', 'last_trade', 'losses_in_a_row', 'day_profit', 'day_loss'],
  ...['trades_today', 'time', 'prev', 'known'],
]

function checkMember(checker: Checker, expr: Extract<Expr, { kind: 'member' }>, env: Env): Value {
  const { object, field, span } = expr
  if (object.kind === 'name' && isRemembered(object.text, env)) {
    const remembered = rememberedField(checker, env, object.text, field.text, span)
    if (remembered !== undefined) return remembered
    return unknownField(checker, env, expr, object.text, rememberedFields(env, object.text))
  }
  if (tellExternMember(checker, env, expr) || tellForeign(checker, env, expr))
    return broken(env, span)
  const value = checkValue(checker, object, env)
  if (value.kind !== 'record') {
    if (value.type.kind !== 'error') {
      const text = textAt(checker, env, object.span)
      const is = describeType(value.type)
      report(checker, env, 'not-a-record', span, { text, is, field: field.text })
    }
    return broken(env, span)
  }
  const found = value.fields.get(field.text)
  if (found !== undefined) return atUse(checker, found, span, env)
  const text = textAt(checker, env, object.span)
  return unknownField(checker, env, expr, text, [...value.fields.keys()])
}

function unknownField(
  checker: Checker,
  env: Env,
  expr: Extract<Expr, { kind: 'member' }>,
  text: string,
  fields: readonly string[],
): TypedExpr {
  const { text: field, span } = expr.field
  const meant = nearest(field, fields)
  const fix =
    meant === undefined ? {} : { fix: { title: `Write ${meant}`, span, replacement: meant } }
  report(checker, env, 'unknown-field', span, { field, text, fields: fields.join(', ') }, fix)
  return broken(env, expr.span)
}

// ── History ────────────────────────────────────────────────────────────────────────────────────

function checkIndex(checker: Checker, expr: Extract<Expr, { kind: 'index' }>, env: Env): TypedExpr {
  if (tellForeign(checker, env, expr)) return broken(env, expr.span)
  const source = checkStream(checker, expr.object, env)
  if (expr.object.kind === 'at') adviseSampledPast(checker, expr, expr.object, env)
  const index = checkStream(checker, expr.index, env)
  const ticks = requireCount(checker, env, index, expr.index.span, { minimum: 0, role: 'lag' })
  const { type } = source
  if (source.color === 'fill') {
    report(checker, env, 'fill-history', expr.span, {
      text: textAt(checker, env, expr.object.span),
    })
    return broken(env, expr.span)
  }
  const color = source.color === 'constant' ? 'market' : source.color
  return make(checker, env, { kind: 'lag', source, ticks, type, color, span: expr.span })
}

function checkCrosses(
  checker: Checker,
  expr: Extract<Expr, { kind: 'crosses' }>,
  env: Env,
): TypedExpr {
  const { span } = expr
  const crossing = checkStream(checker, expr.left, env)
  const crossed = checkStream(checker, expr.right, env)
  const both = besideMoney(checker, env, crossing, crossed)
  const left = share(checker, env, 'crossing', both[0])
  const right = share(checker, env, 'crossed', both[1])
  const ticks = numberNode(1, span)
  const before = (source: TypedExpr): TypedExpr => {
    const color = source.color === 'constant' ? 'market' : source.color
    return make(checker, env, { kind: 'lag', source, ticks, type: source.type, color, span })
  }
  const above = expr.direction === 'above'
  const sides = { left: expr.left, right: expr.right, span, verb: 'cross' }
  if (strongest([left, right]) === 'fill') {
    report(checker, env, 'fill-history', span, { text: textAt(checker, env, span) })
    return broken(env, span)
  }
  if (neverMoves(left) && neverMoves(right)) {
    const [one, other] = [expr.left, expr.right].map((side) => textAt(checker, env, side.span))
    const labels = [...because(env, left), ...because(env, right)]
    report(checker, env, 'constant-crossing', span, { left: one!, right: other! }, { labels })
  }
  const now = comparison(checker, { ...sides, op: above ? '>' : '<' }, left, right, env)
  if (now.type.kind === 'error') return now
  const then = make(checker, env, {
    kind: 'compare',
    op: above ? '<=' : '>=',
    left: before(left),
    right: before(right),
    type: BOOL,
    color: strongest([left, right]) === 'account' ? 'account' : 'market',
    span,
  })
  const color = strongest([then, now])
  return make(checker, env, { kind: 'and', left: then, right: now, type: BOOL, color, span })
}

function neverMoves({ color, type }: TypedExpr): boolean {
  return color === 'constant' && type.kind !== 'error'
}

// ── Composite ──────────────────────────────────────────────────────────────────────────────────

function checkIf(checker: Checker, expr: Extract<Expr, { kind: 'if' }>, env: Env): Value {
  const checked = checkCondition(checker, expr.condition, env)
  const whenTrue = checkValue(checker, expr.whenTrue, env)
  const whenFalse = checkValue(checker, expr.whenFalse, env)
  if (whenTrue.kind !== 'record' && whenFalse.kind !== 'record') {
    return choice(checker, expr, checked, whenTrue, whenFalse, env)
  }
  if (whenTrue.kind !== 'record' || whenFalse.kind !== 'record') {
    const other = whenTrue.kind === 'record' ? whenFalse : whenTrue
    if (other.kind === 'record' || other.type.kind === 'error') return broken(env, expr.span)
    mismatch(checker, env, expr, [whenTrue, whenFalse])
    return broken(env, expr.span)
  }
  const condition = share(checker, env, 'condition', checked)
  const fields = new Map<string, TypedExpr>()
  for (const [name, value] of whenTrue.fields) {
    const other = whenFalse.fields.get(name)
    if (other === undefined) continue
    fields.set(name, choice(checker, expr, condition, value, other, env))
  }
  return { kind: 'record', fields }
}

function checkRecord(checker: Checker, expr: Extract<Expr, { kind: 'record' }>, env: Env): Value {
  const fields = new Map<string, TypedExpr>()
  for (const { name, value } of expr.fields) {
    if (fields.has(name.text)) {
      report(checker, env, 'duplicate-name', name.span, { name: name.text, what: 'field' })
      continue
    }
    const field = checkStream(checker, value, env)
    fields.set(name.text, share(checker, env, name.text, field))
  }
  return { kind: 'record', fields }
}
