import type { Graph, NodeId } from '../graph.ts'
import { isRail } from '../graph.ts'

/** The local that holds a node where it is computed. */
export function localName(graph: Graph, id: NodeId): string {
  return `${isRail(graph.nodes[id]!.operation) ? 't' : 'x'}${id}`
}

/** A constant of the bound module. */
export function constantName(id: NodeId): string {
  return `k${id}`
}

/** First tick with a result of a call whose inputs are known exactly. */
export function startName(id: NodeId): string {
  return `begin${id}`
}

/** Steps before a call has a result. */
export function warmupName(id: NodeId): string {
  return `wait${id}`
}
