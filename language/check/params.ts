import type { Span } from '../diagnostic.ts'
import type { Expr, ParamStatement, Statement } from '../syntax/ast.ts'
import { BARE, type Type } from '../types.ts'
import { evaluateConstant, literal } from './constants.ts'
import {
  broken,
  type Checker,
  type Env,
  learntOf,
  make,
  type ParameterDraft,
  report,
  textAt,
} from './context.ts'
import { requireConstant } from './counts.ts'
import { describeType } from './describe.ts'
import { checkCondition, checkStream } from './expression.ts'
import { remembered, restore } from './memory.ts'
import { operands } from './operands.ts'
import type { Parameter, TypedExpr } from './typed.ts'
import { joinTypes } from './units.ts'

/** Makes the parameter of a statement and binds its name. */
export function checkParameter(checker: Checker, statement: ParamStatement, env: Env): void {
  const { text } = statement.name
  const unit = { kind: 'param', of: statement, binds: [text] }
  const made = remembered(checker, env, unit, (own) => {
    const { draft, value } = parameterOf(own, statement, env)
    env.scope.names.set(text, { kind: 'value', value, span: statement.name.span })
    return draft && { draft, declared: learntOf(draft), ranged: own.ranged.has(draft) }
  })
  if (made === undefined) return
  const { draft, declared, ranged } = made
  restore(draft, declared)
  draft.index = checker.parameters.length
  checker.parameters.push(draft)
  if (ranged) checker.ranged.add(draft)
}

function parameterOf(
  checker: Checker,
  statement: ParamStatement,
  env: Env,
): { readonly draft?: ParameterDraft; readonly value: TypedExpr } {
  const { name, doc } = statement
  const first = literalOf(checker, statement.value, env)
  if (first === undefined) return { value: broken(env, name.span) }
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
  const value = make(checker, env, {
    kind: 'parameter',
    parameter: draft,
    type,
    color: 'constant',
    span: name.span,
  })
  return { draft, value }
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
    const replacement = `${values.to}..${values.from}`
    const fix = { title: `Write \`${replacement}\``, span, replacement }
    const swapped = from > to && draft.value >= to && draft.value <= from
    report(checker, env, 'range-empty', span, values, swapped ? { fix } : {})
    return
  }
  if (draft.value < from || draft.value > to) {
    const labels = [{ span, message: 'the range' }]
    // `2% in 1..5`: as plain numbers 1 and 5 are a hundred and five hundred per cent.
    const percent = draft.value * 100 >= from && draft.value * 100 <= to
    const bare = !/%/.test(values.from) && !/%/.test(values.to) && /%/.test(values.value)
    const replacement = `${values.from}%..${values.to}%`
    const fix = { title: `Write \`${replacement}\``, span, replacement }
    const extra = percent && bare ? { labels, fix } : { labels }
    report(checker, env, 'default-outside', statement.value.span, values, extra)
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

/** Tells of parameters that nothing reads. The whole text must have been read. */
export function adviseParameters(checker: Checker): void {
  for (const parameter of checker.parameters) {
    if (checker.read.has(parameter)) continue
    report(checker, undefined, 'unused-parameter', parameter.span, { name: parameter.name })
  }
}

/** `require`: a condition over parameters and literals. */
export function checkRequire(
  checker: Checker,
  statement: Extract<Statement, { kind: 'require' }>,
  env: Env,
): void {
  const { condition: written } = statement
  const condition = checkCondition(checker, written, { ...env, place: 'require' })
  if (condition.type.kind === 'error') return
  if (!requireConstant(checker, env, condition, written.span, 'What `require` reads')) return
  const { span } = written
  checker.requires.push({ condition, text: textAt(checker, env, span), span })
  const defaults = Float64Array.from(checker.parameters, ({ value }) => value)
  if (evaluateConstant(condition, defaults) === 0) {
    const labels = checker.parameters
      .filter((parameter) => mentions(condition, parameter))
      .map(({ name, span: at }) => ({ span: at, message: `\`${name}\` has its default here` }))
    report(checker, env, 'require-false', span, { text: textAt(checker, env, span) }, { labels })
  }
}

function mentions(expr: TypedExpr, parameter: Parameter): boolean {
  if (expr.kind === 'parameter') return expr.parameter === parameter
  if (expr.kind === 'reference') return mentions(expr.definition.expr, parameter)
  return operands(expr).some((operand) => mentions(operand, parameter))
}
