import type { Expr, FunctionStatement, LetStatement } from '../syntax/ast.ts'
import { lookup, type Scope } from './context.ts'
import { unreachable } from './node.ts'

/** Definitions to be checked together; `recursive` where they refer to themselves. */
export interface DependencyGroup {
  readonly lets: readonly LetStatement[]
  readonly recursive: boolean
}

/** The groups of definitions, each after those it needs. Functions are looked through. */
export function dependencyGroups(
  lets: readonly LetStatement[],
  scope: Scope,
): readonly DependencyGroup[] {
  const owners = new Map<string, LetStatement>()
  for (const statement of lets) {
    const { pattern } = statement
    if (pattern.kind === 'name') owners.set(pattern.name.text, statement)
    else for (const { name } of pattern.fields) owners.set(name.text, statement)
  }
  const needs = new Map<LetStatement, Set<LetStatement>>()
  for (const statement of lets) {
    needs.set(statement, neededBy(statement, owners, scope))
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
): Set<LetStatement> {
  const found = new Set<LetStatement>()
  const functions = new Set<FunctionStatement>()
  const visit = (expr: Expr): void => {
    for (const name of namesIn(expr)) {
      const owner = owners.get(name)
      if (owner !== undefined) found.add(owner)
      const binding = lookup(scope, name)
      if (binding?.kind !== 'function' || functions.has(binding.fn)) continue
      functions.add(binding.fn)
      visit(binding.fn.result)
      for (const local of binding.fn.lets) visit(local.value)
      for (const { defaultValue } of binding.fn.parameters) {
        if (defaultValue !== undefined) visit(defaultValue)
      }
    }
  }
  visit(statement.value)
  return found
}

/** Every name an expression mentions, wherever it is bound. */
function namesIn(expr: Expr, into: Set<string> = new Set()): Set<string> {
  if (expr.kind === 'name') into.add(expr.text)
  for (const child of children(expr)) namesIn(child, into)
  return into
}

function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'number':
    case 'money':
    case 'duration':
    case 'time':
    case 'date':
    case 'text':
    case 'bool':
    case 'name':
    case 'missing':
      return []
    case 'member':
      return [expr.object]
    case 'index':
      return [expr.object, expr.index]
    case 'at':
      return expr.timeframe === undefined ? [expr.object] : [expr.object, expr.timeframe]
    case 'call':
      return [expr.callee, ...expr.args.map(({ value }) => value)]
    case 'unary':
      return [expr.operand]
    case 'binary':
    case 'crosses':
      return [expr.left, expr.right]
    case 'if':
      return [expr.condition, expr.whenTrue, expr.whenFalse]
    case 'is':
      return [expr.mode]
    case 'record':
      return expr.fields.map(({ value }) => value)
    default:
      return unreachable(expr)
  }
}

/** Strongly connected components, each after those it needs (Tarjan, 1972). */
export function components<T>(
  nodes: readonly T[],
  needs: (node: T) => Iterable<T>,
): readonly (readonly T[])[] {
  const found: T[][] = []
  const index = new Map<T, number>()
  const low = new Map<T, number>()
  const stack: T[] = []
  const open = new Set<T>()
  const visit = (node: T): void => {
    index.set(node, index.size)
    low.set(node, index.get(node)!)
    stack.push(node)
    open.add(node)
    for (const next of needs(node)) {
      if (!index.has(next)) {
        visit(next)
        low.set(node, Math.min(low.get(node)!, low.get(next)!))
      } else if (open.has(next)) {
        low.set(node, Math.min(low.get(node)!, index.get(next)!))
      }
    }
    if (low.get(node) !== index.get(node)) return
    const component: T[] = []
    for (;;) {
      const member = stack.pop()!
      open.delete(member)
      component.push(member)
      if (member === node) break
    }
    found.push(component)
  }
  for (const node of nodes) if (!index.has(node)) visit(node)
  return found
}
