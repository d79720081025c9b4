import type { Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { LetStatement, Name } from '../syntax/ast.ts'
import type { Color, Type, Weight } from '../types.ts'
import {
  broken,
  type Checker,
  define,
  type Env,
  make,
  markOf,
  report,
  share,
  takeBack,
  textAt,
  UNNUMBERED,
} from './context.ts'
import { dependencyGroups } from './dependencies.ts'
import { describeType } from './describe.ts'
import { checkValue } from './expression.ts'
import { remembered } from './memory.ts'
import { ERROR, strongest, type Value } from './node.ts'
import type { Definition, TypedExpr } from './typed.ts'
import { joinTypes, sameType } from './units.ts'

export interface LetOptions {
  /** Before the names of definitions: `super_smoother.` inside a function, nothing at top level. */
  readonly prefix: string
  readonly visible: boolean
}

/**
 * Checks definitions and binds their names in the environment's own scope. Their written order
 * does not matter; those that refer to one another are solved together.
 */
export function bindLets(
  checker: Checker,
  lets: readonly LetStatement[],
  env: Env,
  options: LetOptions,
): void {
  if (lets.length === 0) return
  for (const group of dependencyGroups(lets, env.scope, checker.memory?.mentioned)) {
    const [first] = group.lets
    const binds = group.lets.flatMap(boundNames).map(({ text }) => text)
    const unit = { kind: 'let', of: first!, also: group.lets, binds }
    remembered(checker, env, unit, (own) => {
      if (group.recursive) bindGroup(own, group.lets, env, options)
      else for (const statement of group.lets) bindLet(own, statement, env, options)
    })
  }
}

/** The names a statement binds. */
export function boundNames(statement: LetStatement): readonly Name[] {
  const { pattern } = statement
  return pattern.kind === 'name' ? [pattern.name] : pattern.fields.map(({ name }) => name)
}

function bindLet(checker: Checker, statement: LetStatement, env: Env, options: LetOptions): void {
  const value = checkValue(checker, statement.value, env)
  for (const [name, part] of parts(checker, statement, value, env)) {
    const bound = named(checker, env, name, part, options)
    env.scope.names.set(name.text, { kind: 'value', value: bound, span: name.span })
  }
}

/** A value under a name: a definition of its own, field by field for a record. */
function named(checker: Checker, env: Env, name: Name, value: Value, options: LetOptions): Value {
  const { visible, prefix } = options
  const label = `${prefix}${name.text}`
  if (value.kind === 'record') {
    const fields = new Map<string, TypedExpr>()
    for (const [field, expr] of value.fields) {
      const at = { span: name.span, visible }
      fields.set(field, define(checker, env, `${label}.${field}`, expr, at))
    }
    return { kind: 'record', fields }
  }
  if (!visible) return share(checker, env, label, value)
  if (value.color === 'fill') return value
  return define(checker, env, label, value, { span: name.span, visible })
}

/** What each name of a pattern stands for. */
function parts(
  checker: Checker,
  statement: LetStatement,
  value: Value,
  env: Env,
): readonly (readonly [Name, Value])[] {
  const { pattern } = statement
  if (pattern.kind === 'name') return [[pattern.name, value]]
  const { span } = statement.value
  if (value.kind !== 'record' && value.type.kind !== 'error') {
    const values = { text: textAt(checker, env, span), is: describeType(value.type) }
    const field = pattern.fields[0]?.field.text ?? 'field'
    report(checker, env, 'not-a-record', span, { ...values, field })
  }
  return pattern.fields.map(({ field, name }) => {
    if (value.kind !== 'record') return [name, broken(env, span)]
    const found = value.fields.get(field.text)
    if (found !== undefined) return [name, found]
    unknownField(checker, env, field, [...value.fields.keys()], textAt(checker, env, span))
    return [name, broken(env, field.span)]
  })
}

function unknownField(
  checker: Checker,
  env: Env,
  field: Name,
  fields: readonly string[],
  text: string,
): void {
  const meant = nearest(field.text, fields)
  const fix = meant && { title: `Write ${meant}`, span: field.span, replacement: meant }
  const values = { field: field.text, text, fields: fields.join(', ') }
  report(checker, env, 'unknown-field', field.span, values, fix ? { fix } : {})
}

// ── Definitions that refer to themselves ───────────────────────────────────────────────────────

interface Assumption {
  readonly type: Type
  readonly color: Color
}

const ROUNDS = 12

/**
 * Solves definitions that refer to one another. A reference to oneself has an assumed type, first
 * none at all; the group is checked again with what came out until nothing changes. Types only
 * widen, so that is soon.
 */
function bindGroup(
  checker: Checker,
  lets: readonly LetStatement[],
  env: Env,
  options: LetOptions,
): void {
  const mark = markOf(checker)
  const assumed = new Map<string, Assumption>()
  for (const name of lets.flatMap(boundNames)) {
    assumed.set(name.text, { type: ERROR, color: 'market' })
  }
  for (let round = 1; ; round++) {
    takeBack(checker, mark)
    const changed = solveOnce(checker, lets, env, options, assumed)
    if (!changed || round === ROUNDS) break
  }
  const kept = checker.recursive.splice(mark.recursive)
  const made = checker.definitions.slice(mark.definitions)
  checker.recursive.push(...new Set([...kept, ...made]))
}

/** Checks the group once, widening what is assumed of each name. True if that changed anything. */
function solveOnce(
  checker: Checker,
  lets: readonly LetStatement[],
  env: Env,
  options: LetOptions,
  assumed: Map<string, Assumption>,
): boolean {
  const drafts = new Map<string, Definition>()
  for (const name of lets.flatMap(boundNames)) {
    const draft = draftDefinition(checker, env, name, options)
    drafts.set(name.text, draft)
    assume(checker, env, name, draft, assumed.get(name.text)!)
  }
  let changed = false
  for (const statement of lets) {
    const value = checkValue(checker, statement.value, env)
    for (const [name, part] of parts(checker, statement, value, env)) {
      const expr = streamOf(checker, env, name, part)
      const draft = drafts.get(name.text)!
      complete(draft, expr)
      const before = assumed.get(name.text)!
      const after = widen(checker, env, name, before, expr)
      if (!sameType(before.type, after.type) || before.color !== after.color) changed = true
      assumed.set(name.text, after)
      assume(checker, env, name, draft, after)
    }
  }
  return changed
}

/** A definition whose expression is set by `complete`: a cycle refers to it before that. */
function draftDefinition(checker: Checker, env: Env, name: Name, options: LetOptions): Definition {
  const span: Span = env.at ?? name.span
  const { visible, prefix } = options
  const draft: Omit<Definition, 'expr'> & { expr?: TypedExpr } = {
    id: UNNUMBERED,
    name: `${prefix}${name.text}`,
    clock: env.clock?.index ?? 0,
    visible,
    span,
  }
  checker.definitions.push(draft as Definition)
  return draft as Definition
}

function complete(draft: Definition, expr: TypedExpr): void {
  const open: { expr: TypedExpr } = draft
  open.expr = expr
}

function assume(
  checker: Checker,
  env: Env,
  name: Name,
  definition: Definition,
  assumption: Assumption,
): void {
  const { span } = name
  const value = make(checker, env, { kind: 'reference', definition, ...assumption, span })
  env.scope.names.set(name.text, { kind: 'value', value, span })
}

function streamOf(checker: Checker, env: Env, name: Name, value: Value): TypedExpr {
  if (value.kind !== 'record') return value
  report(checker, env, 'recursive-record', name.span, { name: name.text })
  return broken(env, name.span)
}

/** What to assume next: units settle or are a mistake, weights settle or are unknown. */
function widen(
  checker: Checker,
  env: Env,
  name: Name,
  before: Assumption,
  expr: TypedExpr,
): Assumption {
  const color = strongest([expr, { ...expr, color: before.color }])
  const joined = joinTypes(before.type, expr.type)
  if (joined === undefined) {
    const first = describeType(before.type)
    const values = { name: name.text, first, second: describeType(expr.type) }
    report(checker, env, 'restless-type', name.span, values)
    return { type: ERROR, color }
  }
  if (joined.kind !== 'number' || before.type.kind !== 'number') return { type: joined, color }
  const weight: Weight = before.type.weight === 'unknown' ? 'unknown' : joined.weight
  return { type: { ...joined, weight }, color }
}
