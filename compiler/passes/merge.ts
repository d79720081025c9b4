import { prune } from '../builder.ts'
import {
  type Graph,
  type NodeId,
  type Operation,
  operandsOf,
  withOperands,
  withOutputs,
} from '../graph.ts'

/**
 * Makes equal nodes one, also where they are equal only because what they feed back is: two calls
 * of one function with `prev` in it. All nodes that look alike are taken for equal at first, and
 * parted as long as their operands differ (Alpern, Wegman, Zadeck: Detecting equality of
 * variables in programs, POPL 1988).
 */
export function merge(graph: Graph): Graph {
  const feedsBack = graph.nodes.some(
    ({ operation }, id) => operation.kind === 'delay' && operation.source >= id,
  )
  // What fed back before folding may have become the twin of a node that never did.
  if (!feedsBack) return prune(graph)
  const classes = congruence(graph)
  const first = new Map<number, NodeId>()
  classes.forEach((group, id) => {
    if (!first.has(group)) first.set(group, id)
  })
  const representative = (id: NodeId) => first.get(classes[id]!)!
  const nodes = graph.nodes.map((node) => ({
    ...node,
    operation: withOperands(node.operation, representative),
  }))
  return prune(withOutputs(graph, nodes, representative))
}

/** By node, the number of its class of equals. */
function congruence(graph: Graph): readonly number[] {
  // `from` follows from the inputs.
  const operations = graph.nodes.map(({ operation }): Operation => {
    if (operation.kind !== 'call') return operation
    const { from, ...rest } = operation
    return rest
  })
  let classes = numbered(operations.map(labelOf))
  for (;;) {
    const next = numbered(
      operations.map((operation, id) => {
        const operands = operandsOf(operation).map((operand) => classes[operand])
        return `${classes[id]} ${operands.join(' ')}`
      }),
    )
    if (new Set(next).size === new Set(classes).size) return next
    classes = next
  }
}

function labelOf(operation: Operation): string {
  if (operation.kind !== 'number') return JSON.stringify(withOperands(operation, () => 0))
  return Object.is(operation.value, -0) ? '-0' : String(operation.value)
}

function numbered(keys: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>()
  return keys.map((key) => {
    const found = numbers.get(key) ?? numbers.size
    numbers.set(key, found)
    return found
  })
}
