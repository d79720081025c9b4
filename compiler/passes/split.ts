import type { Color } from '../../language/types.ts'
import { type Builder, builder, type Origin } from '../builder.ts'
import { type Graph, type NodeId, withOutputs } from '../graph.ts'
import { colors, strongest } from './color.ts'

/**
 * Splits what each rule waits for in two: `may`, over the market alone, goes into the signal
 * column; `rest` is asked of the account where `may` is up. Both together are `fires`.
 */
export function split(graph: Graph): Graph {
  const found = colors(graph)
  const build = continued(graph)
  return {
    ...withOutputs(graph, build.nodes, (id) => id),
    rules: graph.rules.map((rule) => ({
      ...rule,
      may: may(rule.fires, build, found),
      rest: rest(rule.fires, build, found),
    })),
  }
}

/** A builder that knows the graph's nodes under their own numbers. */
function continued(graph: Graph): Builder {
  const build = builder()
  graph.nodes.forEach(({ operation, ...origin }, id) => {
    if (operation.kind === 'delay' && operation.source >= id) {
      build.feedback(operation.ticks, origin, operation.clock)
    } else build.add(operation, origin)
  })
  graph.nodes.forEach(({ operation }, id) => {
    if (operation.kind === 'delay' && operation.source >= id) build.close(id, operation.source)
  })
  return build
}

/**
 * Everything that reads the account is taken for true. Sound because rails only rise with what
 * they are built on; where one does not (`opposite`), the whole of it is taken for true.
 */
function may(rail: NodeId, build: Builder, known: readonly Color[]): NodeId {
  if (strongest([rail], known) !== 'account') return rail
  const { operation, ...origin } = build.nodes[rail]!
  if (operation.kind !== 'both' && operation.kind !== 'either') return up(build, origin)
  const left = may(operation.left, build, known)
  const right = may(operation.right, build, known)
  return build.add({ kind: operation.kind, left, right }, origin)
}

/** The conjuncts that `may` leaves open. */
function rest(rail: NodeId, build: Builder, known: readonly Color[]): NodeId {
  const { operation, ...origin } = build.nodes[rail]!
  if (strongest([rail], known) !== 'account') return up(build, origin)
  if (operation.kind !== 'both') return rail
  const left = rest(operation.left, build, known)
  const right = rest(operation.right, build, known)
  return build.add({ kind: 'both', left, right }, origin)
}

function up(build: Builder, origin: Origin): NodeId {
  return build.add({ kind: 'flag', value: true }, origin)
}
