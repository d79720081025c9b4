import type { Span } from '../diagnostic.ts'
import type { Expr, ParamStatement, Statement } from '../syntax/ast.ts'
import { BARE, type Type } from '../types.ts'
import { literal } from './constants.ts'
import {
  broken,
  type Checker,
  type Env,
  make,
  type ParameterDraft,
  report,
  textAt,
} from './context.ts'
import { requireConstant } from './counts.ts'
import { describeType } from './describe.ts'
import { checkCondition, checkStream } from './expression.ts'
import type { TypedExpr } from './typed.ts'
import { joinTypes } from './units.ts'

/** Makes the parameter of a statement and binds its name. */
export function checkParameter(checker: Checker, statement: ParamStatement, env: Env): void {
  const { name, doc } = statement
  const bind = (value: TypedExpr): void => {
    env.scope.names.set(name.text, { kind: 'value', value, span: name.span })
  }
  const first = literalOf(checker, statement.value, env)
  if (first === undefined) {
    bind(broken(env, name.span))
    return
  }
  const { type } = first.expr
  const draft: ParameterDraft = {
    index: checker.parameters.length,
    name: name.text,
    doc,
    type,
    value: first.value,
    integer:
      isCountType(type) && rangeOf(statement).every((part) => isWholeText(checker, env, part)),
    span: name.span,
  }
  if (statement.range !== undefined) addRange(checker, statement, draft, env)
  checker.parameters.push(draft)
  bind(
    make(checker, env, {
      kind: 'parameter',
      parameter: draft,
      type,
      color: 'constant',
      span: name.span,
    }),
  )
}

function rangeOf({ value, range }: ParamStatement): readonly Expr[] {
  if (range === undefined) return [value]
  const { from, to, step } = range
  return step === undefined ? [value, from, to] : [value, from, to, step]
}

function isCountType(type: Type): boolean {
  if (type.kind !== 'number') return false
  return type.unit === BARE || (type.unit.kind === 'unit' && type.unit.tag === 'bars')
}

/** A count is written without a decimal point: 2.0 is no count. */
function isWholeText(checker: Checker, env: Env, expr: Expr): boolean {
  return /^-?\s*\d+(\s*bars)?$/.test(textAt(checker, env, expr.span))
}

interface Literal {
  readonly expr: TypedExpr
  readonly value: number
}

/** A written number with its unit, in the program's own terms. */
function literalOf(checker: Checker, expr: Expr, env: Env): Literal | undefined {
  const written = expr.kind === 'unary' && expr.op === '-' ? expr.operand : expr
  switch (written.kind) {
    case 'missing':
      return undefined
    case 'number':
    case 'money':
    case 'duration': {
      if (written.kind === 'number' && written.unit === 'R') break
      const value = checkStream(checker, expr, env)
      const known = literal(value)
      return known === undefined ? undefined : { expr: value, value: known }
    }
    default:
  }
  report(checker, env, 'parameter-value', expr.span, { text: textAt(checker, env, expr.span) })
  return undefined
}

function addRange(
  checker: Checker,
  statement: ParamStatement,
  draft: ParameterDraft,
  env: Env,
): void {
  const range = statement.range!
  const from = bound(checker, draft, range.from, env)
  const to = bound(checker, draft, range.to, env)
  const step = range.step === undefined ? undefined : bound(checker, draft, range.step, env)
  if (from === undefined || to === undefined) return
  const span: Span = { start: range.from.span.start, end: range.to.span.end }
  const values = {
    name: draft.name,
    value: textAt(checker, env, statement.value.span),
    from: textAt(checker, env, range.from.span),
    to: textAt(checker, env, range.to.span),
  }
  if (from >= to) {
    report(checker, env, 'range-empty', span, values)
    return
  }
  if (draft.value < from || draft.value > to) {
    const labels = [{ span, message: 'the range' }]
    report(checker, env, 'default-outside', statement.value.span, values, { labels })
    return
  }
  if (range.step !== undefined && step !== undefined && step <= 0) {
    const text = textAt(checker, env, range.step.span)
    report(checker, env, 'step-not-positive', range.step.span, { text })
    return
  }
  draft.min = from
  draft.max = to
  if (step !== undefined) draft.step = step
  checker.ranged.add(draft)
}

/** An end or step of a range: a bare number takes the default's unit. */
function bound(checker: Checker, draft: ParameterDraft, expr: Expr, env: Env): number | undefined {
  const found = literalOf(checker, expr, env)
  if (found === undefined) return undefined
  const bare = found.expr.type.kind === 'number' && found.expr.type.unit === BARE
  if (bare && draft.type.kind === 'number') return found.value
  const mixes = joinTypes(draft.type, found.expr.type) !== undefined
  if (mixes && !(draft.type.kind === 'number' && draft.type.unit === BARE)) return found.value
  const values = {
    name: draft.name,
    is: describeType(draft.type),
    text: textAt(checker, env, expr.span),
    other: describeType(found.expr.type),
  }
  const labels = [{ span: draft.span, message: `${draft.name} is defined here` }]
  report(checker, env, 'range-unit', expr.span, values, { labels })
  return undefined
}

/** `require`: a condition over parameters and literals. */
export function checkRequire(
  checker: Checker,
  statement: Extract<Statement, { kind: 'require' }>,
  env: Env,
): void {
  const { condition: written } = statement
  const condition = checkCondition(checker, written, env)
  if (condition.type.kind === 'error') return
  if (!requireConstant(checker, env, condition, written.span, 'What `require` reads')) return
  const { span } = written
  checker.requires.push({ condition, text: textAt(checker, env, span), span })
}
