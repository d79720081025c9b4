import { rewrite } from '../builder.ts'
import type { Graph, NodeId, Operation } from '../graph.ts'
import { isExternCall, isNeverMasked, isPure, primitive } from '../primitives.ts'
import type { Finiteness } from './finite.ts'

/** A tick that a node is known from: where a call has warmed up, and that many ticks later. */
export interface Start {
  readonly call?: NodeId
  /** Constants. */
  readonly later: readonly NodeId[]
}

/** The latest of them is the tick; none: known at every tick. Absent: nothing is proved. */
export type Since = readonly Start[] | undefined

const ALWAYS: Since = []

/** Columns that are unknown on a day without a session. */
const HOLED: ReadonlySet<string> = new Set(['session_open', 'minutes_to_close'])

/** Whether a column of the bars is known at every tick. */
export function isWhole(column: string): boolean {
  return !HOLED.has(column)
}

/** By number node, from when on it is certainly known. What feeds back is left unproved. */
export function knownSince(graph: Graph, { dependable }: Finiteness): readonly Since[] {
  const found: Since[] = []
  graph.nodes.forEach(({ operation }, id) => {
    found.push(dependable[id] ? sinceOf(graph, operation, id, found) : undefined)
  })
  return found
}

function sinceOf(graph: Graph, operation: Operation, id: NodeId, found: readonly Since[]): Since {
  const of = (operand: NodeId) => (operand < id ? found[operand] : undefined)
  switch (operation.kind) {
    case 'number':
      return Number.isNaN(operation.value) ? undefined : ALWAYS
    case 'column':
      return isWhole(operation.name) ? ALWAYS : undefined
    case 'parameter':
    case 'index':
    case 'arrived':
    case 'warmup':
      return ALWAYS
    case 'negate':
      return of(operation.operand)
    case 'arithmetic':
    case 'extreme':
      return all([of(operation.left), of(operation.right)])
    case 'coalesce':
      return of(operation.left) ?? of(operation.right)
    case 'choose':
      return all([choiceSince(graph, operation, found), of(operation.left), of(operation.right)])
    case 'delay': {
      const { source, ticks } = operation
      const starts = of(source)?.map((start) => ({ ...start, later: [...start.later, ticks] }))
      return starts && [...starts, { later: [ticks] }]
    }
    case 'call':
      return callSince(operation, id, of)
    default:
      return undefined
  }
}

function callSince(
  { primitive: name, inputs, from }: Operation & { kind: 'call' },
  id: NodeId,
  of: (operand: NodeId) => Since,
): Since {
  if (isExternCall(name) || primitive(name).optional) return undefined
  const known = all(inputs.map(of))
  if (isPure(name)) return known
  // `anchor` sees to those that know all from the first tick on.
  if (known === undefined || (from === undefined && known.length > 0)) return undefined
  return isNeverMasked(name) ? known : [{ call: id, later: [] }]
}

/** From when on one rail of a choice is up whenever the other is down. */
export function choiceSince(
  graph: Graph,
  { whenTrue, whenFalse }: Operation & { kind: 'choose' },
  known: readonly Since[],
): Since {
  return oppositeSince(graph, whenTrue, whenFalse, (id) => known[id])
}

function oppositeSince(
  graph: Graph,
  one: NodeId,
  other: NodeId,
  of: (operand: NodeId) => Since,
): Since {
  const [a, b] = [graph.nodes[one]!.operation, graph.nodes[other]!.operation]
  const opposites = (left: NodeId, right: NodeId) => oppositeSince(graph, left, right, of)
  if (a.kind === 'opposite') return a.operand === other ? ALWAYS : undefined
  if (b.kind === 'opposite') return b.operand === one ? ALWAYS : undefined
  if (a.kind === 'compare' && b.kind === 'compare') {
    if (a.left !== b.left) return undefined
    const opposites = a.right === b.right ? OPPOSITE[a.op] === b.op : isReadBack(graph, a, b)
    return opposites ? all([of(a.left), of(a.right)]) : undefined
  }
  const junctions =
    (a.kind === 'both' && b.kind === 'either') || (a.kind === 'either' && b.kind === 'both')
  return junctions ? all([opposites(a.left, b.left), opposites(a.right, b.right)]) : undefined
}

/** Whether a bool that was written as 1 or 0 is compared with the one and with the other. */
function isReadBack(graph: Graph, a: Compare, b: Compare): boolean {
  const isNumber = (id: NodeId, value: number) => {
    const { operation } = graph.nodes[id]!
    return operation.kind === 'number' && operation.value === value
  }
  const isBool = (id: NodeId): boolean => {
    const { operation } = graph.nodes[id]!
    if (operation.kind === 'delay') return isBool(operation.source)
    if (operation.kind === 'call') {
      const { primitive: name } = operation
      return !isExternCall(name) && 'bool' in primitive(name).result
    }
    return (
      operation.kind === 'choose' && isNumber(operation.left, 1) && isNumber(operation.right, 0)
    )
  }
  if (a.op !== '==' || b.op !== '==' || !isBool(a.left)) return false
  return (
    [a.right, b.right].some((id) => isNumber(id, 1)) &&
    [a.right, b.right].some((id) => isNumber(id, 0))
  )
}

type Compare = Operation & { kind: 'compare' }

const OPPOSITE = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '<>', '<>': '==' } as const

/** More than that many are not worth waiting for. */
const MOST = 8

function all(parts: readonly Since[]): Since {
  if (parts.includes(undefined)) return undefined
  const starts = parts.flatMap((part) => part ?? [])
  const different = new Map(starts.map((start) => [`${start.call} ${start.later}`, start]))
  return different.size > MOST ? undefined : [...different.values()]
}

/**
 * Calls whose inputs are proved known at every tick are stepped from the first one on without
 * asking, though the checker, which does not see that a divisor cannot be zero, promised nothing.
 */
export function anchor(graph: Graph, found: Finiteness): Graph {
  const since = knownSince(graph, found)
  const steady = (id: NodeId) => {
    const { operation } = graph.nodes[id]!
    return (
      operation.kind === 'call' && operation.inputs.every((input) => since[input]?.length === 0)
    )
  }
  return rewrite(graph, (operation, origin, build, old) => {
    if (operation.kind !== 'call' || operation.from !== undefined || !steady(old)) {
      return build.add(operation, origin)
    }
    const from = build.add({ kind: 'number', value: 0 }, origin)
    return build.add({ ...operation, from }, origin)
  })
}
