import type { Expr, FunctionStatement, LetStatement } from '../syntax/ast.ts'
import { childExpressions } from '../syntax/children.ts'
import { lookup, type Scope } from './context.ts'

/** Definitions to be checked together; `recursive` where they refer to themselves. */
export interface DependencyGroup {
  readonly lets: readonly LetStatement[]
  readonly recursive: boolean
}

/** The groups of definitions, each after those it needs. Functions are looked through. */
export function dependencyGroups(
  lets: readonly LetStatement[],
  scope: Scope,
  mentioned = new WeakMap<Expr, ReadonlySet<string>>(),
): readonly DependencyGroup[] {
  const owners = new Map<string, LetStatement>()
  for (const statement of lets) {
    const { pattern } = statement
    if (pattern.kind === 'name') owners.set(pattern.name.text, statement)
    else for (const { name } of pattern.fields) owners.set(name.text, statement)
  }
  const needs = new Map<LetStatement, Set<LetStatement>>()
  for (const statement of lets) {
    needs.set(statement, neededBy(statement, owners, scope, mentioned))
  }
  return components(lets, (statement) => needs.get(statement)!).map((members) => ({
    lets: [...members].sort((a, b) => a.span.start - b.span.start),
    recursive: members.length > 1 || needs.get(members[0]!)!.has(members[0]!),
  }))
}

function neededBy(
  statement: LetStatement,
  owners: ReadonlyMap<string, LetStatement>,
  scope: Scope,
  mentioned: WeakMap<Expr, ReadonlySet<string>>,
): Set<LetStatement> {
  const found = new Set<LetStatement>()
  const functions = new Set<FunctionStatement>()
  const namesOf = (expr: Expr): ReadonlySet<string> => {
    const known = mentioned.get(expr) ?? namesIn(expr)
    mentioned.set(expr, known)
    return known
  }
  const names = new Set(namesOf(statement.value))
  for (const name of names) {
    const owner = owners.get(name)
    if (owner !== undefined) found.add(owner)
    const binding = lookup(scope, name)
    if (binding?.kind === 'mode') {
      for (const part of ['state', 'bars']) names.add(`${name}.${part}`)
    }
    if (binding?.kind !== 'function' || binding.composition !== undefined) continue
    if (functions.has(binding.fn)) continue
    functions.add(binding.fn)
    for (const expr of bodyOf(binding.fn)) for (const name of namesOf(expr)) names.add(name)
  }
  return found
}

function bodyOf(fn: FunctionStatement): readonly Expr[] {
  const defaults = fn.parameters.map(({ defaultValue }) => defaultValue)
  return [fn.result, ...fn.lets.map(({ value }) => value), ...defaults].filter(
    (expr) => expr !== undefined,
  )
}

/** Every name an expression mentions, wherever it is bound. */
function namesIn(expr: Expr, into: Set<string> = new Set()): Set<string> {
  if (expr.kind === 'name') into.add(expr.text)
  for (const child of childExpressions(expr)) namesIn(child, into)
  return into
}

/**
 * Strongly connected components, each after those it needs (Tarjan, 1972). With a stack of its
 * own: a chain of definitions may be longer than the machine's.
 */
export function components<T>(
  nodes: readonly T[],
  needs: (node: T) => Iterable<T>,
): readonly (readonly T[])[] {
  const found: T[][] = []
  const low = new Map<T, number>()
  const index = new Map<T, number>()
  const path: T[] = []
  const open = new Set<T>()
  const visits: { readonly node: T; readonly rest: Iterator<T> }[] = []
  const enter = (node: T): void => {
    index.set(node, index.size)
    low.set(node, index.get(node)!)
    path.push(node)
    open.add(node)
    visits.push({ node, rest: needs(node)[Symbol.iterator]() })
  }
  const lower = (node: T, to: number): void => {
    low.set(node, Math.min(low.get(node)!, to))
  }
  const leave = (node: T): void => {
    visits.pop()
    const parent = visits.at(-1)
    if (parent !== undefined) lower(parent.node, low.get(node)!)
    if (low.get(node) !== index.get(node)) return
    const component = path.splice(path.lastIndexOf(node))
    for (const member of component) open.delete(member)
    found.push(component)
  }
  for (const node of nodes) {
    if (!index.has(node)) enter(node)
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const next = visit.rest.next()
      if (next.done === true) leave(visit.node)
      else if (!index.has(next.value)) enter(next.value)
      else if (open.has(next.value)) lower(visit.node, index.get(next.value)!)
    }
  }
  return found
}
