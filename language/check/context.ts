import type { Builtins, Composition, ExternLibrary } from '../builtins.ts'
import type { Code } from '../catalogue.ts'
import { diagnose } from '../diagnose.ts'
import type { Diagnostic, Fix, Label, Span } from '../diagnostic.ts'
import type { Libraries } from '../libraries.ts'
import type { FunctionStatement } from '../syntax/ast.ts'
import type { Memory } from './memory.ts'
import { type Draft, errorNode, node, type Value } from './node.ts'
import { operands } from './operands.ts'
import type { Ranges } from './ranges/ranges.ts'
import type { Recordings } from './recording.ts'
import type {
  Clock,
  Definition,
  Parameter,
  SessionStream,
  Timeframe,
  TypedExpr,
  TypedProgram,
} from './typed.ts'

/**
 * What a check gathers. A unit of it (`remembered`) gathers its own, which is then added to the
 * whole, whether it was just found or is remembered: whatever checking adds to stands here.
 */
export interface Found {
  readonly diagnostics: Diagnostic[]
  /** Definitions made so far, visible or not. */
  readonly definitions: Definition[]
  /** Those among them that may refer to themselves. */
  readonly recursive: Definition[]
  /** The parameters that something reads. */
  readonly read: Set<Parameter>
  readonly requires: TypedProgram['requires'][number][]
  /** Functions that some call has already checked. */
  readonly inlined: Set<FunctionStatement>
  /** What of the calendar something reads; `day` where the account counts by days. */
  readonly sessionStreams: Set<'day' | 'bar_end' | SessionStream>
  /** Of amounts that are written, tests apart. */
  readonly currencies: Set<string>
  /** What uses have taught of parameters, with what was known of them before. */
  readonly taught: { readonly parameter: ParameterDraft; readonly before: Learnt }[]
  /** What expressions came to, for the language service. */
  readonly recorded?: Recordings
}

/** Nothing yet. */
export function nothingFound(recording: unknown): Found {
  return {
    diagnostics: [],
    definitions: [],
    recursive: [],
    read: new Set(),
    requires: [],
    inlined: new Set(),
    sessionStreams: new Set(),
    currencies: new Set(),
    taught: [],
    ...(recording === undefined ? {} : { recorded: [] }),
  }
}

/** All that one check knows. Made by `check`, gone when it returns. */
export interface Checker extends Found {
  readonly source: string
  /** With what the extern libraries bring that are imported so far. */
  builtins: Builtins
  readonly externs: ExternLibrary[]
  readonly parameters: ParameterDraft[]
  /** The parameters with a range of their own. */
  readonly ranged: Set<Parameter>
  /** The lags that `prev` made: only they may close a cycle. */
  readonly previous: WeakSet<TypedExpr>
  /** Definitions of trials that were taken back. */
  readonly gone: WeakSet<Definition>
  /** The names that the file itself defines. */
  readonly top: Scope
  /** What earlier checks of the text, as it then was, have found. */
  readonly memory?: Memory
  /** What the unit that is being checked has read; absent between units. */
  readonly reads?: Reads
  /** Between which values streams stay, as far as the unit has asked. */
  ranges: Ranges
  /** The same, of a unit that has not asked yet. */
  readonly newRanges: () => Ranges
  readonly libraries: Libraries
  /** The file's own path among the libraries; empty where it is none of them. */
  readonly path: string
  /** What each library that was imported defines, by path. */
  readonly imported: Map<string, Scope>
  timeframe: Timeframe
  /** Whether the strategy says none. */
  timeless: boolean
  session?: 'regular'
  /** Clocks made so far, by index from 1. */
  readonly clocks: Clock[]
  /** Definitions as they are on other clocks. */
  readonly moved: Map<Definition, readonly Definition[]>
  /** Those whose expressions are to be made, in the order in which they were asked for. */
  readonly moving: { readonly from: Definition; readonly to: Definition; readonly env: Env }[]
  /** Nodes made so far; inlining stops at a limit. */
  nodes: number
  /** Expressions being checked inside one another. */
  depth: number
}

/** What a unit of a check depends on, noted while it is being checked. */
export interface Reads {
  /** Names that it looked up among the file's own. */
  readonly names: Set<string>
  /** It depends on more than that: it is checked each time. */
  beyond: boolean
}

/** What uses may teach of a parameter. */
export type Learnt = Pick<ParameterDraft, 'min' | 'max' | 'integer'>

/** What is known of a parameter so far. */
export function learntOf({ min, max, integer }: Parameter): Learnt {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), integer }
}

/** Notes what a use teaches of a parameter. */
export function teach(checker: Checker, parameter: ParameterDraft, learnt: Partial<Learnt>): void {
  checker.taught.push({ parameter, before: learntOf(parameter) })
  Object.assign(parameter, learnt)
}

/** How much had been found. */
export interface Mark {
  readonly definitions: number
  readonly recursive: number
  readonly diagnostics: number
  readonly requires: number
}

/** How much has been found by now: what comes next is a trial. */
export function markOf({ definitions, recursive, diagnostics, requires }: Checker): Mark {
  return {
    definitions: definitions.length,
    recursive: recursive.length,
    diagnostics: diagnostics.length,
    requires: requires.length,
  }
}

/** Takes back the definitions and conditions of a trial; gives the mistakes that it has found. */
export function takeBack(checker: Checker, mark: Mark): readonly Diagnostic[] {
  for (const one of checker.definitions.splice(mark.definitions)) checker.gone.add(one)
  checker.recursive.length = mark.recursive
  checker.requires.length = mark.requires
  return checker.diagnostics.splice(mark.diagnostics)
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** A parameter while its uses are still teaching us: a count is whole and has a minimum. */
export type ParameterDraft = Mutable<Parameter>

/** Where an expression stands, which decides what `entry_price` and `entries` mean. */
export type Place = 'stream' | 'clause' | 'order' | 'require' | 'test'

/** Names and place an expression is checked in. */
export interface Env {
  readonly scope: Scope
  readonly place: Place
  /** The clock that it is evaluated on; absent: the strategy's own. */
  readonly clock?: Clock
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
  /** Set while what is looked up here is noted. */
  reads?: Reads | undefined
}

export type Binding =
  | { readonly kind: 'value'; readonly value: Value; readonly span: Span }
  | {
      readonly kind: 'function'
      readonly fn: FunctionStatement
      readonly scope: Scope
      /** The builtin's name when its source is not the user's. */
      readonly composition?: Composition
      /** The `import` that brought it. */
      readonly from?: Span
    }
  /** What stands before the dot of an extern library's functions; undefined: told of already. */
  | { readonly kind: 'extern'; readonly library: ExternLibrary | undefined }
  /** Its state and bars are values in `scope`, under names that nobody can write. */
  | {
      readonly kind: 'mode'
      readonly name: string
      readonly states: readonly string[]
      readonly scope: Scope
    }

/** The binding of a name, innermost first. */
export function lookup(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    at.reads?.names.add(name)
    const binding = at.names.get(name)
    if (binding !== undefined) return binding
  }
  return undefined
}

/** Every name in reach, innermost first. */
export function namesInReach(scope: Scope): string[] {
  const names: string[] = []
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.reads !== undefined) at.reads.beyond = true
    names.push(...at.names.keys())
  }
  return names
}

/** Nodes that a program may have, functions written out. */
export const NODE_LIMIT = 100_000
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
  readonly hint?: string
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
    diagnose(code, at, values, {
      labels,
      ...(fix === undefined ? {} : { fix }),
      ...(extra.hint === undefined ? {} : { hint: extra.hint }),
    }),
  )
}

/** The text under a span of the source being checked, on one line. */
export function textAt(checker: Checker, env: Env, span: Span): string {
  return textOf(env.source ?? checker.source, span)
}

/**
 * The text under a span on one line. The brackets around an operand are no part of its place: what
 * begins or ends with one takes the other end of it too.
 */
export function textOf(source: string, { start, end }: Span): string {
  const [before, behind] = missingBrackets(source.slice(start, end))
  const [from, to] = [widen(source, start - 1, -1, before), widen(source, end, 1, behind)]
  const whole = from === undefined || to === undefined ? [start, end] : [from + 1, to]
  return source.slice(whole[0], whole[1]).replace(/\s+/g, ' ').trim()
}

/** How many brackets a text closes that it has not opened, and opens that it does not close. */
function missingBrackets(text: string): readonly [number, number] {
  let open = 0
  let unopened = 0
  for (const [sign] of text.replace(/"[^"]*"/g, '').matchAll(/[()]/g)) {
    if (sign === '(') open++
    else if (open > 0) open--
    else unopened++
  }
  return [unopened, open]
}

/** The offset behind so many brackets from `at` on, blanks between; undefined: there are others. */
function widen(source: string, at: number, step: 1 | -1, count: number): number | undefined {
  let found = 0
  let i = at
  for (; found < count; i += step) {
    if (source[i] === (step > 0 ? ')' : '(')) found++
    else if (!/\s/.test(source[i] ?? 'x')) return undefined
  }
  return i
}

/** Definitions are numbered once all are known. */
export const UNNUMBERED = -1

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
  const definition: Definition = {
    id: UNNUMBERED,
    name,
    expr,
    clock: env.clock?.index ?? 0,
    visible,
    span,
  }
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
    case 'past':
    case 'fill':
    case 'ticks':
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
