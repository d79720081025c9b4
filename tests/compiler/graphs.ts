import { type Builder, builder, type Origin } from '../../compiler/builder.ts'
import type { Graph, NodeId, Operation } from '../../compiler/graph.ts'

const NOWHERE: Origin = { span: { start: 0, end: 0 } }

/** A builder by hand, for tests of passes. */
export interface Sketch {
  readonly build: Builder
  add(operation: Operation): NodeId
  number(value: number): NodeId
  column(name: 'close' | 'high' | 'low'): NodeId
  /** The graph whose only outputs are these plots. */
  plotting(...plots: readonly NodeId[]): Graph
}

export function sketch(): Sketch {
  const build = builder()
  const add = (operation: Operation) => build.add(operation, NOWHERE)
  return {
    build,
    add,
    number: (value) => add({ kind: 'number', value }),
    column: (name) => add({ kind: 'column', name }),
    plotting: (...plots) => ({ nodes: build.nodes, requires: [], rules: [], plots }),
  }
}

/** The operation of a graph's first plot. */
export function plotted(graph: Graph): Operation {
  return graph.nodes[graph.plots[0]!]!.operation
}
