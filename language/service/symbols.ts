import { BASE_NAMES } from '../check/streams.ts'
import type { Span } from '../diagnostic.ts'
import type {
  Expr,
  FunctionStatement,
  LetStatement,
  Name,
  Program,
  Statement,
} from '../syntax/ast.ts'
import { childExpressions } from '../syntax/children.ts'
import { tagsIn } from './tags.ts'
import { writtenIn } from './written.ts'

export type SymbolKind =
  | 'parameter'
  | 'definition'
  | 'function'
  /** A function's parameter. */
  | 'argument'
  /** A definition inside a function. */
  | 'local'
  | 'mode'
  | 'state'
  | 'tag'

/** Something a program gives a name to. */
export interface ProgramSymbol {
  readonly kind: SymbolKind
  readonly name: string
  /** The name where it is defined; for tags without their quotes. */
  readonly span: Span
  /** Every other place that means it, in source order. */
  readonly references: readonly Span[]
  /** The statement that defines it. */
  readonly statement: Statement | LetStatement
  /** What its `///` lines say. */
  readonly doc: string
  /** The function outside of which it means nothing. */
  readonly within?: FunctionStatement
  /** `{line}` in a pattern: name and field are one word. */
  readonly shorthand: boolean
}

export interface SymbolTable {
  /** In source order. */
  readonly symbols: readonly ProgramSymbol[]
  /** Places of names that the program does not define: streams, builtins, mistakes. */
  readonly free: ReadonlyMap<string, readonly Span[]>
}

interface Draft extends ProgramSymbol {
  readonly references: Span[]
}

type Names = Map<string, Draft>

interface Resolver {
  readonly symbols: Draft[]
  readonly free: Map<string, Span[]>
  /** The names inside each function: its parameters, its definitions. */
  readonly inside: Map<FunctionStatement, readonly [parameters: Names, lets: Names]>
  readonly states: Map<string, Names>
  /** Innermost first. */
  readonly scopes: readonly Names[]
}

/**
 * Who defines a name and who means it, by the checker's rules of scope: base streams first, then
 * a function's own names, then the program's; a name taken twice keeps its first meaning.
 */
export function symbolsOf(tree: Program, source: string): SymbolTable {
  const top: Names = new Map()
  const resolver: Resolver = {
    symbols: [],
    free: new Map(),
    inside: new Map(),
    states: new Map(),
    scopes: [top],
  }
  for (const statement of tree.statements) declare(resolver, statement, top)
  for (const statement of tree.statements) resolveStatement(resolver, statement)
  resolveTags(resolver, tree, source)
  const order = (a: Span, b: Span): number => a.start - b.start
  for (const { references } of resolver.symbols) references.sort(order)
  resolver.symbols.sort((a, b) => order(a.span, b.span))
  return { symbols: resolver.symbols, free: resolver.free }
}

// ── Definitions ────────────────────────────────────────────────────────────────────────────────

function declare(resolver: Resolver, statement: Statement, into: Names): void {
  switch (statement.kind) {
    case 'param':
      add(resolver, into, 'parameter', statement.name, statement)
      break
    case 'let':
      declareLet(resolver, statement, into)
      break
    case 'function':
      add(resolver, into, 'function', statement.name, statement)
      declareInside(resolver, statement)
      break
    case 'mode':
      add(resolver, into, 'mode', statement.name, statement)
      declareStates(resolver, statement)
      break
    default:
  }
}

function declareLet(
  resolver: Resolver,
  statement: LetStatement,
  into: Names,
  within?: FunctionStatement,
): void {
  const kind = within === undefined ? 'definition' : 'local'
  const { pattern } = statement
  if (pattern.kind === 'name') {
    add(resolver, into, kind, pattern.name, statement, within)
    return
  }
  for (const { field, name } of pattern.fields) {
    const shorthand = field.span.start === name.span.start
    add(resolver, into, kind, name, statement, within, shorthand)
  }
}

function add(
  resolver: Resolver,
  into: Names,
  kind: SymbolKind,
  { text, span }: Name,
  statement: ProgramSymbol['statement'],
  within?: FunctionStatement,
  shorthand = false,
): void {
  if (text === '' || BASE_NAMES.has(text) || into.has(text)) return
  const doc = 'doc' in statement && kind !== 'argument' && kind !== 'state' ? statement.doc : ''
  const symbol: Draft = {
    kind,
    name: text,
    span,
    references: [],
    statement,
    doc,
    shorthand,
    ...(within === undefined ? {} : { within }),
  }
  into.set(text, symbol)
  resolver.symbols.push(symbol)
}

function declareInside(resolver: Resolver, fn: FunctionStatement): void {
  const parameters: Names = new Map()
  const lets: Names = new Map()
  for (const { name } of fn.parameters) add(resolver, parameters, 'argument', name, fn, fn)
  for (const statement of fn.lets) declareLet(resolver, statement, lets, fn)
  resolver.inside.set(fn, [parameters, lets])
}

/** A mode's states are defined where they are first named. */
function declareStates(resolver: Resolver, mode: Extract<Statement, { kind: 'mode' }>): void {
  const states: Names = new Map()
  for (const state of mode.arcs.flatMap(({ from, to }) => [from, to])) {
    const known = states.get(state.text)
    if (known === undefined) add(resolver, states, 'state', state, mode)
    else known.references.push(state.span)
  }
  if (!resolver.states.has(mode.name.text)) resolver.states.set(mode.name.text, states)
}

// ── Uses ───────────────────────────────────────────────────────────────────────────────────────

function resolveStatement(resolver: Resolver, statement: Statement): void {
  const own = statement.kind === 'function' ? resolver.inside.get(statement)! : undefined
  const scopes = own === undefined ? resolver.scopes : [own[1], own[0], ...resolver.scopes]
  for (const { expr, awaitsFill } of writtenIn(statement)) {
    resolveExpression({ ...resolver, scopes }, expr, awaitsFill)
  }
  if (statement.kind !== 'test') return
  for (const item of statement.items) {
    if (item.kind !== 'with') continue
    for (const { name } of item.parameters) {
      const found = lookup(resolver.scopes, name.text)
      use(resolver, found?.kind === 'parameter' ? found : undefined, name)
    }
  }
}

function resolveExpression(resolver: Resolver, expr: Expr, awaitsFill: boolean): void {
  if (expr.kind === 'name') {
    const found = awaitsFill && expr.text === 'R' ? undefined : lookup(resolver.scopes, expr.text)
    use(resolver, found, expr)
  }
  if (expr.kind === 'is' && expr.mode.kind === 'name') {
    const state = resolver.states.get(expr.mode.text)?.get(expr.state.text)
    state?.references.push(expr.state.span)
  }
  if (expr.kind === 'call' && expr.callee.kind === 'name') {
    const fn = lookup(resolver.scopes, expr.callee.text)?.statement
    const names = fn?.kind === 'function' ? resolver.inside.get(fn)?.[0] : undefined
    for (const { name } of expr.args) {
      if (name !== undefined) names?.get(name.text)?.references.push(name.span)
    }
  }
  for (const child of childExpressions(expr)) resolveExpression(resolver, child, awaitsFill)
}

function use({ free }: Resolver, symbol: Draft | undefined, { text, span }: Name): void {
  const places = symbol?.references ?? free.get(text)
  if (places !== undefined) places.push(span)
  else if (text !== '') free.set(text, [span])
}

function lookup(scopes: readonly Names[], name: string): Draft | undefined {
  if (BASE_NAMES.has(name)) return undefined
  for (const scope of scopes) {
    const found = scope.get(name)
    if (found !== undefined) return found
  }
  return undefined
}

/** The rules' tags: defined by `enter` (or an exit's own label), named by `exit`, `cancel`, `oca`. */
function resolveTags(resolver: Resolver, tree: Program, source: string): void {
  const tags: Names = new Map()
  const found = tree.statements.flatMap((statement) =>
    tagsIn(statement, source).map((tag) => ({ ...tag, statement })),
  )
  for (const { name, defines, statement } of found) {
    if (defines) add(resolver, tags, 'tag', name, statement)
  }
  for (const { name, defines } of found) {
    const known = tags.get(name.text)
    if (known === undefined || (defines && known.span.start === name.span.start)) continue
    known.references.push(name.span)
  }
}
