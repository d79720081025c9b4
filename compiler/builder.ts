import type { Span } from '../language/diagnostic.ts'
import { CompilerError } from './assert.ts'
import {
  type Graph,
  type Node,
  type NodeId,
  type Operation,
  operandsOf,
  outputsOf,
  withOperands,
  withOutputs,
} from './graph.ts'

/** Where a node comes from. */
export interface Origin {
  readonly span: Span
  readonly name?: string
}

/** Makes the nodes of a graph; equal operations are one node. */
export interface Builder {
  readonly nodes: readonly Node[]
  add(operation: Operation, origin: Origin): NodeId
  /** A delay whose source is not there yet: `close` names it. */
  feedback(ticks: NodeId, origin: Origin, clock?: number): NodeId
  close(delay: NodeId, source: NodeId): void
}

const OPEN = -1

/** An operation's clock; the strategy's own is left out. */
export function on(clock: number | undefined): { readonly clock?: number } {
  return clock === undefined || clock === 0 ? {} : { clock }
}

/** An empty graph to build on. */
export function builder(): Builder {
  const nodes: Node[] = []
  const known = new Map<string, NodeId>()
  const push = (node: Node) => nodes.push(node) - 1
  return {
    nodes,
    add(operation, origin) {
      const key = keyOf(operation)
      const found = known.get(key)
      if (found !== undefined) return found
      const id = push({ operation, ...origin })
      known.set(key, id)
      return id
    },
    feedback: (ticks, origin, clock) =>
      push({ operation: { kind: 'delay', source: OPEN, ticks, ...on(clock) }, ...origin }),
    close(delay, source) {
      const node = nodes[delay]!
      if (node.operation.kind !== 'delay' || node.operation.source !== OPEN) {
        throw new CompilerError(`node ${delay} is no open delay`)
      }
      nodes[delay] = { ...node, operation: { ...node.operation, source } }
    },
  }
}

/** Same text, same value at every tick. `from` follows from the rest, and -0 is not 0. */
function keyOf(operation: Operation): string {
  if (operation.kind === 'number' && Object.is(operation.value, -0)) return 'number -0'
  let key = ''
  for (const [name, part] of Object.entries(operation)) if (name !== 'from') key += `${part} `
  return key
}

/**
 * A graph rebuilt from its outputs up: what they do not need is left out, and `change` may put
 * another node in the place of each. It is handed the operation over the new nodes.
 */
export function rewrite(
  graph: Graph,
  change: (operation: Operation, origin: Origin, build: Builder, old: NodeId) => NodeId,
): Graph {
  const build = builder()
  const moved = new Map<NodeId, NodeId>()
  const toNew = (id: NodeId) => {
    const found = moved.get(id)
    if (found === undefined) throw new CompilerError(`node ${id} is read before it is made`)
    return found
  }
  const open: { readonly delay: NodeId; readonly source: NodeId }[] = []
  for (const id of needed(graph)) {
    const { operation, ...origin } = graph.nodes[id]!
    if (operation.kind === 'delay' && operation.source >= id) {
      const delay = build.feedback(toNew(operation.ticks), origin, operation.clock)
      open.push({ delay, source: operation.source })
      moved.set(id, delay)
    } else {
      moved.set(id, change(withOperands(operation, toNew), origin, build, id))
    }
  }
  for (const { delay, source } of open) build.close(delay, toNew(source))
  return withOutputs(graph, build.nodes, toNew)
}

/** The graph without what its outputs do not need. */
export function prune(graph: Graph): Graph {
  return rewrite(graph, (operation, origin, build) => build.add(operation, origin))
}

/** The nodes that `roots` (by default all outputs) read, themselves included, ascending. */
export function needed(graph: Graph, roots = outputsOf(graph)): readonly NodeId[] {
  const seen = new Set<NodeId>(roots)
  for (const id of seen)
    for (const operand of operandsOf(graph.nodes[id]!.operation)) seen.add(operand)
  return [...seen].sort((a, b) => a - b)
}
