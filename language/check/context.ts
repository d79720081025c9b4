import type { Builtins, Composition } from '../builtins.ts'
import type { Code } from '../catalogue.ts'
import { diagnose } from '../diagnose.ts'
import type { Diagnostic, Fix, Label, Span } from '../diagnostic.ts'
import type { FunctionStatement } from '../syntax/ast.ts'
import { type Draft, errorNode, node, type Value } from './node.ts'
import { operands } from './operands.ts'
import type { Definition, Parameter, Timeframe, TypedExpr, TypedProgram } from './typed.ts'

/** All that one check gathers. Made by `check`, gone when it returns. */
export interface Checker {
  readonly source: string
  readonly builtins: Builtins
  readonly diagnostics: Diagnostic[]
  /** Definitions made so far, visible or not. */
  readonly definitions: Definition[]
  readonly parameters: ParameterDraft[]
  /** The parameters with a range of their own. */
  readonly ranged: Set<Parameter>
  readonly requires: TypedProgram['requires'][number][]
  /** The lags that `prev` made: only they may close a cycle. */
  readonly previous: WeakSet<TypedExpr>
  /** Functions that some call has already checked. */
  readonly inlined: Set<FunctionStatement>
  timeframe: Timeframe
  /** Nodes made so far; inlining stops at a limit. */
  nodes: number
  /** Expressions being checked inside one another. */
  depth: number
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** A parameter while its uses are still teaching us: a count is whole and has a minimum. */
export type ParameterDraft = Mutable<Parameter>

/** Where an expression stands, which decides what `entry_price` and `entries` mean. */
export type Place = 'stream' | 'clause' | 'order' | 'test'

/** Names and place an expression is checked in. */
export interface Env {
  readonly scope: Scope
  readonly place: Place
  /** Function calls being inlined, outermost first. */
  readonly frames: readonly Frame[]
  /** Inside a builtin's own source everything is told of the call. */
  readonly at?: Span
  /** That source, where it is not the user's. */
  readonly source?: string
}

export interface Frame {
  readonly fn: FunctionStatement
  readonly call: Span
}

export interface Scope {
  readonly names: Map<string, Binding>
  readonly parent?: Scope
}

export type Binding =
  | { readonly kind: 'value'; readonly value: Value; readonly span: Span }
  | {
      readonly kind: 'function'
      readonly fn: FunctionStatement
      readonly scope: Scope
      /** The builtin's name when its source is not the user's. */
      readonly composition?: Composition
    }

/** The binding of a name, innermost first. */
export function lookup(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const binding = at.names.get(name)
    if (binding !== undefined) return binding
  }
  return undefined
}

/** Every name in reach, innermost first. */
export function namesInReach(scope: Scope): string[] {
  const names: string[] = []
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    names.push(...at.names.keys())
  }
  return names
}

const NODE_LIMIT = 100_000
/** Calls in calls: what a machine's stack surely holds. */
const DEPTH_LIMIT = 1_000
/** A constant is computed wherever it is asked for, so it may not grow without end. */
const CONSTANT_LIMIT = 500

/** Makes a node that stands in the user's text (at the call, inside a builtin's source). */
export function make(checker: Checker, env: Env, draft: Draft): TypedExpr {
  checker.nodes++
  return node(env.at === undefined ? draft : { ...draft, span: env.at })
}

/** Whether inlining has made more nodes, or goes deeper, than a program may. */
export function exhausted(checker: Checker): boolean {
  return checker.nodes > NODE_LIMIT || checker.depth > DEPTH_LIMIT
}

/** The node a mistake leaves behind. */
export function broken(env: Env, span: Span): TypedExpr {
  return errorNode(env.at ?? span)
}

export interface Extra {
  readonly labels?: readonly Label[]
  readonly fix?: Fix
}

/** Tells a mistake, at the call when it is in a builtin's own source. */
export function report(
  checker: Checker,
  env: Env | undefined,
  code: Code,
  span: Span,
  values: Readonly<Record<string, string>> = {},
  extra: Extra = {},
): void {
  const at = env?.at ?? span
  const call = env?.frames[0]
  const labels = [...(env?.at === undefined ? (extra.labels ?? []) : [])]
  if (call !== undefined && env?.at === undefined && call.call !== call.fn.name.span) {
    labels.push({ span: call.call, message: `called here, as ${call.fn.name.text}` })
  }
  const fix = env === undefined || env.frames.length === 0 ? extra.fix : undefined
  checker.diagnostics.push(
    diagnose(code, at, values, { labels, ...(fix === undefined ? {} : { fix }) }),
  )
}

/** The text under a span of the source being checked, on one line. */
export function textAt(checker: Checker, env: Env, span: Span): string {
  return (env.source ?? checker.source).slice(span.start, span.end).replace(/\s+/g, ' ').trim()
}

/** Gives an expression a name, so that it is computed once. Its meaning is not changed. */
export function define(
  checker: Checker,
  env: Env,
  name: string,
  expr: TypedExpr,
  options: { readonly span: Span; readonly visible: boolean },
): TypedExpr {
  const { visible } = options
  const span = env.at ?? options.span
  if (expr.color === 'constant' && expandedSize(expr) > CONSTANT_LIMIT) {
    report(checker, env, 'too-large', expr.span)
    return broken(env, span)
  }
  const definition: Definition = { id: checker.definitions.length, name, expr, visible, span }
  checker.definitions.push(definition)
  return refer(checker, env, definition, span)
}

/** A reference to a definition whose expression is known. */
export function refer(checker: Checker, env: Env, definition: Definition, span: Span): TypedExpr {
  const { type, color } = definition.expr
  return make(checker, env, { kind: 'reference', definition, type, color, span })
}

/**
 * What may stand twice in the tree: a leaf as it is, anything else by reference to a definition.
 * What waits for a fill has no history to share and stays as it is.
 */
export function share(checker: Checker, env: Env, name: string, expr: TypedExpr): TypedExpr {
  switch (expr.kind) {
    case 'number':
    case 'bool':
    case 'parameter':
    case 'stream':
    case 'account':
    case 'fill':
    case 'reference':
      return expr
    default:
      if (expr.color === 'fill') return expr
      return define(checker, env, name, expr, { span: expr.span, visible: false })
  }
}

/** Nodes of a constant with all names written out, counted no further than the limit. */
function expandedSize(expr: TypedExpr): number {
  const open = [expr]
  let size = 0
  for (let next = open.pop(); next !== undefined && size <= CONSTANT_LIMIT; next = open.pop()) {
    size++
    if (next.kind === 'reference') open.push(next.definition.expr)
    open.push(...operands(next))
  }
  return size
}
