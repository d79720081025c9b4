import type { Color } from '../../language/types.ts'
import { assertNever } from '../assert.ts'
import { type Graph, type NodeId, type Operation, operandsOf } from '../graph.ts'
import { isPure } from '../primitives.ts'

const ORDER: readonly Color[] = ['constant', 'market', 'account', 'fill']

/**
 * What each node depends on, by id. The checker has colours too; these are of the graph as it has
 * become, and decide which kernel a node belongs to.
 */
export function colors(graph: Graph): readonly Color[] {
  const found: Color[] = graph.nodes.map(() => 'constant')
  // A delay may read a later node: go round until nothing changes.
  for (let changed = true; changed; ) {
    changed = false
    graph.nodes.forEach(({ operation }, id) => {
      const color = strongest(operandsOf(operation), found, own(operation))
      if (color === found[id]) return
      found[id] = color
      changed = true
    })
  }
  return found
}

/** The strongest of `least` and the colours of `ids`. */
export function strongest(
  ids: readonly NodeId[],
  known: readonly Color[],
  least: Color = 'constant',
): Color {
  const rank = ids.reduce(
    (most, id) => Math.max(most, ORDER.indexOf(known[id]!)),
    ORDER.indexOf(least),
  )
  return ORDER[rank]!
}

function own(operation: Operation): Color {
  switch (operation.kind) {
    case 'column':
    case 'index':
    case 'arrived':
    case 'sample':
    // Even a constant is unknown before its first tick.
    case 'delay':
      return 'market'
    case 'call':
      return isPure(operation.primitive) ? 'constant' : 'market'
    case 'account':
      return 'account'
    case 'fill':
      return 'fill'
    case 'number':
    case 'parameter':
    case 'negate':
    case 'arithmetic':
    case 'choose':
    case 'coalesce':
    case 'extreme':
    case 'warmup':
    case 'flag':
    case 'compare':
    case 'known':
    case 'opposite':
    case 'both':
    case 'either':
      return 'constant'
    default:
      return assertNever(operation)
  }
}
