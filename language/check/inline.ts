import type { Builtins, Composition } from '../builtins.ts'
import type { Expr, FunctionStatement, Program } from '../syntax/ast.ts'
import { parse } from '../syntax/parse.ts'
import { annotated } from './annotation.ts'
import { bindArguments, type Formal, type Given } from './arguments.ts'
import {
  type Binding,
  broken,
  type Checker,
  type Env,
  exhausted,
  report,
  type Scope,
  share,
} from './context.ts'
import { bindLets } from './definitions.ts'
import { checkValue } from './expression.ts'
import type { Value } from './node.ts'
import { BASE_NAMES } from './streams.ts'

type Call = Extract<Expr, { kind: 'call' }>
type FunctionBinding = Extract<Binding, { kind: 'function' }>

/** A call of a function written in Strat: its body with the arguments in place, made afresh. */
export function inlineFunction(
  checker: Checker,
  call: Call,
  binding: FunctionBinding,
  env: Env,
): Value {
  const { fn } = binding
  const name = binding.composition?.name ?? fn.name.text
  if (reportsRecursion(checker, call, fn, env)) return broken(env, call.span)
  if (exhausted(checker)) {
    report(checker, { ...env, at: env.frames[0]?.call ?? call.span }, 'too-large', call.span)
    return broken(env, call.span)
  }
  const given = call.args.map((argument) => ({
    argument,
    value: checkValue(checker, argument.value, env),
  }))
  const definedAt = binding.composition === undefined ? fn.name.span : undefined
  const bound = bindArguments(checker, call, name, formalsOf(fn), given, env, definedAt)
  if (bound === undefined) return broken(env, call.span)
  const { composition } = binding
  // What goes round in a builtin would get its units without an argument that nothing is known of.
  if (composition !== undefined && given.some(({ value }) => isBroken(value))) {
    return broken(env, call.span)
  }
  const at = env.at ?? (composition === undefined ? undefined : call.span)
  const inner: Env = {
    scope: { names: new Map(), parent: binding.scope },
    place: env.place,
    frames: [...env.frames, { fn, call: call.span }],
    ...(env.clock === undefined ? {} : { clock: env.clock }),
    ...(at === undefined ? {} : { at }),
    ...(composition === undefined ? {} : { source: composition.source }),
  }
  bindParameters(checker, fn, bound, env, inner)
  checker.inlined.add(fn)
  return body(checker, fn, inner)
}

const isBroken = (value: Value): boolean => value.kind !== 'record' && value.type.kind === 'error'

/** The function's body in an environment where its parameters are bound. */
export function body(checker: Checker, fn: FunctionStatement, env: Env): Value {
  const inner = { ...env, scope: { names: new Map(), parent: env.scope } }
  bindLets(checker, fn.lets, inner, { prefix: `${fn.name.text}.`, visible: false })
  return checkValue(checker, fn.result, inner)
}

function formalsOf(fn: FunctionStatement): readonly Formal[] {
  let leading = true
  return fn.parameters.map(({ name, defaultValue }) => {
    leading &&= defaultValue !== undefined && isSource(defaultValue)
    return { name: name.text, natural: leading, optional: defaultValue !== undefined }
  })
}

/** A default that is a base stream is the function's natural source. */
function isSource(expr: Expr): boolean {
  return expr.kind === 'name' && BASE_NAMES.has(expr.text)
}

function bindParameters(
  checker: Checker,
  fn: FunctionStatement,
  bound: readonly (Given | undefined)[],
  outer: Env,
  inner: Env,
): void {
  for (const [index, parameter] of fn.parameters.entries()) {
    const { name, annotation, defaultValue } = parameter
    const given = bound[index]
    let value = given?.value ?? checkValue(checker, defaultValue!, inner)
    const span = given?.argument.value.span ?? defaultValue!.span
    if (annotation !== undefined && value.kind !== 'record') {
      const role = `The ${name.text} of \`${fn.name.text}\``
      const where = given === undefined ? inner : outer
      value = annotated(checker, where, value, span, { annotation, role })
    }
    if (value.kind !== 'record') {
      value = share(checker, inner, `${fn.name.text}.${name.text}`, value)
    }
    inner.scope.names.set(name.text, { kind: 'value', value, span: name.span })
  }
}

/** Functions end: one that calls itself, even through others, is a mistake. */
function reportsRecursion(checker: Checker, call: Call, fn: FunctionStatement, env: Env): boolean {
  const first = env.frames.findIndex((frame) => frame.fn === fn)
  if (first < 0) return false
  const names = env.frames.slice(first).map((frame) => frame.fn.name.text)
  const cycle = [...names, fn.name.text].join(' → ')
  const outermost: Env = { ...env, frames: [] }
  report(checker, outermost, 'recursive-function', call.callee.span, { cycle })
  return true
}

// ── The library's own functions ────────────────────────────────────────────────────────────────

/** Parsed sources of a library, by composition name. Lives as long as the library does. */
const parsed = new WeakMap<Builtins['compositions'], Map<string, FunctionBinding>>()

/** The function that a composition's source defines under its name; parsed once a library. */
export function compositionBinding(
  { compositions }: Pick<Builtins, 'compositions'>,
  composition: Composition,
): FunctionBinding {
  let bindings = parsed.get(compositions)
  if (bindings === undefined) {
    bindings = new Map()
    parsed.set(compositions, bindings)
  }
  const known = bindings.get(composition.name)
  if (known !== undefined) return known
  const binding = bindComposition(composition, parse(composition.source).tree)
  bindings.set(composition.name, binding)
  return binding
}

function bindComposition(composition: Composition, tree: Program): FunctionBinding {
  const { name } = composition
  const scope: Scope = { names: new Map() }
  let found: FunctionBinding | undefined
  for (const statement of tree.statements) {
    if (statement.kind !== 'function') continue
    const binding: FunctionBinding = { kind: 'function', fn: statement, scope, composition }
    if (statement.name.text === name) found = binding
    scope.names.set(statement.name.text, binding)
  }
  if (found === undefined) throw new Error(`composition ${name} defines no function ${name}`)
  return found
}
